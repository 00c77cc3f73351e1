// How good a clustering is, and how many clusters there are. No index decides alone.
//
// Labels run from 0 to clusters − 1; empty clusters are left out.
#ifndef TESSERA_STATS_CLUSTER_QUALITY_H_
#define TESSERA_STATS_CLUSTER_QUALITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/kmeans.h"
#include "stats/matrix.h"

namespace tessera::stats {

using Labels = std::span<const std::uint32_t>;

// Rousseeuw's silhouette (1987) of each row, (b − a)/max(a, b): a is its mean distance to the
// others of its cluster, b to the nearest other cluster. 0 for a row alone in its cluster.
struct Silhouette {
  double mean = 0;
  double negative_share = 0;         // rows nearer to another cluster
  std::vector<double> cluster_mean;  // of each cluster; 0 when it has no row in the sample
  std::vector<std::uint32_t> rows;   // whose silhouettes follow; all, or the sample
  std::vector<double> values;
};
// Beyond `max_rows` it is that of a random sample within itself, which is to be said beside it.
// Nothing unless two clusters have rows.
std::optional<Silhouette> SilhouetteOf(MatrixView data, Labels labels, size_t clusters,
                                       size_t max_rows = 20000, std::uint64_t seed = 1,
                                       unsigned threads = 0);

// (B/(k−1)) / (W/(n−k)) of sums of squares (Calinski and Harabasz 1974). Nothing unless 1 < k < n
// and W > 0.
std::optional<double> CalinskiHarabasz(MatrixView data, Labels labels, size_t clusters);
// The mean over clusters of the worst (sᵢ + sⱼ)/dᵢⱼ (Davies and Bouldin 1979), as scikit-learn:
// small is good. Nothing unless two clusters have rows and no two centres coincide.
std::optional<double> DaviesBouldin(MatrixView data, Labels labels, size_t clusters);

// Agreement of two partitions beyond chance (Hubert and Arabie 1985): 1 equal, about 0 random.
// Both all in one cluster, or both all apart: 1. REQUIRES: equally long.
double AdjustedRandIndex(Labels a, Labels b);

// Tibshirani's gap (2001): the mean log inertia of uniform data in the box of the columns, less
// that of the clustering, as cluster::clusGap with d.power = 2 and spaceH0 = "original". `error` is
// s·√(1 + 1/B), s with divisor B.
struct Gap {
  double gap = 0;
  double error = 0;
};
Gap GapStatistic(MatrixView data, const Clustering& clustering, const KMeansPlan& plan,
                 std::uint32_t references = 50);
// The smallest k whose gap is within one error of the first local maximum ("firstSEmax"); gaps[i]
// is that of k = first + i. REQUIRES: not empty.
size_t ChooseByGap(std::span<const Gap> gaps, size_t first);

// Clusters again on `replicates` bootstrap samples, assigns all rows to the centres found, and
// compares with `reference`: the adjusted Rand index and, of each cluster, the greatest Jaccard
// overlap (Hennig 2007: stable from 0.85, doubtful below 0.6).
struct Stability {
  double mean_rand = 0;
  double low_rand = 0;  // its 5 % quantile
  std::vector<double> jaccard;
};
Stability BootstrapStability(MatrixView data, const Clustering& reference, const KMeansPlan& plan,
                             std::uint32_t replicates = 50);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CLUSTER_QUALITY_H_
