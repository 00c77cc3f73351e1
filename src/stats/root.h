// Where a continuous function changes its sign.
#ifndef TESSERA_STATS_ROOT_H_
#define TESSERA_STATS_ROOT_H_

#include <functional>

namespace tessera::stats {

// TOMS 748 (Alefeld, Potra and Shi 1995) to about 50 bits. REQUIRES: f(low) and f(high) differ in
// sign, or one of them is 0.
double FindRoot(const std::function<double(double)>& f, double low, double high);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_ROOT_H_
