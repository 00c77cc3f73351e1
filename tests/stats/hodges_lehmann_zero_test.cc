// Regression: a smallest difference of exactly zero was passed over, and what was sought lay outside.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "stats/hodges_lehmann.h"

namespace tessera::stats {
namespace {

TEST_CASE("a smallest difference of zero is found") {
  const std::vector<double> a = {1, 2.5};
  const std::vector<double> b = {1};
  CHECK(SelectDifference(a, b, 1) == 0);
  CHECK(SelectDifference(a, b, 2) == 1.5);
  CHECK(HodgesLehmann(a, b, 0.95)->shift == 0.75);
}

TEST_CASE("selection equals sorting all differences, ties and zeros included") {
  std::mt19937 random(20250801);
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> a, b, all;
    for (size_t i = 0; i <= random() % 6; ++i) a.push_back(static_cast<double>(random() % 7) / 2);
    for (size_t i = 0; i <= random() % 8; ++i) b.push_back(static_cast<double>(random() % 7) / 2);
    std::ranges::sort(a);
    std::ranges::sort(b);
    for (const double x : a) {
      for (const double y : b) all.push_back(x - y);
    }
    std::ranges::sort(all);
    for (size_t k = 1; k <= all.size(); ++k) REQUIRE(SelectDifference(a, b, k) == all[k - 1]);
  }
}

}  // namespace
}  // namespace tessera::stats
