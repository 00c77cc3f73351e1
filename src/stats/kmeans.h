// k-means: k centres such that the squared distances of all rows to the nearest are least.
//
// Each start draws its centres by greedy k-means++ (Arthur and Vassilvitskii 2007) from its own
// random stream and moves them by Lloyd's algorithm until no row changes its cluster; a cluster
// that runs empty takes the row farthest from its centre. The best starts, ten or more, then
// exchange single rows as Hartigan (1975) does, and the least inertia wins, the first start among
// equals. One start finds the optimum in few of its tries: take 50 or more.
//
// Beyond `sample_rows` rows the starts compete on a random sample of so many; the best of them are
// then run to the end over all rows. Equal for any number of threads: sums are taken over fixed
// blocks of rows and added in their order.
#ifndef TESSERA_STATS_KMEANS_H_
#define TESSERA_STATS_KMEANS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stats/matrix.h"

namespace tessera::stats {

struct KMeansPlan {
  size_t k = 3;
  std::uint32_t starts = 50;
  std::uint64_t seed = 1;
  std::uint32_t max_iterations = 300;
  size_t sample_rows = 25000;
  unsigned threads = 0;  // 0: as many as the machine has
};

struct Clustering {
  std::vector<std::uint32_t> labels;  // 0 … k − 1, a row
  Matrix centres;                     // k × columns
  std::vector<size_t> sizes;
  double inertia = 0;  // Σ squared distance to the row's centre
  bool converged = false;
};

// REQUIRES: 1 ≤ k ≤ rows < 2³², finite values. With fewer distinct rows than k some clusters stay
// empty.
Clustering KMeans(MatrixView data, const KMeansPlan& plan);

// The nearest centre of each row, the lower number among equals.
std::vector<std::uint32_t> NearestCentres(MatrixView data, const Matrix& centres);

// Renumbers the clusters by ascending (or descending) mean of `value` over their rows, empty ones
// last: numbers that mean something, whatever the seed.
Clustering OrderClusters(Clustering clustering, std::span<const double> value, bool descending);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_KMEANS_H_
