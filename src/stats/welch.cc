#include "stats/welch.h"

#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {

std::optional<WelchTest> Welch(const Moments& a, const Moments& b, double level) {
  if (a.n < 2 || b.n < 2 || a.variance <= 0 || b.variance <= 0) return std::nullopt;
  const double va = a.variance / a.n;
  const double vb = b.variance / b.n;
  WelchTest test;
  test.difference = a.mean - b.mean;
  test.standard_error = std::sqrt(va + vb);
  test.df = (va + vb) * (va + vb) / (va * va / (a.n - 1) + vb * vb / (b.n - 1));
  test.t = test.difference / test.standard_error;
  const double margin = StudentCritical(level, test.df) * test.standard_error;
  test.interval = {test.difference - margin, test.difference + margin};
  test.p_value = StudentTwoSided(test.t, test.df);
  return test;
}

std::optional<WelchTest> Welch(std::span<const double> a, std::span<const double> b, double level) {
  return Welch(MomentsOf(a), MomentsOf(b), level);
}

}  // namespace tessera::stats
