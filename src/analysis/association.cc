#include "analysis/association.h"

#include <algorithm>

#include "stats/association_interval.h"
#include "stats/correlation.h"

namespace tessera {
namespace {

// Rows or columns that hold anything: the others do not count for the scale.
size_t Occupied(const stats::CountTable& counts, bool rows) {
  const size_t lines = rows ? counts.rows : counts.columns;
  const size_t across = rows ? counts.columns : counts.rows;
  size_t occupied = 0;
  for (size_t line = 0; line < lines; ++line) {
    double sum = 0;
    for (size_t i = 0; i < across; ++i) sum += rows ? counts.at(line, i) : counts.at(i, line);
    occupied += sum > 0 ? 1 : 0;
  }
  return occupied;
}

}  // namespace

const char* SizeWord(stats::EffectSize size) {
  switch (size) {
    case stats::EffectSize::kNegligible:
      return "negligible";
    case stats::EffectSize::kSmall:
      return "small";
    case stats::EffectSize::kMedium:
      return "medium";
    case stats::EffectSize::kLarge:
      return "large";
  }
  return "";
}

Association AssociationOfCounts(const stats::CountTable& counts, double level) {
  Association association;
  association.measure = "Cramér's V, bias-corrected";
  const auto test = stats::ChiSquareTest(counts);
  const auto strength = stats::CramersAssociation(counts);
  if (!test || !strength) {
    association.estimate.missing_reason = "under two groups hold anything";
    return association;
  }
  association.statistic = test->statistic;
  association.df = test->df;
  association.n = test->n;
  association.estimate.value = strength->corrected;
  association.estimate.interval = ModelInterval(stats::CramersInterval(counts, level));
  if (association.estimate.interval) association.estimate.method = "noncentral χ²";
  association.estimate.p_value = test->p_value;
  association.size = SizeWord(
      stats::SizeOfCramersV(strength->corrected, Occupied(counts, true), Occupied(counts, false)));
  return association;
}

Association AssociationOfNumbers(std::span<const double> x, std::span<const double> y,
                                 double level) {
  Association association;
  association.measure = "Spearman's ρ";
  const auto correlation = stats::Spearman(x, y, level);
  if (!correlation) {
    association.estimate.missing_reason = "a column has no variation";
    return association;
  }
  association.n = correlation->n;
  association.estimate.value = correlation->r;
  association.estimate.interval = ModelInterval(correlation->interval);
  association.estimate.p_value = correlation->p_value;
  association.estimate.method = "Bonett and Wright, on Fisher's z";
  association.size = SizeWord(stats::SizeOfCorrelation(correlation->r));
  return association;
}

Metric AssociationMetric(std::string id, std::string label, const Association& association) {
  Metric metric = DifferenceMetric(std::move(id), association.estimate, {});
  metric.label = std::move(label);
  metric.description = association.measure;
  metric.format = Format::kNum2;
  metric.n = association.n;
  metric.formula = association.measure;
  metric.is_difference = false;
  metric.compares.clear();
  return metric;
}

}  // namespace tessera
