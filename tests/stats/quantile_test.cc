#include "stats/quantile.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/two_groups.inc"

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  return sorted;
}

TEST_CASE("quantiles equal R's type 7, from sorted values and by selection") {
  for (size_t i = 0; i < std::size(kProbabilities); ++i) {
    const double p = kProbabilities[i];
    CHECK(QuantileOfSorted(Sorted(kMoneyA), p) == Close(kQuantilesMoney[i], 1e-12));
    CHECK(QuantileOfSorted(Sorted(kCountsA), p) == Close(kQuantilesCounts[i], 1e-12));
    std::vector<double> scratch(std::begin(kMoneyA), std::end(kMoneyA));
    CHECK(SelectQuantile(scratch, p) == QuantileOfSorted(Sorted(kMoneyA), p));
  }
}

TEST_CASE("a fraction's place is exact where its decimal is not") {
  std::vector<double> values(11);
  std::iota(values.begin(), values.end(), 0);
  CHECK(QuantileOfSorted(values, 3, 10) == 3);
  CHECK(QuantileOfSorted(values, 7, 10) == 7);
  CHECK(QuantileOfSorted(values, 10, 10) == 10);
  CHECK(QuantileOfSorted(values, 1, 4) == 2.5);
}

TEST_CASE("quantiles of one value, and of none") {
  const std::vector<double> one = {4};
  CHECK(QuantileOfSorted(one, 0.3) == 4);
  CHECK(QuantileOfSorted(one, 1, 1) == 4);
  CHECK(*Median(one) == 4);
  CHECK_FALSE(Median({}));
  CHECK_FALSE(FiveNumberSummary({}));
  CHECK_FALSE(MedianInterval(std::vector<double>{}));
}

TEST_CASE("five numbers") {
  const std::vector<double> values = {9, 1, 4, 2};
  const auto five = FiveNumberSummary(values);
  CHECK(five->minimum == 1);
  CHECK(five->lower_quartile == 1.75);
  CHECK(five->median == 3);
  CHECK(five->upper_quartile == 5.25);
  CHECK(five->maximum == 9);
}

TEST_CASE("the interval of a median takes the innermost pair that covers enough") {
  std::vector<double> values(10);
  std::iota(values.begin(), values.end(), 1);
  const auto estimate = MedianInterval(values);
  CHECK(estimate->median == 5.5);
  CHECK(estimate->interval.low == 2);
  CHECK(estimate->interval.high == 9);
  CHECK(estimate->coverage == Close(1 - 22.0 / 1024, 1e-14));
}

TEST_CASE("five values are too few for a median's interval, six are not") {
  std::vector<double> values = {1, 2, 3, 4, 5};
  CHECK_FALSE(MedianInterval(values));
  values.push_back(6);
  CHECK(MedianInterval(values)->coverage == Close(0.96875, 1e-14));
  CHECK(MedianInterval(values)->interval.low == 1);
  CHECK(MedianInterval(std::vector<double>(5, 7.0), 0.9)->interval.high == 7);
}

TEST_CASE("every sample size gets the best k") {
  for (size_t n = 6; n < 120; ++n) {
    std::vector<double> ranks(n);
    std::iota(ranks.begin(), ranks.end(), 1);
    const auto estimate = MedianInterval(ranks);
    CHECK(estimate->coverage >= 0.95);
    CHECK(estimate->interval.low + estimate->interval.high == static_cast<double>(n) + 1);
  }
}

}  // namespace
}  // namespace tessera::stats
