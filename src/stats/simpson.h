// Does a crude difference survive the comparison within strata? (B-22)
//
// Scan the declared confounders only. Small strata reverse by accident: `supported` is the flag
// that asks for intervals as well.
#ifndef TESSERA_STATS_SIMPSON_H_
#define TESSERA_STATS_SIMPSON_H_

#include <optional>
#include <span>

#include "stats/interval.h"

namespace tessera::stats {

struct SimpsonFinding {
  bool strict = false;      // every stratum differs from 0 in the other direction than crude
  bool weak = false;        // sign(adjusted) ≠ sign(crude)
  bool attenuated = false;  // |adjusted / crude| < 0.5
  bool supported = false;   // weak, and both intervals exclude 0
  std::optional<double> share_explained;  // 1 − adjusted/crude; nothing when crude is 0

  bool any() const { return strict || weak || attenuated; }
};

// `strata` are the differences within the comparable strata. A crude difference of 0 finds nothing.
SimpsonFinding DetectSimpson(const Estimate& crude, const Estimate& adjusted,
                             std::span<const double> strata);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_SIMPSON_H_
