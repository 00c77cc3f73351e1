// Independent items of work on several threads.
#ifndef TESSERA_STATS_PARALLEL_H_
#define TESSERA_STATS_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace tessera::stats {

// Calls body(begin, end) for consecutive ranges that make up 0 … count − 1, one a thread; returns
// when all have. `threads` 0 takes as many as the machine has. Results must not depend on where the
// ranges are cut. An exception of one body is thrown again here, after the others have ended.
void ParallelRanges(size_t count, unsigned threads,
                    const std::function<void(size_t begin, size_t end)>& body);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_PARALLEL_H_
