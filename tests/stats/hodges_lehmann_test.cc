#include "stats/hodges_lehmann.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

#include "../reference/two_groups.inc"

std::vector<double> AllDifferences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences;
  for (const double x : a) {
    for (const double y : b) differences.push_back(x - y);
  }
  std::ranges::sort(differences);
  return differences;
}

void CheckAgainst(const double* expected, const std::optional<HodgesLehmannShift>& result) {
  REQUIRE(result);
  REQUIRE(result->interval);
  CHECK(result->shift == doctest::Approx(expected[0]).epsilon(1e-3));
  CHECK(result->interval->low == doctest::Approx(expected[1]).epsilon(1e-3));
  CHECK(result->interval->high == doctest::Approx(expected[2]).epsilon(1e-3));
}

TEST_CASE("Hodges-Lehmann equals R's wilcox.test") {
  CheckAgainst(kShiftMoney, HodgesLehmann(kMoneyA, kMoneyB));
  CheckAgainst(kShiftMoney80, HodgesLehmann(kMoneyA, kMoneyB, 0.80));
  CheckAgainst(kShiftCounts, HodgesLehmann(kCountsA, kCountsB));
}

TEST_CASE("selection among the differences equals sorting them all") {
  Random random(3);
  for (const double grain : {0.0, 1.0, 1e-9}) {
    std::vector<double> a(37);
    std::vector<double> b(52);
    for (double& x : a) x = grain == 1 ? random.Below(6) : random.Normal() * (1 + grain);
    for (double& x : b) x = grain == 1 ? random.Below(6) : random.Normal() * 1e6 * grain;
    std::ranges::sort(a);
    std::ranges::sort(b);
    const std::vector<double> differences = AllDifferences(a, b);
    for (std::uint64_t k = 1; k <= differences.size(); k += 13) {
      CHECK(SelectDifference(CountedSample(a), CountedSample(b), k) == differences[k - 1]);
    }
    CHECK(SelectDifference(CountedSample(a), CountedSample(b), differences.size()) ==
          differences.back());
  }
}

TEST_CASE("selection in samples large enough to be thinned first") {
  Random random(12);
  std::vector<double> a(1500);
  std::vector<double> b(1100);
  for (double& x : a) x = std::exp(3 * random.Normal());
  for (double& x : b) x = random.Below(3) == 0 ? 1 : random.Normal();
  std::ranges::sort(a);
  std::ranges::sort(b);
  const std::vector<double> differences = AllDifferences(a, b);
  for (const std::uint64_t k : {1, 2, 77, 400000, 825000, 825001, 1649999, 1650000}) {
    CHECK(SelectDifference(CountedSample(a), CountedSample(b), k) == differences[k - 1]);
  }
}

TEST_CASE("the shift is the median of all differences, odd or even in number") {
  const std::vector<double> a = {1.5, 9, 4};
  const std::vector<double> b = {2, 8, 0.25};
  CHECK(HodgesLehmann(a, b)->shift == AllDifferences(a, b)[4]);
  const std::vector<double> pair = {2, 8};
  const std::vector<double> differences = AllDifferences(a, pair);
  CHECK(HodgesLehmann(a, pair)->shift == (differences[2] + differences[3]) / 2);
}

TEST_CASE("values of every size and sign, down to the last bit") {
  const std::vector<double> a = {-1e300, -5e-324, 0, 1e-300, 1, 1e300};
  const std::vector<double> b = {-1e-300, 0, 3};
  const std::vector<double> differences = AllDifferences(a, b);
  for (std::uint64_t k = 1; k <= differences.size(); ++k) {
    CHECK(SelectDifference(CountedSample(a), CountedSample(b), k) == differences[k - 1]);
  }
}

TEST_CASE("a smallest difference of zero is found") {
  const std::vector<double> a = {1, 2.5};
  const std::vector<double> b = {1};
  CHECK(SelectDifference(CountedSample(a), CountedSample(b), 1) == 0);
  CHECK(SelectDifference(CountedSample(a), CountedSample(b), 2) == 1.5);
  CHECK(HodgesLehmann(a, b, 0.95)->shift == 0.75);
}

TEST_CASE("selection equals sorting all differences, ties and zeros included") {
  Random random(20250801);
  const auto draw = [&] { return static_cast<double>(random.Below(7)) / 2; };
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> a(1 + random.Below(6));
    std::vector<double> b(1 + random.Below(8));
    std::generate(a.begin(), a.end(), draw);
    std::generate(b.begin(), b.end(), draw);
    std::ranges::sort(a);
    std::ranges::sort(b);
    const std::vector<double> all = AllDifferences(a, b);
    for (size_t k = 1; k <= all.size(); ++k)
      REQUIRE(SelectDifference(CountedSample(a), CountedSample(b), k) == all[k - 1]);
  }
}

TEST_CASE("samples too small for the level have no interval") {
  const std::vector<double> one = {1};
  const std::vector<double> few = {0, 2, 5};
  CHECK(HodgesLehmann(few, one)->shift == 1);
  CHECK_FALSE(HodgesLehmann(few, one)->interval);
  CHECK_FALSE(HodgesLehmann(few, {}));
}

TEST_CASE("constant groups are shifted by a constant") {
  const std::vector<double> a(9, 2.5);
  const std::vector<double> b(8, 1);
  const auto result = HodgesLehmann(a, b);
  CHECK(result->shift == 1.5);
  CHECK(result->interval->low == 1.5);
  CHECK(result->interval->high == 1.5);
}

TEST_CASE("large groups need no room for their pairs") {
  Random random(8);
  std::vector<double> a(60000);
  std::vector<double> b(80000);
  for (double& x : a) x = random.Normal() + 0.25;
  for (double& x : b) x = random.Normal();
  const auto result = HodgesLehmann(a, b);
  CHECK(result->interval->Contains(0.25));
  CHECK(result->interval->Contains(result->shift));
  CHECK(result->interval->high - result->interval->low == doctest::Approx(0.0217).epsilon(0.02));
}

}  // namespace
}  // namespace tessera::stats
