// Gamma-Gamma: what a purchase of a customer is worth, given the mean of x of them (B-33).
//
// Purchases are Gamma(p, ν), ν ~ Gamma(q, γ) among customers; the value must not depend on how
// often one buys (check their correlation). Source: Fader and Hardie (2013).
#ifndef TESSERA_STATS_GAMMA_GAMMA_H_
#define TESSERA_STATS_GAMMA_GAMMA_H_

#include <optional>
#include <span>

namespace tessera::stats {

struct SpendHistory {
  double purchases = 0;   // x ≥ 1
  double mean_value = 0;  // m > 0
};

struct GammaGamma {
  double p = 1;
  double q = 1;
  double gamma = 1;
  double log_likelihood = 0;
  bool converged = false;

  double LogLikelihood(const SpendHistory& history) const;
  // p·γ/(q − 1); nothing when q ≤ 1: the mean is infinite.
  std::optional<double> PopulationMean() const;
  // p·(γ + x·m)/(p·x + q − 1): the customer's own mean, drawn towards everybody's.
  std::optional<double> ExpectedValue(const SpendHistory& history) const;
};

// Histories without purchases or value are left out. Nothing when fewer than three remain.
std::optional<GammaGamma> FitGammaGamma(std::span<const SpendHistory> histories);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_GAMMA_GAMMA_H_
