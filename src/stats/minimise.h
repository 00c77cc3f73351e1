// Where a smooth function of a few variables is least: the negative log-likelihoods of this room.
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

// BFGS with central differences and a backtracking line search, until the step left is expected to
// gain less than 1e-10. The function may return infinity or NaN where it is not defined, but not
// near `start`; let all variables be of the size of 1, logarithms best of all.
Minimum Minimise(const std::function<double(std::span<const double>)>& function,
                 std::vector<double> start);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MINIMISE_H_
