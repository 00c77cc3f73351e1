#include "stats/distribution.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace tessera::stats {
namespace {

namespace bm = boost::math;
namespace bp = boost::math::policies;

// Nothing throws: outside of the domain there is NaN, beyond the range infinity.
using Policy = bp::policy<bp::promote_double<false>, bp::domain_error<bp::ignore_error>,
                          bp::pole_error<bp::ignore_error>, bp::overflow_error<bp::ignore_error>,
                          bp::underflow_error<bp::ignore_error>, bp::denorm_error<bp::ignore_error>,
                          bp::evaluation_error<bp::ignore_error>,
                          bp::discrete_quantile<bp::integer_round_nearest>>;
using Normal = bm::normal_distribution<double, Policy>;
using Student = bm::students_t_distribution<double, Policy>;
using ChiSquared = bm::chi_squared_distribution<double, Policy>;
using FisherF = bm::fisher_f_distribution<double, Policy>;
using Binomial = bm::binomial_distribution<double, Policy>;
using Gamma = bm::gamma_distribution<double, Policy>;

// E f(S) for S = √(V/df), V of χ² with df degrees of freedom.
//
// With S = eᵘ the density of u is proportional to exp(df/2·(2u − e²ᵘ)), analytic and quickly
// falling on both sides, for which the trapezoidal rule converges exponentially; dividing by the
// sum of the weights saves the normalising constant and its cancellation at large df. `detail` is
// the width in u of the finest feature of f.
template <typename F>
double MeanOverScale(double df, double detail, const F& f) {
  constexpr double kNegligible = -80;  // exponent of a weight that adds nothing
  const double width = 1 / std::sqrt(2 * df);
  // Only effects of thousands of standard deviations would need finer steps.
  const double step = std::max(std::min({width, detail, 0.5}) / 6, width / 3000);
  double weights = 0;
  double sum = 0;
  const auto add = [&](double u) {
    const double exponent = df / 2 * (2 * u - std::expm1(2 * u));
    if (exponent < kNegligible) return false;
    const double weight = std::exp(exponent);
    weights += weight;
    sum += weight * f(std::exp(u));
    return true;
  };
  add(0);
  for (int i = 1; add(i * step); ++i) {
  }
  for (int i = 1; add(-i * step); ++i) {
  }
  return sum / weights;
}

// T ≤ t just when Z ≤ t·S − noncentrality, given S. The transition from 0 to 1 takes about
// 1/|noncentrality| of log S.
double Detail(double noncentrality) { return 2 / (1 + std::abs(noncentrality)); }

}  // namespace

double NormalCdf(double z) { return NormalTail(-z); }

double NormalTail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

double NormalTwoSided(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double NormalQuantile(double p) {
  if (p == 0) return -std::numeric_limits<double>::infinity();
  if (p == 1) return std::numeric_limits<double>::infinity();
  return bm::quantile(Normal(), p);
}

double NormalCritical(double level) {
  return bm::quantile(bm::complement(Normal(), (1 - level) / 2));
}

double StudentTwoSided(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * bm::cdf(bm::complement(Student(df), std::abs(t)));
}

double StudentCritical(double level, double df) {
  return bm::quantile(bm::complement(Student(df), (1 - level) / 2));
}

double NoncentralStudentCdf(double t, double df, double noncentrality) {
  return MeanOverScale(df, Detail(noncentrality),
                       [&](double s) { return NormalCdf(t * s - noncentrality); });
}

double NoncentralStudentTail(double t, double df, double noncentrality) {
  return NoncentralStudentCdf(-t, df, -noncentrality);
}

double ChiSquareTail(double x, double df) {
  if (x <= 0) return 1;
  return std::isinf(x) ? 0 : bm::cdf(bm::complement(ChiSquared(df), x));
}

double ChiSquareQuantile(double p, double df) { return bm::quantile(ChiSquared(df), p); }

double FisherTail(double f, double df1, double df2) {
  if (f <= 0) return 1;
  return std::isinf(f) ? 0 : bm::cdf(bm::complement(FisherF(df1, df2), f));
}

double BinomialCdf(double k, double n, double p) {
  if (k < 0) return 0;
  return k >= n ? 1 : bm::cdf(Binomial(n, p), k);
}

double GammaQuantile(double p, double shape) { return bm::quantile(Gamma(shape), p); }

}  // namespace tessera::stats
