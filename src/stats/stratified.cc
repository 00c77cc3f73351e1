#include "stats/stratified.h"

#include <cmath>

namespace tessera::stats {
namespace {

// The two groups of a stratum, their variances never nothing.
struct Arms {
  const Stratum* stratum;
  double treated_variance;  // of the mean
  double control_variance;

  double variance() const { return treated_variance + control_variance; }
};

// The pooled variance of one group over the strata that have two or more of it.
std::optional<double> PooledVariance(std::span<const Stratum> strata, Moments Stratum::*arm) {
  double squares = 0;
  double df = 0;
  for (const Stratum& stratum : strata) {
    const Moments& sample = stratum.*arm;
    if (!stratum.comparable() || sample.n < 2) continue;
    squares += (sample.n - 1) * sample.variance;
    df += sample.n - 1;
  }
  if (df == 0) return std::nullopt;
  return squares / df;
}

double VarianceOfMean(const Moments& sample, double pooled) {
  return (sample.n < 2 ? pooled : sample.variance) / sample.n;
}

double WeightOf(const Arms& arms, StratumWeights weights) {
  const double treated = arms.stratum->treated.n;
  const double control = arms.stratum->control.n;
  switch (weights) {
    case StratumWeights::kAte:
      return treated + control;
    case StratumWeights::kAtt:
      return treated;
    case StratumWeights::kAtc:
      return control;
    case StratumWeights::kMantelHaenszel:
      return treated * control / (treated + control);
    case StratumWeights::kInverseVariance:
      return arms.variance() > 0 ? 1 / arms.variance() : 0;
  }
  return 0;
}

std::vector<Arms> ComparableArms(std::span<const Stratum> strata, StandardisedDifference& result) {
  const std::optional<double> treated = PooledVariance(strata, &Stratum::treated);
  const std::optional<double> control = PooledVariance(strata, &Stratum::control);
  std::vector<Arms> arms;
  for (const Stratum& stratum : strata) {
    if (stratum.comparable()) {
      ++result.strata_used;
      result.n_treated += stratum.treated.n;
      result.n_control += stratum.control.n;
      if (!treated || !control) continue;
      arms.push_back({&stratum, VarianceOfMean(stratum.treated, *treated),
                      VarianceOfMean(stratum.control, *control)});
    } else if (stratum.treated.n + stratum.control.n > 0) {
      ++result.strata_dropped;
      result.n_treated_dropped += stratum.treated.n;
      result.n_control_dropped += stratum.control.n;
    }
  }
  return arms;
}

void AddLift(double treated_variance, double control_variance, double level,
             StandardisedDifference& result) {
  if (result.treated_mean <= 0 || result.control_mean <= 0) return;
  result.lift = result.difference.value / result.control_mean;
  const double error = std::hypot(std::sqrt(treated_variance) / result.treated_mean,
                                  std::sqrt(control_variance) / result.control_mean);
  const Estimate ratio =
      LogNormalEstimate(std::log(result.treated_mean / result.control_mean), error, level);
  result.lift_interval = Interval{ratio.interval.low - 1, ratio.interval.high - 1};
}

}  // namespace

std::optional<StandardisedDifference> StandardiseDifference(std::span<const Stratum> strata,
                                                            StratumWeights weights, double level) {
  StandardisedDifference result;
  const std::vector<Arms> arms = ComparableArms(strata, result);
  Summation total;
  for (const Arms& each : arms) total.Add(WeightOf(each, weights));
  if (total.value() <= 0) return std::nullopt;

  Summation treated_mean;
  Summation control_mean;
  Summation treated_variance;
  Summation control_variance;
  for (const Arms& each : arms) {
    const double weight = WeightOf(each, weights) / total.value();
    treated_mean.Add(weight * each.stratum->treated.mean);
    control_mean.Add(weight * each.stratum->control.mean);
    treated_variance.Add(weight * weight * each.treated_variance);
    control_variance.Add(weight * weight * each.control_variance);
  }
  const double variance = treated_variance.value() + control_variance.value();
  if (variance <= 0) return std::nullopt;
  result.treated_mean = treated_mean.value();
  result.control_mean = control_mean.value();
  result.difference =
      NormalEstimate(result.treated_mean - result.control_mean, std::sqrt(variance), level);
  AddLift(treated_variance.value(), control_variance.value(), level, result);
  return result;
}

std::vector<Stratum> StrataOf(std::span<const Moments> arms) {
  std::vector<Stratum> strata;
  for (size_t arm = 0; arm + 1 < arms.size(); arm += 2)
    strata.push_back({arms[arm + 1], arms[arm]});
  return strata;
}

}  // namespace tessera::stats
