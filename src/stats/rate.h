// Counts of events over an exposure, taken as Poisson (B-13).
//
// Right only where variance ≈ mean: look at DispersionIndex (moments.h) first; over-dispersed
// counts such as tickets need MeanInterval or the bootstrap.
#ifndef TESSERA_STATS_RATE_H_
#define TESSERA_STATS_RATE_H_

#include <optional>

#include "stats/interval.h"

namespace tessera::stats {

// Garwood's exact interval (1936) of the rate events/exposure; equal to R poisson.test.
// The lower limit of 0 events is 0. Nothing when exposure ≤ 0 or events < 0.
std::optional<Interval> PoissonRateInterval(double events, double exposure, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_RATE_H_
