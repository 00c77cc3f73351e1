// Making features comparable before they are clustered (§ k-means).
#ifndef TESSERA_STATS_FEATURES_H_
#define TESSERA_STATS_FEATURES_H_

#include <span>
#include <vector>

namespace tessera::stats {

// (log1p of the value where `log`, less mean) / sd, with the standard deviation of divisor n.
struct FeatureScaling {
  bool log = false;
  double mean = 0;
  double sd = 0;  // 0: the feature does not vary, its scaled value is 0

  double Scale(double value) const;
  double Unscale(double scaled) const;
};

// Takes the logarithm where the bias-corrected skewness is above 1 and no value is below 0.
FeatureScaling ScalingOf(std::span<const double> feature);
// Without the logarithm, whatever the shape.
FeatureScaling PlainScalingOf(std::span<const double> feature);
std::vector<double> Scaled(std::span<const double> feature, const FeatureScaling& scaling);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_FEATURES_H_
