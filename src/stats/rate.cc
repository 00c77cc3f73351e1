#include "stats/rate.h"

#include "stats/distribution.h"

namespace tessera::stats {

std::optional<Interval> PoissonRateInterval(double events, double exposure, double level) {
  if (exposure <= 0 || events < 0) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double low = events == 0 ? 0 : GammaQuantile(tail, events);
  const double high = GammaQuantile(1 - tail, events + 1);
  return Interval{low / exposure, high / exposure};
}

}  // namespace tessera::stats
