// Where a function of a few variables is least, without derivatives.
#ifndef TESSERA_STATS_MINIMISE_H_
#define TESSERA_STATS_MINIMISE_H_

#include <functional>
#include <span>
#include <vector>

namespace tessera::stats {

struct Minimum {
  std::vector<double> at;
  double value = 0;
  bool converged = false;
};

// Nelder and Mead (1965), started again from where it stops until that gains nothing. A function
// may return infinity or NaN where it is not defined, but not at `start`.
Minimum Minimise(const std::function<double(std::span<const double>)>& function,
                 std::vector<double> start, double step = 0.5);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MINIMISE_H_
