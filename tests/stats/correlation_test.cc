#include "stats/correlation.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/groups.inc"

void CheckAgainst(const double* expected, const std::optional<Correlation>& result) {
  REQUIRE(result);
  CHECK(result->r == Close(expected[0], 1e-9));
  CHECK(result->p_value == Close(expected[1], 1e-9));
  CHECK(result->interval->low == Close(expected[2], 1e-9));
  CHECK(result->interval->high == Close(expected[3], 1e-9));
}

TEST_CASE("Pearson and Spearman equal R's cor.test") {
  CheckAgainst(kIrisPearson, Pearson(kIrisWidth, kIrisLength));
  CheckAgainst(kIrisSpearman, Spearman(kIrisWidth, kIrisLength));
}

TEST_CASE("Kendall's tau-b equals R's, ties in one column and in both") {
  const auto both = Kendall(kIrisWidth, kIrisLength);
  REQUIRE(both);
  CHECK(both->r == Close(kIrisKendall[0], 1e-12));
  CHECK(both->p_value == Close(kIrisKendall[1], 1e-9));
  std::vector<double> species(150);
  for (size_t i = 0; i < species.size(); ++i) species[i] = static_cast<double>(i / 50);
  const auto trend = Kendall(species, kIrisWidth);
  REQUIRE(trend);
  CHECK(trend->r == Close(kSpeciesTrend[0], 1e-12));
  CHECK(trend->p_value == Close(kSpeciesTrend[1], 1e-9));
  // By hand: of the ten pairs 1 2 3 4 5 against 1 3 2 5 4 has two the wrong way round.
  const std::vector<double> x = {1, 2, 3, 4, 5}, y = {1, 3, 2, 5, 4};
  CHECK(Kendall(x, y)->r == doctest::Approx(0.6));
  CHECK_FALSE(Kendall(x, std::vector<double>(5, 1.0)));
  CHECK_FALSE(Kendall(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
}

TEST_CASE("pairs with a missing value are left out") {
  const std::vector<double> x = {1, 2, kMissing, 4, 5, 7};
  const std::vector<double> y = {2, 1, 3, kMissing, 6, 5};
  const std::vector<double> whole_x = {1, 2, 5, 7};
  const std::vector<double> whole_y = {2, 1, 6, 5};
  CHECK(Pearson(x, y)->n == 4);
  CHECK(Pearson(x, y)->r == Pearson(whole_x, whole_y)->r);
  CHECK(Spearman(x, y)->r == Spearman(whole_x, whole_y)->r);
}

TEST_CASE("a column without variation does not correlate") {
  const std::vector<double> x = {1, 2, 3, 4};
  const std::vector<double> constant(4, 0.1);
  CHECK_FALSE(Pearson(x, constant));
  CHECK_FALSE(Spearman(constant, x));
}

TEST_CASE("few pairs have no interval, fewer no correlation") {
  const std::vector<double> x = {1, 2, 4};
  const std::vector<double> y = {1, 3, 2};
  CHECK(Pearson(x, y));
  CHECK_FALSE(Pearson(x, y)->interval);
  CHECK_FALSE(Pearson(std::span(x).first(2), std::span(y).first(2)));
}

TEST_CASE("perfect correlation") {
  const std::vector<double> x = {1, 2, 3, 4, 5};
  const std::vector<double> down = {10, 8, 6, 4, 2};
  const auto result = Spearman(x, down);
  CHECK(result->r == -1);
  CHECK(result->p_value == 0);
  CHECK(result->interval->low == -1);
  CHECK(result->interval->high == -1);
}

}  // namespace
}  // namespace tessera::stats
