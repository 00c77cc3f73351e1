#include "stats/features.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stats/moments.h"

namespace tessera::stats {
namespace {

constexpr double kSkewed = 1;

FeatureScaling ScalingAs(std::span<const double> feature, bool log) {
  std::vector<double> values(feature.begin(), feature.end());
  if (log) std::ranges::transform(values, values.begin(), [](double x) { return std::log1p(x); });
  const Moments moments = MomentsOf(values);
  const double population = moments.n > 0 ? moments.variance * (moments.n - 1) / moments.n : 0;
  return {log, moments.mean, std::sqrt(population)};
}

}  // namespace

double FeatureScaling::Scale(double value) const {
  if (sd == 0) return 0;
  return ((log ? std::log1p(value) : value) - mean) / sd;
}

double FeatureScaling::Unscale(double scaled) const {
  const double value = scaled * sd + mean;
  return log ? std::expm1(value) : value;
}

FeatureScaling ScalingOf(std::span<const double> feature) {
  const std::optional<double> skewness = Skewness(feature);
  return ScalingAs(feature,
                   skewness.value_or(0) > kSkewed && *std::ranges::min_element(feature) >= 0);
}

FeatureScaling PlainScalingOf(std::span<const double> feature) { return ScalingAs(feature, false); }

std::vector<double> Scaled(std::span<const double> feature, const FeatureScaling& scaling) {
  std::vector<double> scaled;
  scaled.reserve(feature.size());
  for (const double value : feature) scaled.push_back(scaling.Scale(value));
  return scaled;
}

}  // namespace tessera::stats
