#include "stats/anomaly.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

TEST_CASE("robust scores do not let an outlier hide itself") {
  const std::vector<double> values = {10, 11, 9, 10, 12, 8, 60};
  const auto scores = RobustScores(values);
  CHECK(scores[6] == Close(0.6745 * 50 / 1, 1e-12));
  CHECK(scores[0] == 0);
}

TEST_CASE("when most values are equal the mean deviation takes over") {
  const std::vector<double> values = {5, 5, 5, 5, 5, 5, 5, 12};
  CHECK(RobustScores(values)[7] == Close(7 / (1.2533 * 7 / 8), 1e-12));
  CHECK(RobustScores(std::vector<double>(6, 2.0)).empty());
  CHECK(RobustScores({}).empty());
}

TEST_CASE("Tukey's fences") {
  const std::vector<double> values = {1, 2, 3, 4, 5};
  CHECK(TukeyFences(values)->low == -1);
  CHECK(TukeyFences(values)->high == 7);
  CHECK_FALSE(TukeyFences({}));
}

// A quiet series about a level.
std::vector<double> Quiet() {
  std::vector<double> series;
  for (int i = 0; i < 24; ++i) series.push_back(100 + 3 * std::sin(7.0 * i));
  return series;
}

TEST_CASE("a spike is one anomaly, a shift of level another kind") {
  CHECK(FindAnomalies(Quiet()).empty());
  std::vector<double> spiked = Quiet();
  spiked[10] += 60;
  const auto spikes = FindAnomalies(spiked);
  REQUIRE(spikes.size() == 1);
  CHECK(spikes[0].at == 10);
  CHECK(spikes[0].kind == Anomaly::Kind::kSpike);
  CHECK(spikes[0].score > 3.5);
  std::vector<double> shifted = Quiet();
  for (size_t i = 15; i < shifted.size(); ++i) shifted[i] -= 60;
  const auto shifts = FindAnomalies(shifted);
  REQUIRE(shifts.size() == 1);
  CHECK(shifts[0].at == 15);
  CHECK(shifts[0].kind == Anomaly::Kind::kLevelShift);
  CHECK(shifts[0].score < -3.5);
}

TEST_CASE("short and constant series have no anomalies, a lone step does") {
  CHECK(FindAnomalies(std::vector<double>{1, 9, 1}).empty());
  CHECK(FindAnomalies(std::vector<double>(12, 4.0)).empty());
  std::vector<double> step(12, 4.0);
  for (size_t i = 6; i < 12; ++i) step[i] = 9;
  REQUIRE(FindAnomalies(step).size() == 1);
  CHECK(FindAnomalies(step)[0].at == 6);
}

TEST_CASE("the season is taken out") {
  const std::vector<double> series = {1, 10, 2, 11, 3, 30};
  CHECK(SeasonalResiduals(series, 2) == std::vector<double>{-1, -1, 0, 0, 1, 19});
  CHECK(SeasonalResiduals({}, 4).empty());
  CHECK(SeasonalResiduals(series, 50) == std::vector<double>(6, 0.0));
}

}  // namespace
}  // namespace tessera::stats
