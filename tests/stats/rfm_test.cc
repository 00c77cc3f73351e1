#include "stats/rfm.h"

#include <algorithm>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

TEST_CASE("a score counts the breaks strictly below a value") {
  const std::vector<double> values = {10, 20, 30, 40, 50, 60};
  const ScoreScale scale = ScoreScaleOf(values, false);
  CHECK(scale.breaks == std::vector<double>{20, 30, 40, 50});
  CHECK(ScoresOf(values, scale) == std::vector<int>{1, 1, 2, 3, 4, 5});
  CHECK(scale.Score(20) == 1);
  CHECK(scale.Score(20.01) == 2);
  CHECK(scale.Score(-5) == 1);
  CHECK(scale.Score(1e9) == 5);
}

TEST_CASE("recent customers score high") {
  const std::vector<double> days = {3, 400, 90, 30, 200, 10};
  const ScoreScale scale = ScoreScaleOf(days, true);
  CHECK(scale.Score(3) == 5);
  CHECK(scale.Score(400) == 1);
}

TEST_CASE("equal values always score the same, and a score may stay empty") {
  const std::vector<double> orders = {1, 1, 1, 1, 1, 1, 1, 2, 2, 9};
  const std::vector<int> scores = ScoresOf(orders, ScoreScaleOf(orders, false));
  CHECK(std::count(scores.begin(), scores.end(), scores[0]) == 7);
  CHECK(scores[7] == scores[8]);
  CHECK(scores[9] == 5);
  const std::vector<double> same(8, 4.0);
  for (const int score : ScoresOf(same, ScoreScaleOf(same, false))) CHECK(score == 1);
}

TEST_CASE("money below one is told apart as well") {
  std::vector<double> values;
  for (int i = 1; i <= 50; ++i) values.push_back(i / 100.0);
  const std::vector<int> scores = ScoresOf(values, ScoreScaleOf(values, false));
  for (int score = 1; score <= 5; ++score) {
    CHECK(std::count(scores.begin(), scores.end(), score) == 10);
  }
}

TEST_CASE("missing values have no score and no say") {
  const std::vector<double> values = {kMissing, 1, 2, 3, kMissing, 4, 5, 6};
  const ScoreScale scale = ScoreScaleOf(values, false);
  CHECK(scale.breaks == std::vector<double>{2, 3, 4, 5});
  CHECK(scale.Score(kMissing) == 0);
  CHECK(ScoreScaleOf({}, false).scores() == 1);
}

TEST_CASE("the code and the mean of three scores") {
  const RfmScore score = {5, 4, 3};
  CHECK(score.code() == 543);
  CHECK(score.mean() == 4);
  CHECK(score.complete());
  CHECK_FALSE(RfmScore{5, 0, 3}.complete());
}

}  // namespace
}  // namespace tessera::stats
