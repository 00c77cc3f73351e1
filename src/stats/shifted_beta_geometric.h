// sBG: how long contracts are renewed, when each customer has a churn chance of its own (B-31).
//
// That chance is Beta(α, β) among customers; renewal rates then rise with age by sorting, not by
// loyalty. Source: Fader and Hardie (2007).
//
//   P(T = t) = B(α + 1, β + t − 1)/B(α, β),  S(t) = B(α, β + t)/B(α, β),  t = 1, 2, …
#ifndef TESSERA_STATS_SHIFTED_BETA_GEOMETRIC_H_
#define TESSERA_STATS_SHIFTED_BETA_GEOMETRIC_H_

#include <optional>
#include <span>

namespace tessera::stats {

struct ShiftedBetaGeometric {
  double alpha = 1;
  double beta = 1;
  double log_likelihood = 0;

  double ChurnAt(int t) const;    // P(T = t), t from 1
  double Survival(int t) const;   // S(t), 1 at t = 0
  double Retention(int t) const;  // S(t)/S(t − 1) = (β + t − 1)/(α + β + t − 1)
  // Σ_{t ≥ age} S(t)/S(age − 1) / (1 + d)^{t − age}: the renewals still to come of a customer about
  // to decide for the age-th time, discounted to that moment (DERL; age from 1, d > 0).
  double ResidualLifetime(int age, double discount) const;
};

// One cohort: survivors[t] are those left after t renewals, survivors[0] all; those left at the end
// are censored. Nothing unless there are two renewals, some loss and some survivors, and the
// customers differ at all: else the parameters run off. REQUIRES: not ascending.
std::optional<ShiftedBetaGeometric> FitShiftedBetaGeometric(std::span<const double> survivors);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_SHIFTED_BETA_GEOMETRIC_H_
