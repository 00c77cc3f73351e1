#include "stats/gamma_gamma.h"

#include <cmath>
#include <vector>

#include "stats/minimise.h"

namespace tessera::stats {

double GammaGamma::LogLikelihood(const SpendHistory& history) const {
  const double x = history.purchases;
  const double m = history.mean_value;
  return std::lgamma(p * x + q) - std::lgamma(p * x) - std::lgamma(q) + q * std::log(gamma) +
         (p * x - 1) * std::log(m) + p * x * std::log(x) - (p * x + q) * std::log(gamma + m * x);
}

std::optional<double> GammaGamma::PopulationMean() const {
  if (q <= 1) return std::nullopt;
  return p * gamma / (q - 1);
}

std::optional<double> GammaGamma::ExpectedValue(const SpendHistory& history) const {
  const double shape = p * history.purchases + q - 1;
  if (shape <= 0) return std::nullopt;
  return p * (gamma + history.purchases * history.mean_value) / shape;
}

std::optional<GammaGamma> FitGammaGamma(std::span<const SpendHistory> histories) {
  std::vector<SpendHistory> used;
  double total = 0;
  for (const SpendHistory& history : histories) {
    if (history.purchases < 1 || !(history.mean_value > 0)) continue;
    used.push_back(history);
    total += history.mean_value;
  }
  if (used.size() < 3) return std::nullopt;
  const double unit = total / static_cast<double>(used.size());
  const auto model_at = [unit](std::span<const double> logs) {
    return GammaGamma{std::exp(logs[0]), std::exp(logs[1]), std::exp(logs[2]) * unit};
  };
  const Minimum minimum = Minimise(
      [&](std::span<const double> logs) {
        const GammaGamma model = model_at(logs);
        double sum = 0;
        for (const SpendHistory& history : used) sum -= model.LogLikelihood(history);
        return sum;
      },
      {1, 1, 0});
  GammaGamma model = model_at(minimum.at);
  model.log_likelihood = -minimum.value;
  model.converged = minimum.converged;
  return model;
}

}  // namespace tessera::stats
