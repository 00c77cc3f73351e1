// Independent pieces of work of unequal length, on the machine's cores.
#ifndef TESSERA_BASE_PARALLEL_H_
#define TESSERA_BASE_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace tessera {

// Calls body(0) … body(count − 1), each once, in this order but several at a time; returns when all
// have ended. A body writes only what belongs to its index, so that the result does not depend on
// the number of threads. When bodies throw, the exception of the lowest index is thrown again:
// an error is the same in every run.
void ParallelFor(size_t count, const std::function<void(size_t index)>& body);

}  // namespace tessera

#endif  // TESSERA_BASE_PARALLEL_H_
