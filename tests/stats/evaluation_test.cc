#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/calibration.h"
#include "stats/classification.h"
#include "stats/roc.h"

namespace tessera::stats {
namespace {

#include "../reference/evaluation.inc"
#include "../reference/evaluation_more.inc"

template <size_t N>
std::vector<std::uint8_t> OutcomesOf(const double (&outcomes)[N]) {
  return {std::begin(outcomes), std::end(outcomes)};
}

void CheckArea(const double* expected, const std::optional<AreaUnderRoc>& area) {
  REQUIRE(area);
  CHECK(area->area == Close(expected[0], 1e-9));
  CHECK(area->standard_error == Close(expected[1], 1e-9));
  CHECK(area->interval.low == Close(expected[2], 1e-9));
  CHECK(area->interval.high == Close(expected[3], 1e-9));
}

TEST_CASE("areas under the curve and their difference equal pROC's") {
  const auto outcome = OutcomesOf(kOutcome);
  CheckArea(kAreaA, RocArea(kScoreA, outcome));
  CheckArea(kAreaB, RocArea(kScoreB, outcome));
  const auto test = CompareRocAreas(kScoreA, kScoreB, outcome);
  CHECK(test->value / test->standard_error == Close(kAreaTest[0], 1e-9));
  CHECK(test->p_value == Close(kAreaTest[1], 1e-9));
  CHECK_FALSE(CompareRocAreas(kScoreA, kScoreA, outcome));
}

TEST_CASE("the ROC curve and average precision equal scikit-learn's") {
  const auto happened = OutcomesOf(kHappened);
  const auto curve = RocCurve(kProbabilities, happened);
  REQUIRE(curve.size() == std::size(kRocFalse));
  for (size_t i = 0; i < curve.size(); ++i) {
    CHECK(curve[i].false_positive_rate == doctest::Approx(kRocFalse[i]).epsilon(1e-12));
    CHECK(curve[i].true_positive_rate == doctest::Approx(kRocTrue[i]).epsilon(1e-12));
  }
  CHECK(*AveragePrecision(kProbabilities, happened) == Close(kAveragePrecision, 1e-9));
}

TEST_CASE("outcomes that never vary have no curve") {
  const std::vector<double> scores = {0.1, 0.7, 0.7, 0.9};
  const std::vector<std::uint8_t> all = {1, 1, 1, 1};
  const std::vector<std::uint8_t> one = {1, 0, 0, 0};
  CHECK(RocCurve(scores, all).empty());
  CHECK_FALSE(AveragePrecision(scores, all));
  CHECK_FALSE(RocArea(scores, all));
  CHECK_FALSE(RocArea(scores, one));
}

TEST_CASE("a score that says nothing, and one that says all") {
  const std::vector<std::uint8_t> outcome = {0, 1, 0, 1, 0, 1};
  const std::vector<double> same(6, 0.5);
  CHECK(RocArea(same, outcome)->area == 0.5);
  CHECK(RocCurve(same, outcome).size() == 2);
  const std::vector<double> perfect = {0, 1, 0, 1, 0, 1};
  CHECK(RocArea(perfect, outcome)->area == 1);
  CHECK(RocArea(perfect, outcome)->interval.high == 1);
}

TEST_CASE("the confusion matrix and what is made of it") {
  const Confusion confusion = ConfusionAt(kProbabilities, OutcomesOf(kHappened), 0.4);
  CHECK(confusion.true_negatives == kConfusion[0]);
  CHECK(confusion.false_positives == kConfusion[1]);
  CHECK(confusion.false_negatives == kConfusion[2]);
  CHECK(confusion.true_positives == kConfusion[3]);
  CHECK(confusion.MatthewsCorrelation() == Close(kMatthews, 1e-9));
  CHECK(*confusion.F1() == Close(kF1, 1e-9));
  CHECK(*confusion.BalancedAccuracy() == Close(kBalanced, 1e-9));
  CHECK(confusion.BaseRate() > 0.5);
  CHECK(confusion.accuracy().n == 90);
}

TEST_CASE("a confusion matrix with empty margins") {
  const Confusion never = {0, 0, 3, 7};
  CHECK(never.MatthewsCorrelation() == 0);
  CHECK(never.precision().n == 0);
  CHECK(*never.F1() == 0);
  CHECK(never.BaseRate() == 0.7);
  CHECK_FALSE(Confusion{0, 0, 0, 7}.F1());
  CHECK_FALSE(Confusion{0, 0, 0, 7}.BalancedAccuracy());
  CHECK(Confusion{}.BaseRate() == 0);
}

TEST_CASE("McNemar equals R's") {
  const auto test = McNemar(86, 150);
  CHECK(test->statistic == Close(kMcNemar[0], 1e-9));
  CHECK(test->p_value == Close(kMcNemar[1], 1e-9));
  CHECK(test->exact == Close(kMcNemar[2], 1e-9));
  CHECK(McNemar(4, 4)->statistic == 0);
  CHECK(McNemar(4, 4)->exact == 1);
  CHECK_FALSE(McNemar(0, 0));
}

TEST_CASE("scores of probabilities equal scikit-learn's") {
  const auto happened = OutcomesOf(kHappened);
  const auto score = ScoreProbabilities(kProbabilities, happened);
  CHECK(score->brier == Close(kBrier, 1e-9));
  CHECK(score->log_loss == Close(kLogLoss, 1e-9));
  CHECK(*score->skill > 0);
  const std::vector<double> sure = {1, 0};
  const std::vector<std::uint8_t> wrong = {0, 1};
  CHECK(std::isfinite(ScoreProbabilities(sure, wrong)->log_loss));
  CHECK_FALSE(ScoreProbabilities({}, {}));
  CHECK_FALSE(ScoreProbabilities(sure, std::vector<std::uint8_t>{1, 1})->skill);
}

TEST_CASE("calibration: the line equals a logit's, the table holds every row once") {
  const auto happened = OutcomesOf(kHappened);
  const auto line = FitCalibration(kProbabilities, happened);
  CHECK(line->intercept == Close(kCalibrationLine[0], 1e-6));
  CHECK(line->slope == Close(kCalibrationLine[1], 1e-6));
  const auto table = CalibrationTable(kProbabilities, happened);
  double n = 0;
  double events = 0;
  for (const CalibrationGroup& group : table) {
    n += group.n;
    events += group.n * group.observed;
    CHECK(group.interval.Contains(group.observed));
  }
  CHECK(n == 90);
  CHECK(events == Close(kConfusion[2] + kConfusion[3], 1e-12));
  CHECK(ExpectedCalibrationError(table) > 0);
}

TEST_CASE("calibration groups keep equal probabilities together") {
  const std::vector<double> p = {0.2, 0.2, 0.2, 0.2, 0.9};
  const std::vector<std::uint8_t> outcome = {0, 1, 0, 0, 1};
  const auto table = CalibrationTable(p, outcome, 4);
  REQUIRE(table.size() == 2);
  CHECK(table[0].n == 4);
  CHECK(table[0].observed == 0.25);
  CHECK(CalibrationTable({}, {}).empty());
  CHECK(ExpectedCalibrationError({}) == 0);
}

TEST_CASE("gains: equal scores share their value, whatever order they came in") {
  const std::vector<double> scores = {1, 3, 2, 2, 2, 1};
  const std::vector<double> value = {0, 10, 6, 0, 0, 2};
  const std::vector<double> shuffled_scores = {2, 2, 1, 1, 3, 2};
  const std::vector<double> shuffled_value = {0, 0, 0, 2, 10, 6};
  const auto gains = GainsTable(scores, value, 3);
  REQUIRE(gains.size() == 3);
  CHECK(gains[0].value == 12);
  CHECK(gains[1].value == 4);
  CHECK(gains[2].value == 2);
  CHECK(gains[0].share == Close(12.0 / 18, 1e-14));
  CHECK(gains[0].lift == Close(2, 1e-14));
  CHECK(gains[2].cumulative_share == Close(1, 1e-14));
  CHECK(gains[2].cumulative_lift == Close(1, 1e-14));
  const auto again = GainsTable(shuffled_scores, shuffled_value, 3);
  for (size_t i = 0; i < 3; ++i) CHECK(again[i].value == gains[i].value);
  CHECK(GainsTable(scores, std::vector<double>(6, 0.0), 3).empty());
  CHECK(GainsTable(scores, value, 10).size() == 6);
}

}  // namespace
}  // namespace tessera::stats
