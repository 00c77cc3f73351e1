#include "stats/counted.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "stats/hodges_lehmann.h"
#include "stats/moments.h"
#include "stats/quantile.h"
#include "stats/rank.h"

namespace tessera::stats {
namespace {

std::vector<double> Drawn(unsigned seed, size_t n, unsigned distinct) {
  std::mt19937 random(seed);
  std::vector<double> values;
  for (size_t i = 0; i < n; ++i) values.push_back(static_cast<double>(random() % distinct) / 4 - 3);
  return values;
}

TEST_CASE("a counted sample is the sample") {
  const std::vector<double> values = {3, 1, 3, -0.0, 0.0, 1, 3};
  const CountedSample sample(values);
  const Counted counted = sample;
  CHECK(std::ranges::equal(counted.values, std::vector<double>{0, 1, 3}));
  CHECK(std::ranges::equal(counted.counts, std::vector<std::uint64_t>{2, 2, 3}));
  CHECK(counted.size() == 7);
  const OrderStatistics sorted(counted);
  CHECK(sorted[0] == 0);
  CHECK(sorted[3] == 1);
  CHECK(sorted[6] == 3);
  CHECK(Counted(CountedSample(std::vector<double>{})).empty());
}

TEST_CASE("moments and medians of counted values are those of the values") {
  for (const unsigned distinct : {1U, 2U, 40U, 100000U}) {
    const std::vector<double> values = Drawn(distinct, 501, distinct);
    const CountedSample sample(values);
    const Moments plain = MomentsOf(values), counted = MomentsOf(Counted(sample));
    CHECK(counted.n == plain.n);
    CHECK(counted.mean == doctest::Approx(plain.mean).epsilon(1e-14));
    CHECK(counted.variance == doctest::Approx(plain.variance).epsilon(1e-13));
    CHECK(MedianOf(sample) == *Median(values));
  }
  CHECK(MomentsOf(Counted()).n == 0);
}

TEST_CASE("groups in one walk have the moments that each has alone") {
  const std::vector<double> values = Drawn(5, 900, 30);
  std::vector<std::uint32_t> groups;
  for (size_t i = 0; i < values.size(); ++i) groups.push_back(i % 4 == 3 ? 9 : i % 4);
  const std::vector<Moments> moments = MomentsByGroup(values, groups, 5);
  REQUIRE(moments.size() == 5);
  for (std::uint32_t g = 0; g < 3; ++g) {
    std::vector<double> own;
    for (size_t i = 0; i < values.size(); ++i) {
      if (groups[i] == g) own.push_back(values[i]);
    }
    CHECK(moments[g].n == static_cast<double>(own.size()));
    CHECK(moments[g].mean == MomentsOf(own).mean);
    CHECK(moments[g].variance == MomentsOf(own).variance);
  }
  CHECK(moments[3].n == 0);  // the rows of 9 are in no group
}

TEST_CASE("many equal differences are found by their counts") {
  // Whole numbers and quarters: each difference is there many times.
  const std::vector<double> a = Drawn(1, 3000, 4000), b = Drawn(2, 2500, 5000);
  std::vector<double> differences;
  for (const double x : a) {
    for (const double y : b) differences.push_back(x - y);
  }
  std::ranges::sort(differences);
  const CountedSample left(a), right(b);
  for (const size_t k :
       {size_t{1}, size_t{2}, size_t{1000000}, size_t{3750000}, size_t{7499999}, size_t{7500000}}) {
    CHECK(SelectDifference(left, right, k) == differences[k - 1]);
  }
  const size_t middle = differences.size() / 2;
  CHECK(HodgesLehmann(left, right)->shift == (differences[middle - 1] + differences[middle]) / 2);
}

}  // namespace
}  // namespace tessera::stats
