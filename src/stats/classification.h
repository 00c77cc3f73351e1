// A yes or no at one threshold against what came true (§4.7).
#ifndef TESSERA_STATS_CLASSIFICATION_H_
#define TESSERA_STATS_CLASSIFICATION_H_

#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/outcome.h"
#include "stats/proportion.h"

namespace tessera::stats {

// The counts of a confusion matrix; every rate is nothing when its denominator is 0, and the ones
// that are shares are given as such, so that WilsonInterval can be put round them.
struct Confusion {
  double true_positives = 0;
  double false_positives = 0;
  double false_negatives = 0;
  double true_negatives = 0;

  double n() const { return true_positives + false_positives + false_negatives + true_negatives; }
  Share accuracy() const { return {true_positives + true_negatives, n()}; }
  Share precision() const { return {true_positives, true_positives + false_positives}; }
  Share recall() const { return {true_positives, true_positives + false_negatives}; }
  Share specificity() const { return {true_negatives, true_negatives + false_positives}; }
  // What calling everybody the more frequent of the two would reach: print it beside the accuracy.
  double BaseRate() const;
  std::optional<double> BalancedAccuracy() const;
  std::optional<double> F1() const;
  // Matthews' correlation; 0 when a margin is empty, as scikit-learn.
  double MatthewsCorrelation() const;
};
// score ≥ threshold is called positive. Choose the threshold on other data.
Confusion ConfusionAt(std::span<const double> scores, Outcomes outcome, double threshold);

// McNemar: are two classifiers wrong on different rows? b and c count the rows that only the first,
// only the second got right. `exact` is the binomial p; `statistic` (|b − c| − 1)²/(b + c) as R
// mcnemar.test, 0 when b = c. Nothing when b + c = 0.
struct McNemarTest {
  double statistic = 0;
  double p_value = 1;
  double exact = 1;
};
std::optional<McNemarTest> McNemar(double b, double c);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CLASSIFICATION_H_
