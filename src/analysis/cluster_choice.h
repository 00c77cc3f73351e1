// How many clusters: every k compared by six figures, none of which decides alone.
#ifndef TESSERA_ANALYSIS_CLUSTER_CHOICE_H_
#define TESSERA_ANALYSIS_CLUSTER_CHOICE_H_

#include <optional>
#include <vector>

#include "segment/columns.h"
#include "stats/cluster_quality.h"

namespace tessera {

// What the comparison rests on: fewer starts than the clustering that is used, and beyond
// `kChoiceRows` rows a random sample, for gap and stability a smaller one.
inline constexpr size_t kChoiceRows = 4000;
inline constexpr size_t kResampledRows = 500;
inline constexpr std::uint32_t kChoiceStarts = 10;
inline constexpr std::uint32_t kGapReferences = 10;
inline constexpr std::uint32_t kStabilityReplicates = 20;

struct ClusterCount {
  size_t k = 0;
  double inertia = 0;
  std::optional<double> silhouette, calinski_harabasz, davies_bouldin;
  stats::Gap gap;
  stats::Stability stability;
  double smallest = 0;  // share of the rows in the smallest cluster
};

struct ClusterChoice {
  std::vector<ClusterCount> counts;  // k from 2
  size_t rows = 0;                   // that they were compared on
  size_t resampled = 0;              // that gap and stability rest on
  size_t silhouette_k = 0;           // k of the greatest silhouette
  size_t gap_k = 0;                  // k that the gap statistic takes
};

ClusterChoice CompareClusterCounts(const ClusterModel& model, int most);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_CLUSTER_CHOICE_H_
