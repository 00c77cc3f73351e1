// Each member of a dimension against everyone else, metric by metric.
#ifndef TESSERA_ANALYSIS_SEGMENT_DIFFERENCE_H_
#define TESSERA_ANALYSIS_SEGMENT_DIFFERENCE_H_

#include <optional>
#include <span>
#include <vector>

#include "analysis/comparison.h"

namespace tessera {

struct SegmentDifference {
  const MetricSpec* metric = nullptr;
  size_t member = 0;
  double value = 0;  // of the member, and of everyone else
  double rest = 0;
  double n = 0;  // of the smaller of the two
  Difference difference;
  std::optional<double> smd;  // standardised by the two groups' spread

  // Large enough groups, an interval without zero, and Holm's p below alpha.
  bool IsClear(const ReportSpec& spec) const;
};

// Whether the dimension is built from what the metric measures: it says so (counts_itself), they
// share a column, or both are reduced from the events of one source.
bool IsBuiltFrom(const FrameDimension& dimension, const MetricSpec& metric, const ReportSpec& spec);

// A metric of the entities that means or rates can be taken of.
struct ComparedMetric {
  const MetricSpec* spec = nullptr;
  bool is_rate = false;
  const Measure* outcome = nullptr;
};
std::vector<ComparedMetric> ComparedMetrics(std::span<const std::string> metrics,
                                            const AnalysisInput& input);

// Metric by metric, members in order; pairs in which a group has no values are left out. Holm over
// the members of one metric.
std::vector<SegmentDifference> CompareMembers(const FrameDimension& dimension,
                                              std::span<const ComparedMetric> metrics,
                                              const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_SEGMENT_DIFFERENCE_H_
