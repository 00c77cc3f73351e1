#include "base/parallel.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace tessera {
namespace {

TEST_CASE("every index is worked on once, whatever the number of cores") {
  std::vector<int> seen(1000, 0);
  ParallelFor(seen.size(), [&](size_t index) { ++seen[index]; });
  CHECK(seen == std::vector<int>(1000, 1));
  ParallelFor(0, [](size_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("the error of the lowest index is the one that is thrown, after all have ended") {
  for (int run = 0; run < 20; ++run) {
    std::vector<int> ended(50, 0);
    std::string message;
    try {
      ParallelFor(ended.size(), [&](size_t index) {
        ended[index] = 1;
        if (index % 10 == 7) throw std::runtime_error(std::to_string(index));
      });
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    CHECK(message == "7");
    CHECK(ended == std::vector<int>(50, 1));
  }
}

}  // namespace
}  // namespace tessera
