#include "stats/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "reference.h"
#include "stats/moments.h"
#include "stats/parallel.h"
#include "stats/quantile.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

#include "../reference/bootstrap.inc"

double MeanOf(std::span<const double> values) { return MomentsOf(values).mean; }
double MedianOf(std::span<const double> values) { return *Median(values); }
double DifferenceOfMeans(std::span<const double> a, std::span<const double> b) {
  return MeanOf(a) - MeanOf(b);
}

std::vector<std::uint32_t> Whole(std::span<const double> numbers) {
  return {numbers.begin(), numbers.end()};
}

void CheckAgainst(const double* expected, const std::optional<Interval>& interval) {
  REQUIRE(interval);
  CHECK(interval->low == Close(expected[0], 1e-9));
  CHECK(interval->high == Close(expected[1], 1e-9));
}

TEST_CASE("given the same draws, percentile and BCa equal SciPy's") {
  const auto draws = Whole(kDraws);
  const auto means = ReplicatesOfDraws(kSample, draws, MeanOf);
  CheckAgainst(kMeanPercentile, PercentileInterval(means));
  CheckAgainst(kMeanBca, BcaInterval(means, MeanOf(kSample), *Acceleration(kSample, MeanOf)));
  const auto medians = ReplicatesOfDraws(kSample, draws, MedianOf);
  CheckAgainst(kMedianPercentile, PercentileInterval(medians));
  CheckAgainst(kMedianBca,
               BcaInterval(medians, MedianOf(kSample), *Acceleration(kSample, MedianOf)));
}

TEST_CASE("two samples pool their accelerations") {
  const auto replicates =
      ReplicatesOfDraws(kSample, kOther, Whole(kDrawsA), Whole(kDrawsB), DifferenceOfMeans);
  CheckAgainst(kDifferencePercentile, PercentileInterval(replicates));
  CheckAgainst(kDifferenceBca, BcaInterval(replicates, DifferenceOfMeans(kSample, kOther),
                                           *Acceleration(kSample, kOther, DifferenceOfMeans)));
}

TEST_CASE("replicates do not depend on the number of threads") {
  const auto one = BootstrapReplicates(kSample, MeanOf, {301, 42, 1});
  const auto five = BootstrapReplicates(kSample, MeanOf, {301, 42, 5});
  CHECK(one == five);
  CHECK(one != BootstrapReplicates(kSample, MeanOf, {301, 43, 1}));
  CHECK(BootstrapReplicates(kSample, kOther, DifferenceOfMeans, {77, 1, 1}) ==
        BootstrapReplicates(kSample, kOther, DifferenceOfMeans, {77, 1, 3}));
}

TEST_CASE("the spread of replicated means is the standard error") {
  const auto means = BootstrapReplicates(kSample, MeanOf, {20000, 7, 2});
  const Moments sample = MomentsOf(kSample);
  const double plug_in = sample.standard_error() * std::sqrt((sample.n - 1) / sample.n);
  CHECK(MomentsOf(means).sd() == doctest::Approx(plug_in).epsilon(0.02));
  CHECK(MomentsOf(means).mean == doctest::Approx(sample.mean).epsilon(0.01));
}

TEST_CASE("what the bootstrap cannot tell") {
  const std::vector<double> constant(9, 4.0);
  const auto replicates = BootstrapReplicates(constant, MeanOf, {50, 1, 1});
  CHECK(PercentileInterval(replicates)->low == 4);
  CHECK_FALSE(Acceleration(constant, MeanOf));
  CHECK_FALSE(BcaInterval(replicates, 5, 0));
  CHECK_FALSE(BcaInterval({}, 5, 0));
  CHECK_FALSE(PercentileInterval({}));
  CHECK_FALSE(PercentileInterval(std::vector<double>{1, kMissing}));
  CHECK_FALSE(Acceleration(std::vector<double>{1}, MeanOf));
}

TEST_CASE("random numbers are even, bounded and the same for ever") {
  Random random(1);
  CHECK(random.Next() == Random(1).Next());
  CHECK(Random(1).Next() != Random(1, 1).Next());
  CHECK(Random(1).Next() != Random(2).Next());
  std::vector<double> counts(7);
  for (int i = 0; i < 70000; ++i) counts[random.Below(7)] += 1;
  for (const double count : counts) CHECK(count == doctest::Approx(10000).epsilon(0.05));
  CHECK(random.Below(1) == 0);
  std::vector<double> normal(20000);
  for (double& value : normal) value = random.Normal();
  CHECK(std::abs(MomentsOf(normal).mean) < 0.03);
  CHECK(MomentsOf(normal).variance == doctest::Approx(1).epsilon(0.05));
  const double uniform = random.Uniform();
  CHECK(uniform >= 0);
  CHECK(uniform < 1);
}

TEST_CASE("rows are drawn once each, evenly and in order") {
  std::vector<double> counts(10);
  for (std::uint64_t stream = 0; stream < 3000; ++stream) {
    Random random(5, stream);
    const auto rows = DrawRows(10, 4, random);
    REQUIRE(rows.size() == 4);
    CHECK(std::ranges::adjacent_find(rows, std::ranges::greater_equal()) == rows.end());
    for (const std::uint32_t row : rows) counts[row] += 1;
  }
  for (const double count : counts) CHECK(count == doctest::Approx(1200).epsilon(0.08));
  Random random(5);
  CHECK(DrawRows(3, 8, random) == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("ranges cover all items once, and a failure comes through") {
  std::vector<int> visits(101);
  ParallelRanges(visits.size(), 4, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) ++visits[i];
  });
  CHECK(std::ranges::all_of(visits, [](int count) { return count == 1; }));
  ParallelRanges(0, 4, [](size_t, size_t) { FAIL("no items"); });
  const auto fail = [](size_t, size_t) { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(ParallelRanges(9, 3, fail), std::runtime_error);
}

}  // namespace
}  // namespace tessera::stats
