#include "stats/power.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"
#include "stats/root.h"

namespace tessera::stats {
namespace {

// The standard deviations of √n·(p̂₁ − p̂₂), with the rates equal and with them as they are.
double SpreadIfEqual(double p1, double p2) { return std::sqrt((p1 + p2) * (1 - (p1 + p2) / 2)); }

double SpreadAsIs(double p1, double p2) { return std::sqrt(p1 * (1 - p1) + p2 * (1 - p2)); }

}  // namespace

double PowerOfRates(double n, double p1, double p2, double alpha) {
  const double reach =
      std::sqrt(n) * std::abs(p1 - p2) - NormalCritical(1 - alpha) * SpreadIfEqual(p1, p2);
  const double spread = SpreadAsIs(p1, p2);
  if (spread == 0) return reach > 0 ? 1 : 0;
  return NormalCdf(reach / spread);
}

std::optional<double> SampleSizeOfRates(double p1, double p2, double power, double alpha) {
  if (p1 == p2) return std::nullopt;
  const double reach = NormalCritical(1 - alpha) * SpreadIfEqual(p1, p2) +
                       NormalQuantile(power) * SpreadAsIs(p1, p2);
  return reach * reach / ((p1 - p2) * (p1 - p2));
}

std::optional<double> DetectableRate(double p1, double n, bool decrease, double power,
                                     double alpha) {
  const double furthest = decrease ? 0 : 1;
  const auto excess = [&](double p2) { return PowerOfRates(n, p1, p2, alpha) - power; };
  if (excess(furthest) < 0 || excess(p1) > 0) return std::nullopt;
  return FindRoot(excess, std::min(p1, furthest), std::max(p1, furthest));
}

double PowerOfMeans(double n, double difference, double sd, double alpha) {
  const double df = 2 * (n - 1);
  const double noncentrality = std::sqrt(n / 2) * std::abs(difference) / sd;
  return NoncentralStudentTail(StudentCritical(1 - alpha, df), df, noncentrality);
}

std::optional<double> SampleSizeOfMeans(double difference, double sd, double power, double alpha) {
  const std::optional<double> start = NormalSampleSizeOfMeans(difference, sd, power, alpha);
  if (!start) return std::nullopt;
  const auto excess = [&](double n) { return PowerOfMeans(n, difference, sd, alpha) - power; };
  if (excess(2) >= 0) return 2;
  double high = std::max(4.0, *start + 4);
  while (excess(high) < 0) high *= 2;
  return FindRoot(excess, 2, high);
}

std::optional<double> NormalSampleSizeOfMeans(double difference, double sd, double power,
                                              double alpha) {
  if (difference == 0 || sd <= 0) return std::nullopt;
  const double effect = difference / sd;
  const double reach = NormalCritical(1 - alpha) + NormalQuantile(power);
  return 2 * reach * reach / (effect * effect);
}

}  // namespace tessera::stats
