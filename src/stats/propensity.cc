#include "stats/propensity.h"

#include <cmath>
#include <vector>

#include "stats/moments.h"

namespace tessera::stats {
namespace {

double WeightOf(bool treated, double propensity, Propensity estimand) {
  if (estimand == Propensity::kAtt) return treated ? 1 : propensity / (1 - propensity);
  return treated ? 1 / propensity : 1 / (1 - propensity);
}

// A weighted mean and its error.
class WeightedMean {
 public:
  void Add(double value, double weight) {
    values_.push_back(value);
    weights_.push_back(weight);
  }

  size_t size() const { return values_.size(); }

  double mean() const {
    Summation sum;
    for (size_t i = 0; i < values_.size(); ++i) sum.Add(weights_[i] * values_[i]);
    return sum.value() / Sum(weights_);
  }

  // Σ w²(y − m)²/(Σ w)²
  double variance() const {
    const double centre = mean();
    const double total = Sum(weights_);
    Summation sum;
    for (size_t i = 0; i < values_.size(); ++i) {
      const double part = weights_[i] / total * (values_[i] - centre);
      sum.Add(part * part);
    }
    return sum.value();
  }

  double effective_size() const {
    Summation squares;
    for (const double weight : weights_) squares.Add(weight * weight);
    const double total = Sum(weights_);
    return total * total / squares.value();
  }

 private:
  std::vector<double> values_;
  std::vector<double> weights_;
};

}  // namespace

std::optional<WeightedDifference> InversePropensity(std::span<const double> y, Outcomes treated,
                                                    std::span<const double> propensity,
                                                    Propensity estimand, double trim,
                                                    double level) {
  WeightedMean arms[2];
  WeightedDifference result;
  for (size_t i = 0; i < y.size(); ++i) {
    if (propensity[i] < trim || propensity[i] > 1 - trim) {
      result.trimmed += 1;
      continue;
    }
    const bool is_treated = treated[i] != 0;
    arms[is_treated ? 1 : 0].Add(y[i], WeightOf(is_treated, propensity[i], estimand));
  }
  if (arms[0].size() < 2 || arms[1].size() < 2) return std::nullopt;
  const double variance = arms[0].variance() + arms[1].variance();
  if (!(variance > 0)) return std::nullopt;
  result.treated_mean = arms[1].mean();
  result.control_mean = arms[0].mean();
  result.effective_treated = arms[1].effective_size();
  result.effective_control = arms[0].effective_size();
  result.difference =
      NormalEstimate(result.treated_mean - result.control_mean, std::sqrt(variance), level);
  return result;
}

std::optional<Balance> BalanceOf(std::span<const double> feature, Outcomes treated,
                                 std::span<const double> propensity, Propensity estimand) {
  std::vector<double> plain[2];
  WeightedMean weighted[2];
  for (size_t i = 0; i < feature.size(); ++i) {
    const bool is_treated = treated[i] != 0;
    plain[is_treated ? 1 : 0].push_back(feature[i]);
    weighted[is_treated ? 1 : 0].Add(feature[i], WeightOf(is_treated, propensity[i], estimand));
  }
  const Moments control = MomentsOf(plain[0]);
  const Moments treatment = MomentsOf(plain[1]);
  const double sd = std::sqrt((control.variance + treatment.variance) / 2);
  if (control.n < 2 || treatment.n < 2 || sd <= 0) return std::nullopt;
  return Balance{(treatment.mean - control.mean) / sd,
                 (weighted[1].mean() - weighted[0].mean()) / sd};
}

}  // namespace tessera::stats
