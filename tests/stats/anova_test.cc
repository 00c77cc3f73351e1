#include "stats/anova.h"

#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/groups.inc"

using Spans = std::vector<std::span<const double>>;

// The consecutive groups of `size` values.
Spans Split(std::span<const double> values, size_t size) {
  Spans groups;
  for (size_t at = 0; at < values.size(); at += size) groups.push_back(values.subspan(at, size));
  return groups;
}

std::vector<Moments> MomentsOfEach(const Spans& groups) {
  std::vector<Moments> moments;
  for (const auto& group : groups) moments.push_back(MomentsOf(group));
  return moments;
}

TEST_CASE("Welch's analysis of variance equals R's oneway.test") {
  const auto sprays = WelchAnova(MomentsOfEach(Split(kSprayCounts, 12)));
  CHECK(sprays->f == Close(kSprayWelch[0], 1e-8));
  CHECK(sprays->df1 == kSprayWelch[1]);
  CHECK(sprays->df2 == Close(kSprayWelch[2], 1e-8));
  CHECK(sprays->p_value == Close(kSprayWelch[3], 1e-8));
  const auto iris = WelchAnova(MomentsOfEach(Split(kIrisWidth, 50)));
  CHECK(iris->f == Close(kIrisWelch[0], 1e-8));
  CHECK(iris->p_value == Close(kIrisWelch[3], 1e-8));
}

TEST_CASE("the shares of variance") {
  const auto share = BetweenShare(MomentsOfEach(Split(kSprayCounts, 12)));
  CHECK(share->eta_squared == Close(kSprayShares[0], 1e-8));
  CHECK(share->omega_squared == Close(kSprayShares[1], 1e-8));
}

TEST_CASE("Kruskal-Wallis equals R's kruskal.test") {
  const auto test = KruskalWallis(Split(kSprayCounts, 12));
  CHECK(test->h == Close(kSprayKruskal[0], 1e-8));
  CHECK(test->df == kSprayKruskal[1]);
  CHECK(test->p_value == Close(kSprayKruskal[2], 1e-8));
  CHECK(test->epsilon_squared == Close(kSprayKruskal[0] / 71, 1e-8));
}

TEST_CASE("Levene's test about the median") {
  const auto test = LeveneTest(Split(kSprayCounts, 12));
  CHECK(test->f == Close(kSprayLevene[0], 1e-8));
  CHECK(test->df1 == kSprayLevene[1]);
  CHECK(test->df2 == kSprayLevene[2]);
  CHECK(test->p_value == Close(kSprayLevene[3], 1e-8));
}

TEST_CASE("constant, single and empty groups") {
  const std::vector<double> some = {1, 2, 4, 8};
  const std::vector<double> constant(4, 3.0);
  const std::vector<double> one = {5};
  CHECK_FALSE(WelchAnova(MomentsOfEach({some, constant})));
  CHECK_FALSE(WelchAnova(MomentsOfEach({some, one})));
  CHECK_FALSE(WelchAnova(MomentsOfEach({some})));
  CHECK_FALSE(KruskalWallis(Spans{some, {}}));
  CHECK(KruskalWallis(Spans{some, {}, one})->df == 1);
  CHECK_FALSE(BetweenShare(MomentsOfEach({one, one})));
  CHECK_FALSE(LeveneTest(Spans{constant, constant}));
  CHECK_FALSE(LeveneTest(Spans{one, one}));
}

TEST_CASE("groups of one and the same value do not differ") {
  const std::vector<double> constant(4, 3.0);
  CHECK(KruskalWallis(Spans{constant, constant})->h == 0);
  CHECK(KruskalWallis(Spans{constant, constant})->p_value == 1);
  CHECK_FALSE(BetweenShare(MomentsOfEach({constant, constant})));
}

TEST_CASE("groups that explain everything, and nothing") {
  const std::vector<double> low(4, 1.0);
  const std::vector<double> high(4, 3.0);
  CHECK(BetweenShare(MomentsOfEach({low, high}))->eta_squared == 1);
  const std::vector<double> some = {1, 2, 4, 8};
  CHECK(BetweenShare(MomentsOfEach({some, some}))->omega_squared == 0);
}

}  // namespace
}  // namespace tessera::stats
