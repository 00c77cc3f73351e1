#include "stats/rank.h"

#include <numeric>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/two_groups.inc"

void CheckAgainst(const double* expected, const std::optional<MannWhitneyTest>& test) {
  REQUIRE(test);
  CHECK(test->u == expected[0]);
  CHECK(test->p_value == Close(expected[1], 1e-9));
  CHECK(test->superiority == Close(expected[2], 1e-12));
  CHECK(test->cliffs_delta == Close(2 * expected[2] - 1, 1e-12));
}

TEST_CASE("equal values share their mean rank") {
  const std::vector<double> values = {3, 1, 3, 2, 3};
  CHECK(MidRanks(values) == std::vector<double>{4, 1, 4, 2, 4});
  CHECK(MidRanks({}).empty());
  CHECK(Sorted(values) == std::vector<double>{1, 2, 3, 3, 3});
  CHECK(CountBelow(Sorted(values), 3) == 2);
  CHECK(TieTerm(CountedSample(std::vector<double>{1, 2, 3, 3, 3, 4, 4})) == 24 + 6);
}

TEST_CASE("Mann-Whitney equals R's wilcox.test, with and without ties") {
  CheckAgainst(kMannWhitneyMoney, MannWhitney(kMoneyA, kMoneyB));
  CheckAgainst(kMannWhitneyCounts, MannWhitney(kCountsA, kCountsB));
}

TEST_CASE("Mann-Whitney of groups that do not meet") {
  std::vector<double> low(400);
  std::iota(low.begin(), low.end(), 1.5);
  std::vector<double> high(300);
  std::iota(high.begin(), high.end(), 1001);
  CheckAgainst(kMannWhitneyFar, MannWhitney(low, high));
  CHECK(MannWhitney(low, high)->superiority == 0);
  CHECK(MannWhitney(high, low)->cliffs_delta == 1);
}

TEST_CASE("Mann-Whitney of equal values finds nothing") {
  const std::vector<double> same(5, 2);
  const auto test = MannWhitney(same, same);
  CHECK(test->superiority == 0.5);
  CHECK(test->cliffs_delta == 0);
  CHECK(test->p_value == 1);
}

TEST_CASE("Mann-Whitney with one value, and with none") {
  const std::vector<double> one = {1};
  const std::vector<double> two = {2};
  CHECK(MannWhitney(one, two)->u == 0);
  CHECK(MannWhitney(one, two)->p_value == 1);
  CHECK_FALSE(MannWhitney(one, {}));
}

}  // namespace
}  // namespace tessera::stats
