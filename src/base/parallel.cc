#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace tessera {

void ParallelFor(size_t count, const std::function<void(size_t index)>& body) {
  std::vector<std::exception_ptr> failures(count);
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t index = next++; index < count; index = next++) {
      try {
        body(index);
      } catch (...) {
        failures[index] = std::current_exception();
      }
    }
  };
  {
    const size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> others;
    try {
      for (size_t worker = 1; worker < std::min(cores, count); ++worker) others.emplace_back(work);
    } catch (const std::system_error&) {  // no more threads are to be had: these do it alone
    }
    work();
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace tessera
