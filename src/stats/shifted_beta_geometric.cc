#include "stats/shifted_beta_geometric.h"

#include <cmath>

#include "stats/minimise.h"

namespace tessera::stats {

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
  const auto log_likelihood = [&](double alpha, double beta) {
    const ShiftedBetaGeometric model{alpha, beta};
    double sum = 0;
    double log_survival = 0;  // S(t) may fall below the smallest double
    for (size_t t = 1; t < survivors.size(); ++t) {
      const double retained = model.Retention(static_cast<int>(t));
      sum += (survivors[t - 1] - survivors[t]) * (log_survival + std::log1p(-retained));
      log_survival += std::log(retained);
    }
    return sum + survivors.back() * log_survival;
  };
  const Minimum minimum = Minimise(
      [&](std::span<const double> logs) {
        return -log_likelihood(std::exp(logs[0]), std::exp(logs[1]));
      },
      {0, 0});
  // Customers who do not differ send both parameters to infinity.
  constexpr double kUnbounded = 15;
  if (!minimum.converged || minimum.at[0] > kUnbounded || minimum.at[1] > kUnbounded) {
    return std::nullopt;
  }
  return ShiftedBetaGeometric{std::exp(minimum.at[0]), std::exp(minimum.at[1]), -minimum.value};
}

}  // namespace tessera::stats
