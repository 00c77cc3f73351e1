#include "stats/parallel.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace tessera::stats {

void ParallelRanges(size_t count, unsigned threads,
                    const std::function<void(size_t begin, size_t end)>& body) {
  const size_t wanted = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  const size_t workers = std::min(count, wanted);
  if (workers <= 1) {
    if (count > 0) body(0, count);
    return;
  }
  std::vector<std::exception_ptr> failures(workers);
  const auto work = [&](size_t worker) {
    try {
      body(count * worker / workers, count * (worker + 1) / workers);
    } catch (...) {
      failures[worker] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    for (size_t worker = 1; worker < workers; ++worker) pool.emplace_back(work, worker);
    work(0);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace tessera::stats
