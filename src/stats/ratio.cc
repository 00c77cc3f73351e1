#include "stats/ratio.h"

#include <cmath>
#include <vector>

#include "stats/distribution.h"
#include "stats/welch.h"

namespace tessera::stats {
namespace {

std::vector<double> LogsOfPositive(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) {
    if (value > 0) logs.push_back(std::log(value));
  }
  return logs;
}

bool HasSpread(const Moments& a, const Moments& b) {
  return a.n >= 2 && b.n >= 2 && a.variance + b.variance > 0;
}

}  // namespace

std::optional<Estimate> RatioOfMeans(const Moments& a, const Moments& b, double level) {
  if (!HasSpread(a, b) || a.mean <= 0 || b.mean <= 0) return std::nullopt;
  const double relative_a = a.standard_error() / a.mean;
  const double relative_b = b.standard_error() / b.mean;
  return LogNormalEstimate(std::log(a.mean / b.mean), std::hypot(relative_a, relative_b), level);
}

std::optional<FiellerRatio> FiellerInterval(const Moments& a, const Moments& b, double level) {
  if (!HasSpread(a, b) || b.mean == 0) return std::nullopt;
  FiellerRatio result;
  result.ratio = a.mean / b.mean;
  const double va = a.variance / a.n;
  const double vb = b.variance / b.n;
  const double scaled = result.ratio * result.ratio * vb;
  result.df = (va + scaled) * (va + scaled) / (va * va / (a.n - 1) + scaled * scaled / (b.n - 1));
  if (!std::isfinite(result.df)) return std::nullopt;
  // The roots of A·ρ² − 2B·ρ + C = 0; A > 0 says that the second mean differs from 0.
  const double t = StudentCritical(level, result.df);
  const double qa = b.mean * b.mean - t * t * vb;
  const double qb = a.mean * b.mean;
  const double qc = a.mean * a.mean - t * t * va;
  if (qa <= 0) return std::nullopt;
  const double root = std::sqrt(std::max(0.0, qb * qb - qa * qc));
  result.interval = {(qb - root) / qa, (qb + root) / qa};
  return result;
}

std::optional<GeometricRatio> RatioOfGeometricMeans(std::span<const double> a,
                                                    std::span<const double> b, double level) {
  const std::vector<double> logs_a = LogsOfPositive(a);
  const std::vector<double> logs_b = LogsOfPositive(b);
  const std::optional<WelchTest> test = Welch(logs_a, logs_b, level);
  if (!test) return std::nullopt;
  GeometricRatio result;
  result.ratio = {std::exp(test->difference),
                  test->standard_error,
                  {std::exp(test->interval.low), std::exp(test->interval.high)},
                  test->p_value};
  result.df = test->df;
  result.n_a = static_cast<double>(logs_a.size());
  result.n_b = static_cast<double>(logs_b.size());
  result.left_out_a = static_cast<double>(a.size() - logs_a.size());
  result.left_out_b = static_cast<double>(b.size() - logs_b.size());
  return result;
}

}  // namespace tessera::stats
