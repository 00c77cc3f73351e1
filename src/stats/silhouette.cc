#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stats/cluster_quality.h"
#include "stats/lloyd.h"
#include "stats/parallel.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

// Rows of one cluster side by side, so that sums over a cluster are sums over a range.
struct Grouped {
  std::vector<std::uint32_t> rows;
  std::vector<size_t> starts;  // one more than clusters

  double size(size_t cluster) const {
    return static_cast<double>(starts[cluster + 1] - starts[cluster]);
  }
};

Grouped GroupByLabel(std::vector<std::uint32_t> rows, Labels labels, size_t clusters) {
  std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) { return labels[row]; });
  Grouped grouped{std::move(rows), std::vector<size_t>(clusters + 1)};
  for (const std::uint32_t row : grouped.rows) ++grouped.starts[labels[row] + 1];
  std::partial_sum(grouped.starts.begin(), grouped.starts.end(), grouped.starts.begin());
  return grouped;
}

// The distances of row i to all rows.
void Distances(const Columns& data, size_t i, std::vector<double>& distances) {
  std::ranges::fill(distances, 0.0);
  for (size_t j = 0; j < data.columns(); ++j) {
    const double* column = data.column(j);
    const double value = column[i];
    for (size_t row = 0; row < distances.size(); ++row) {
      const double difference = column[row] - value;
      distances[row] += difference * difference;
    }
  }
  for (double& distance : distances) distance = std::sqrt(distance);
}

double ValueOf(const Grouped& grouped, size_t own, std::span<const double> distances) {
  double within = 0;
  double nearest = std::numeric_limits<double>::infinity();
  for (size_t c = 0; c + 1 < grouped.starts.size(); ++c) {
    if (grouped.size(c) == 0) continue;
    const auto range =
        distances.subspan(grouped.starts[c], grouped.starts[c + 1] - grouped.starts[c]);
    const double sum = std::accumulate(range.begin(), range.end(), 0.0);
    if (c == own) {
      within = sum / (grouped.size(c) - 1);
    } else {
      nearest = std::min(nearest, sum / grouped.size(c));
    }
  }
  const double larger = std::max(within, nearest);
  return grouped.size(own) == 1 || larger == 0 ? 0 : (nearest - within) / larger;
}

}  // namespace

std::optional<Silhouette> SilhouetteOf(MatrixView data, Labels labels, size_t clusters,
                                       size_t max_rows, std::uint64_t seed, unsigned threads) {
  Random random(seed);
  Grouped grouped = GroupByLabel(DrawRows(data.rows, max_rows, random), labels, clusters);
  size_t filled = 0;
  for (size_t c = 0; c < clusters; ++c) filled += grouped.size(c) > 0 ? 1 : 0;
  if (filled < 2) return std::nullopt;

  const Columns columns(data, grouped.rows);
  Silhouette result;
  result.values.resize(grouped.rows.size());
  ParallelRanges(result.values.size(), threads, [&](size_t begin, size_t end) {
    std::vector<double> distances(grouped.rows.size());
    for (size_t i = begin; i < end; ++i) {
      Distances(columns, i, distances);
      result.values[i] = ValueOf(grouped, labels[grouped.rows[i]], distances);
    }
  });
  result.cluster_mean.resize(clusters);
  double sum = 0;
  double negative = 0;
  for (size_t i = 0; i < result.values.size(); ++i) {
    const size_t own = labels[grouped.rows[i]];
    result.cluster_mean[own] += result.values[i] / grouped.size(own);
    sum += result.values[i];
    negative += result.values[i] < 0 ? 1 : 0;
  }
  const auto n = static_cast<double>(result.values.size());
  result.mean = sum / n;
  result.negative_share = negative / n;
  result.rows = std::move(grouped.rows);
  return result;
}

}  // namespace tessera::stats
