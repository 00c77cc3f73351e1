#include "stats/shifted_beta_geometric.h"

#include <cmath>

#include "stats/minimise.h"

namespace tessera::stats {
namespace {

// Of the losses at each renewal and of those left at the end, under retention(t).
template <typename Retention>
double LogLikelihood(std::span<const double> survivors, const Retention& retention) {
  double sum = 0;
  double log_survival = 0;  // S(t) itself may fall below the smallest double
  for (size_t t = 1; t < survivors.size(); ++t) {
    const double retained = retention(static_cast<int>(t));
    sum += (survivors[t - 1] - survivors[t]) * (log_survival + std::log1p(-retained));
    log_survival += std::log(retained);
  }
  return sum + survivors.back() * log_survival;
}

// The share of all renewals due that were made.
double PooledRetention(std::span<const double> survivors) {
  double due = 0;
  double made = 0;
  for (size_t t = 1; t < survivors.size(); ++t) {
    due += survivors[t - 1];
    made += survivors[t];
  }
  return made / due;
}

}  // namespace

double ShiftedBetaGeometric::Survival(int t) const {
  double survival = 1;
  for (int i = 1; i <= t; ++i) survival *= Retention(i);
  return survival;
}

double ShiftedBetaGeometric::Retention(int t) const {
  return (beta + t - 1) / (alpha + beta + t - 1);
}

double ShiftedBetaGeometric::ChurnAt(int t) const {
  return Survival(t - 1) * alpha / (alpha + beta + t - 1);
}

double ShiftedBetaGeometric::ResidualLifetime(int age, double discount) const {
  constexpr double kNegligible = 1e-15;
  double sum = 0;
  double weight = Retention(age);
  for (int t = age; weight > kNegligible * sum; ++t) {
    sum += weight;
    weight *= Retention(t + 1) / (1 + discount);
  }
  return sum;
}

std::optional<ShiftedBetaGeometric> FitShiftedBetaGeometric(std::span<const double> survivors) {
  if (survivors.size() < 3 || survivors.back() <= 0 || survivors.back() >= survivors.front()) {
    return std::nullopt;
  }
  const Minimum minimum = Minimise(
      [&](std::span<const double> logs) {
        const ShiftedBetaGeometric model{std::exp(logs[0]), std::exp(logs[1])};
        return -LogLikelihood(survivors, [&](int t) { return model.Retention(t); });
      },
      {0, 0});
  // Where customers do not differ, the likelihood only nears that of one rate for all as both
  // parameters grow without end.
  constexpr double kNoGain = 1e-4;
  const double one_rate = LogLikelihood(survivors, [&](int) { return PooledRetention(survivors); });
  if (!minimum.converged || -minimum.value - one_rate < kNoGain) return std::nullopt;
  return ShiftedBetaGeometric{std::exp(minimum.at[0]), std::exp(minimum.at[1]), -minimum.value};
}

}  // namespace tessera::stats
