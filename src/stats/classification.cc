#include "stats/classification.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {

double Confusion::BaseRate() const {
  const double positives = true_positives + false_negatives;
  return n() == 0 ? 0 : std::max(positives, n() - positives) / n();
}

std::optional<double> Confusion::BalancedAccuracy() const {
  if (recall().n == 0 || specificity().n == 0) return std::nullopt;
  return (recall().rate() + specificity().rate()) / 2;
}

std::optional<double> Confusion::F1() const {
  const double denominator = 2 * true_positives + false_positives + false_negatives;
  if (denominator == 0) return std::nullopt;
  return 2 * true_positives / denominator;
}

double Confusion::MatthewsCorrelation() const {
  const double margins = std::sqrt(precision().n) * std::sqrt(recall().n) *
                         std::sqrt(specificity().n) * std::sqrt(true_negatives + false_negatives);
  if (margins == 0) return 0;
  return (true_positives * true_negatives - false_positives * false_negatives) / margins;
}

Confusion ConfusionAt(std::span<const double> scores, Outcomes outcome, double threshold) {
  Confusion confusion;
  for (size_t i = 0; i < scores.size(); ++i) {
    const bool called = scores[i] >= threshold;
    if (outcome[i] != 0) {
      (called ? confusion.true_positives : confusion.false_negatives) += 1;
    } else {
      (called ? confusion.false_positives : confusion.true_negatives) += 1;
    }
  }
  return confusion;
}

std::optional<McNemarTest> McNemar(double b, double c) {
  const double n = b + c;
  if (n == 0) return std::nullopt;
  const double distance = std::max(0.0, std::abs(b - c) - 1);
  McNemarTest test;
  test.statistic = distance * distance / n;
  test.p_value = ChiSquareTail(test.statistic, 1);
  test.exact = std::min(1.0, 2 * BinomialCdf(std::min(b, c), n, 0.5));
  return test;
}

}  // namespace tessera::stats
