// What came true of each row.
#ifndef TESSERA_STATS_OUTCOME_H_
#define TESSERA_STATS_OUTCOME_H_

#include <cstdint>
#include <span>

namespace tessera::stats {

// 0 or 1, a row.
using Outcomes = std::span<const std::uint8_t>;

}  // namespace tessera::stats

#endif  // TESSERA_STATS_OUTCOME_H_
