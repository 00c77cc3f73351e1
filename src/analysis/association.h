// How far two columns go together: test, strength and its word (REPORTS.md B-14, B-16, §5.1).
#ifndef TESSERA_ANALYSIS_ASSOCIATION_H_
#define TESSERA_ANALYSIS_ASSOCIATION_H_

#include <optional>
#include <span>
#include <string>

#include "analysis/comparison.h"
#include "stats/contingency.h"
#include "stats/effect_size.h"

namespace tessera {

// `estimate` holds the strength with its interval and the p of the test against none.
struct Association {
  std::string measure;  // "Cramér's V, bias-corrected", "Spearman's ρ"
  Difference estimate;
  std::optional<double> statistic;  // χ²; of ρ none
  std::optional<double> df;
  std::string size;  // "negligible", "small", "medium" or "large"; "" without a strength
  double n = 0;
};

Association AssociationOfCounts(const stats::CountTable& counts, double level);
// Pairs with a value that is missing (NaN) are left out.
Association AssociationOfNumbers(std::span<const double> x, std::span<const double> y,
                                 double level);

// "negligible", "small", "medium" or "large".
const char* SizeWord(stats::EffectSize size);

Metric AssociationMetric(std::string id, std::string label, const Association& association);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_ASSOCIATION_H_
