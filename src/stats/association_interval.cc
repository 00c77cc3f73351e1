#include "stats/association_interval.h"

#include <algorithm>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <cmath>

#include "stats/root.h"

namespace tessera::stats {
namespace {

namespace bp = boost::math::policies;
using Policy = bp::policy<bp::promote_double<false>, bp::overflow_error<bp::ignore_error>,
                          bp::underflow_error<bp::ignore_error>, bp::denorm_error<bp::ignore_error>,
                          bp::evaluation_error<bp::ignore_error>>;

// P(X ≤ x) of the noncentral χ²; it falls as the noncentrality grows.
double NoncentralCdf(double x, double df, double noncentrality) {
  using Distribution = boost::math::non_central_chi_squared_distribution<double, Policy>;
  return boost::math::cdf(Distribution(df, noncentrality), x);
}

// The noncentrality under which P(X ≤ x) = p; 0 when even none gives less.
double NoncentralityAt(double x, double df, double p) {
  const auto excess = [&](double noncentrality) { return NoncentralCdf(x, df, noncentrality) - p; };
  if (excess(0) <= 0) return 0;
  double beyond = x + 10 * std::sqrt(x) + 10;
  while (excess(beyond) > 0) beyond *= 2;
  return FindRoot(excess, 0, beyond);
}

// Rows or columns that hold anything, whichever are fewer.
size_t SmallerSide(const CountTable& table) {
  size_t rows = 0, columns = 0;
  for (size_t r = 0; r < table.rows; ++r) {
    double sum = 0;
    for (size_t c = 0; c < table.columns; ++c) sum += table.at(r, c);
    rows += sum > 0 ? 1 : 0;
  }
  for (size_t c = 0; c < table.columns; ++c) {
    double sum = 0;
    for (size_t r = 0; r < table.rows; ++r) sum += table.at(r, c);
    columns += sum > 0 ? 1 : 0;
  }
  return std::min(rows, columns);
}

}  // namespace

std::optional<Interval> CramersInterval(const CountTable& table, double level) {
  const auto test = ChiSquareTest(table);
  if (!test) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double high = NoncentralityAt(test->statistic, test->df, tail);
  if (high == 0) return std::nullopt;
  const double low = NoncentralityAt(test->statistic, test->df, 1 - tail);
  const double scale = test->n * static_cast<double>(SmallerSide(table) - 1);
  return Interval{std::min(1.0, std::sqrt(low / scale)), std::min(1.0, std::sqrt(high / scale))};
}

}  // namespace tessera::stats
