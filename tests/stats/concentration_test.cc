#include "stats/concentration.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

// The incomes of the R package ineq, for which its manual gives the Gini coefficient.
const std::vector<double> kIncomes = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};

TEST_CASE("the Gini coefficient is the published one") {
  const auto gini = GiniOf(kIncomes);
  CHECK(gini->gini == doctest::Approx(0.4620911).epsilon(1e-7));
  CHECK(*gini->unbiased == doctest::Approx(0.5134346).epsilon(1e-7));
  CHECK_FALSE(gini->has_negative);
}

TEST_CASE("the Gini coefficient is half the relative mean difference of all pairs") {
  double sum = 0;
  double total = 0;
  for (const double x : kIncomes) {
    total += x;
    for (const double y : kIncomes) sum += x > y ? x - y : y - x;
  }
  CHECK(GiniOf(kIncomes)->gini == Close(sum / (2 * 10 * total), 1e-12));
}

TEST_CASE("even, alone, and none at all") {
  CHECK(GiniOf(std::vector<double>(5, 2.0))->gini == Close(0, 1e-12));
  CHECK(GiniOf(std::vector<double>{0, 0, 0, 8})->gini == 0.75);
  CHECK(*GiniOf(std::vector<double>{0, 0, 0, 8})->unbiased == 1);
  CHECK_FALSE(GiniOf(std::vector<double>{7})->unbiased);
  CHECK_FALSE(GiniOf({}));
  CHECK_FALSE(GiniOf(std::vector<double>{0, 0}));
  CHECK(GiniOf(std::vector<double>{-1, 5})->has_negative);
  CHECK_FALSE(TopShare({}, 0.1));
  CHECK_FALSE(HerfindahlIndex(std::vector<double>{0}));
  CHECK_FALSE(CountHolding(std::vector<double>{-3, 1}, 0.5));
  CHECK(LorenzCurve({}).empty());
}

TEST_CASE("the share of the top and how many hold a share") {
  std::vector<double> values(15, 1.0);
  CHECK(*TopShare(values, 0.2) == Close(3.0 / 15, 1e-14));
  CHECK(*TopShare(values, 0.21) == Close(4.0 / 15, 1e-14));
  CHECK(*TopShare(values, 0.001) == Close(1.0 / 15, 1e-14));
  CHECK(*TopShare(values, 1) == 1);
  CHECK(*TopShare(kIncomes, 0.2) == Close((22261 + 11904) / 66586.0, 1e-14));
  CHECK(*CountHolding(kIncomes, 0.5) == 2);
  CHECK(*CountHolding(kIncomes, 0.8) == 5);
  CHECK(*CountHolding(kIncomes, 1) == 10);
}

TEST_CASE("the Herfindahl index runs from one n-th to one") {
  CHECK(*HerfindahlIndex(std::vector<double>(4, 3.0)) == 0.25);
  CHECK(*HerfindahlIndex(std::vector<double>{0, 9}) == 1);
}

TEST_CASE("the Lorenz curve, whole and thinned") {
  const auto whole = LorenzCurve(kIncomes);
  CHECK(whole.size() == 11);
  CHECK(whole[1].value == Close(541 / 66586.0, 1e-14));
  CHECK(whole.back().population == 1);
  CHECK(whole.back().value == Close(1, 1e-14));
  const auto thin = LorenzCurve(kIncomes, 3);
  CHECK(thin.size() == 4);
  CHECK(thin[1].population == 0.3);
  const auto whale = LorenzCurve(std::vector<double>{-2, 4, 6}, 200, true);
  CHECK(whale[2].value == Close(1.25, 1e-14));
}

}  // namespace
}  // namespace tessera::stats
