// RFM scores: 1 to 5 for recency, frequency and money (REPORTS §4.4).
//
// A score is 1 + the number of breaks strictly below the value, the breaks being the type-7
// quantiles at 1/5 … 4/5. So intervals are closed on the right and equal values always score the
// same; with ties the groups are unequal and a score may be empty. Recency counts days, fewer are
// better: its score is turned round. NaN scores 0 ("no score") and does not take part in the
// breaks.
#ifndef TESSERA_STATS_RFM_H_
#define TESSERA_STATS_RFM_H_

#include <span>
#include <vector>

namespace tessera::stats {

struct ScoreScale {
  std::vector<double> breaks;  // ascending; empty when there are no values
  bool reversed = false;

  int scores() const { return static_cast<int>(breaks.size()) + 1; }
  int Score(double value) const;
};

// REQUIRES: scores ≥ 1.
ScoreScale ScoreScaleOf(std::span<const double> values, bool reversed, int scores = 5);
std::vector<int> ScoresOf(std::span<const double> values, const ScoreScale& scale);

struct RfmScore {
  int recency = 0;
  int frequency = 0;
  int money = 0;

  bool complete() const { return recency > 0 && frequency > 0 && money > 0; }
  int code() const { return 100 * recency + 10 * frequency + money; }
  double mean() const { return (recency + frequency + money) / 3.0; }  // ordinal, not a measure
};

}  // namespace tessera::stats

#endif  // TESSERA_STATS_RFM_H_
