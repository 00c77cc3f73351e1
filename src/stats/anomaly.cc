#include "stats/anomaly.h"

#include <algorithm>
#include <cmath>

#include "stats/moments.h"
#include "stats/quantile.h"

namespace tessera::stats {

std::vector<double> RobustScores(std::span<const double> values) {
  const std::optional<double> median = Median(values);
  if (!median) return {};
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - *median));
  constexpr double kOfMedianDeviation = 0.6745;
  constexpr double kOfMeanDeviation = 1.2533;
  double spread = *Median(distances) / kOfMedianDeviation;
  if (spread == 0) {
    spread = kOfMeanDeviation * Sum(distances) / static_cast<double>(distances.size());
  }
  if (spread == 0) return {};
  std::vector<double> scores;
  for (const double value : values) scores.push_back((value - *median) / spread);
  return scores;
}

std::optional<Interval> TukeyFences(std::span<const double> values, double k) {
  const std::optional<FiveNumbers> five = FiveNumberSummary(values);
  if (!five) return std::nullopt;
  const double reach = k * (five->upper_quartile - five->lower_quartile);
  return Interval{five->lower_quartile - reach, five->upper_quartile + reach};
}

std::vector<Anomaly> FindAnomalies(std::span<const double> series, double threshold) {
  if (series.size() < 4) return {};
  std::vector<double> differences;
  for (size_t i = 1; i < series.size(); ++i) differences.push_back(series[i] - series[i - 1]);
  const std::vector<double> scores = RobustScores(differences);
  const auto stands_out = [&](size_t i) {
    return i < scores.size() && std::abs(scores[i]) > threshold;
  };
  std::vector<Anomaly> found;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (!stands_out(i)) continue;
    const bool back = stands_out(i + 1) && scores[i] * scores[i + 1] < 0;
    found.push_back({i + 1, scores[i], back ? Anomaly::Kind::kSpike : Anomaly::Kind::kLevelShift});
    if (back) ++i;
  }
  return found;
}

std::vector<double> SeasonalResiduals(std::span<const double> series, size_t season) {
  std::vector<double> residuals(series.size());
  for (size_t place = 0; place < std::min(season, series.size()); ++place) {
    std::vector<double> same;
    for (size_t i = place; i < series.size(); i += season) same.push_back(series[i]);
    const double median = *Median(same);
    for (size_t i = place; i < series.size(); i += season) residuals[i] = series[i] - median;
  }
  return residuals;
}

}  // namespace tessera::stats
