#include "stats/root.h"

#include <boost/math/tools/toms748_solve.hpp>
#include <cstdint>
#include <utility>

namespace tessera::stats {

double FindRoot(const std::function<double(double)>& f, double low, double high) {
  const double at_low = f(low);
  const double at_high = f(high);
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  std::uintmax_t iterations = 200;
  const std::pair<double, double> bracket = boost::math::tools::toms748_solve(
      f, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(50), iterations);
  return bracket.first + (bracket.second - bracket.first) / 2;
}

}  // namespace tessera::stats
