#include "stats/effect_size.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "stats/distribution.h"
#include "stats/root.h"

namespace tessera::stats {
namespace {

EffectSize Word(double value, double small, double medium, double large) {
  const double size = std::abs(value);
  if (size >= large) return EffectSize::kLarge;
  if (size >= medium) return EffectSize::kMedium;
  return size >= small ? EffectSize::kSmall : EffectSize::kNegligible;
}

// J = Γ(m/2) / (√(m/2)·Γ((m−1)/2)), which takes the bias out of Cohen's d.
double BiasCorrection(double m) {
  return boost::math::tgamma_delta_ratio(m / 2, -0.5) / std::sqrt(m / 2);
}

// The noncentrality under which P(T ≤ t) = p. The cdf falls as the noncentrality grows.
double NoncentralityAt(double t, double df, double p) {
  const double spread = std::sqrt(1 + t * t / (2 * df));
  const auto excess = [&](double ncp) { return NoncentralStudentCdf(t, df, ncp) - p; };
  double low = t - 2 * spread;
  double high = t + 2 * spread;
  while (excess(low) < 0) low -= 2 * spread;
  while (excess(high) > 0) high += 2 * spread;
  return FindRoot(excess, low, high);
}

}  // namespace

std::optional<HedgesG> HedgesEffect(const Moments& a, const Moments& b, double level) {
  const double m = a.n + b.n - 2;
  if (m < 2 || a.n == 0 || b.n == 0) return std::nullopt;
  const double pooled = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / m;
  if (pooled <= 0) return std::nullopt;
  const double d = (a.mean - b.mean) / std::sqrt(pooled);
  const double scale = std::sqrt(1 / a.n + 1 / b.n);
  const double j = BiasCorrection(m);
  const double tail = (1 - level) / 2;
  const double t = d / scale;
  return HedgesG{
      j * d,
      {j * scale * NoncentralityAt(t, m, 1 - tail), j * scale * NoncentralityAt(t, m, tail)}};
}

std::optional<double> StandardisedMeanDifference(const Moments& a, const Moments& b) {
  const double variance = (a.variance + b.variance) / 2;
  if (a.n < 2 || b.n < 2 || variance <= 0) return std::nullopt;
  return (a.mean - b.mean) / std::sqrt(variance);
}

EffectSize SizeOfHedgesG(double g) { return Word(g, 0.2, 0.5, 0.8); }

EffectSize SizeOfCliffsDelta(double delta) { return Word(delta, 0.147, 0.33, 0.474); }

EffectSize SizeOfCorrelation(double rho) { return Word(rho, 0.1, 0.3, 0.5); }

EffectSize SizeOfCramersV(double v, size_t rows, size_t columns) {
  const auto smaller = static_cast<double>(std::min(rows, columns));
  return Word(v * std::sqrt(std::max(0.0, smaller - 1)), 0.1, 0.3, 0.5);
}

}  // namespace tessera::stats
