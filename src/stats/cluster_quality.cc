#include "stats/cluster_quality.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stats/lloyd.h"
#include "stats/moments.h"
#include "stats/quantile.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

// Means and sizes of the clusters, and the sums of squares within and between.
struct Summary {
  Matrix centres;
  std::vector<double> sizes;
  double filled = 0;
  double within = 0;
  double between = 0;
};

Summary Summarise(MatrixView data, Labels labels, size_t clusters) {
  Summary summary{ZeroMatrix(clusters, data.columns), std::vector<double>(clusters)};
  std::vector<double> overall(data.columns);
  for (size_t i = 0; i < data.rows; ++i) {
    summary.sizes[labels[i]] += 1;
    for (size_t j = 0; j < data.columns; ++j) {
      summary.centres.at(labels[i], j) += data.at(i, j);
      overall[j] += data.at(i, j);
    }
  }
  for (double& value : overall) value /= static_cast<double>(data.rows);
  for (size_t c = 0; c < clusters; ++c) {
    if (summary.sizes[c] == 0) continue;
    summary.filled += 1;
    for (size_t j = 0; j < data.columns; ++j) summary.centres.at(c, j) /= summary.sizes[c];
    summary.between += summary.sizes[c] * SquaredDistance(summary.centres.row(c), overall);
  }
  Summation within;
  for (size_t i = 0; i < data.rows; ++i) {
    within.Add(SquaredDistance(data.row(i), summary.centres.row(labels[i])));
  }
  summary.within = within.value();
  return summary;
}

double PairsAmong(double n) { return n * (n - 1) / 2; }

size_t CountOf(Labels labels) {
  return labels.empty() ? 0 : *std::ranges::max_element(labels) + size_t{1};
}

// How many rows are in cluster i of one partition and j of the other.
Matrix CrossCount(Labels a, Labels b, size_t rows, size_t columns) {
  Matrix counts = ZeroMatrix(rows, columns);
  for (size_t i = 0; i < a.size(); ++i) counts.at(a[i], b[i]) += 1;
  return counts;
}

std::vector<double> Totals(Labels labels, size_t clusters) {
  std::vector<double> totals(clusters);
  for (const std::uint32_t label : labels) totals[label] += 1;
  return totals;
}

// Data of the same size spread evenly over the box of the columns.
Matrix UniformData(MatrixView data, Random& random) {
  Matrix result = ZeroMatrix(data.rows, data.columns);
  for (size_t j = 0; j < data.columns; ++j) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (size_t i = 0; i < data.rows; ++i) {
      low = std::min(low, data.at(i, j));
      high = std::max(high, data.at(i, j));
    }
    for (size_t i = 0; i < data.rows; ++i) {
      result.at(i, j) = low + (high - low) * random.Uniform();
    }
  }
  return result;
}

// Clustering again need not be as thorough as the first time.
KMeansPlan LighterPlan(const KMeansPlan& plan, std::uint64_t stream) {
  KMeansPlan lighter = plan;
  lighter.starts = std::min(plan.starts, 4U);
  lighter.seed = Random(plan.seed, stream).Next();
  return lighter;
}

// The greatest overlap of each cluster of `reference` with one of `labels`.
std::vector<double> BestJaccard(Labels reference, Labels labels, size_t clusters) {
  const Matrix common = CrossCount(reference, labels, clusters, clusters);
  const std::vector<double> sizes = Totals(reference, clusters);
  const std::vector<double> other_sizes = Totals(labels, clusters);
  std::vector<double> best(clusters);
  for (size_t c = 0; c < clusters; ++c) {
    for (size_t d = 0; d < clusters; ++d) {
      const double both = sizes[c] + other_sizes[d] - common.at(c, d);
      if (both > 0) best[c] = std::max(best[c], common.at(c, d) / both);
    }
  }
  return best;
}

}  // namespace

std::optional<double> CalinskiHarabasz(MatrixView data, Labels labels, size_t clusters) {
  const Summary summary = Summarise(data, labels, clusters);
  const double rest = static_cast<double>(data.rows) - summary.filled;
  if (summary.filled < 2 || rest <= 0 || summary.within <= 0) return std::nullopt;
  return summary.between / (summary.filled - 1) / (summary.within / rest);
}

std::optional<double> DaviesBouldin(MatrixView data, Labels labels, size_t clusters) {
  const Summary summary = Summarise(data, labels, clusters);
  if (summary.filled < 2) return std::nullopt;
  std::vector<double> scatter(clusters);  // mean distance to the centre
  for (size_t i = 0; i < data.rows; ++i) {
    scatter[labels[i]] += std::sqrt(SquaredDistance(data.row(i), summary.centres.row(labels[i])));
  }
  double sum = 0;
  for (size_t c = 0; c < clusters; ++c) {
    if (summary.sizes[c] == 0) continue;
    double worst = 0;
    for (size_t d = 0; d < clusters; ++d) {
      if (d == c || summary.sizes[d] == 0) continue;
      const double apart =
          std::sqrt(SquaredDistance(summary.centres.row(c), summary.centres.row(d)));
      if (apart == 0) return std::nullopt;
      worst =
          std::max(worst, (scatter[c] / summary.sizes[c] + scatter[d] / summary.sizes[d]) / apart);
    }
    sum += worst;
  }
  return sum / summary.filled;
}

double AdjustedRandIndex(Labels a, Labels b) {
  const size_t rows = CountOf(a);
  const size_t columns = CountOf(b);
  const Matrix counts = CrossCount(a, b, rows, columns);
  double together = 0;
  for (const double count : counts.values) together += PairsAmong(count);
  double in_a = 0;
  double in_b = 0;
  for (const double size : Totals(a, rows)) in_a += PairsAmong(size);
  for (const double size : Totals(b, columns)) in_b += PairsAmong(size);
  const double all = PairsAmong(static_cast<double>(a.size()));
  const double expected = all == 0 ? 0 : in_a * in_b / all;
  const double most = (in_a + in_b) / 2;
  return most == expected ? 1 : (together - expected) / (most - expected);
}

Gap GapStatistic(MatrixView data, const Clustering& clustering, const KMeansPlan& plan,
                 std::uint32_t references) {
  std::vector<double> logs;
  for (std::uint32_t b = 0; b < references; ++b) {
    Random random(plan.seed, b);
    const Matrix uniform = UniformData(data, random);
    logs.push_back(std::log(KMeans(uniform.view(), LighterPlan(plan, b)).inertia));
  }
  const Moments moments = MomentsOf(logs);
  const double population = moments.variance * (moments.n - 1) / moments.n;
  return {moments.mean - std::log(clustering.inertia), std::sqrt(population * (1 + 1 / moments.n))};
}

size_t ChooseByGap(std::span<const Gap> gaps, size_t first) {
  size_t peak = 0;
  while (peak + 1 < gaps.size() && gaps[peak + 1].gap > gaps[peak].gap) ++peak;
  for (size_t i = 0; i < peak; ++i) {
    if (gaps[i].gap >= gaps[peak].gap - gaps[peak].error) return first + i;
  }
  return first + peak;
}

Stability BootstrapStability(MatrixView data, const Clustering& reference, const KMeansPlan& plan,
                             std::uint32_t replicates) {
  const size_t k = reference.sizes.size();
  std::vector<double> rand;
  Stability stability{0, 0, std::vector<double>(k)};
  for (std::uint32_t r = 0; r < replicates; ++r) {
    Random random(plan.seed, r);
    Matrix drawn = ZeroMatrix(data.rows, data.columns);
    for (size_t i = 0; i < data.rows; ++i) {
      const auto row = data.row(random.Below(static_cast<std::uint32_t>(data.rows)));
      std::ranges::copy(row, drawn.values.begin() + static_cast<std::ptrdiff_t>(i * row.size()));
    }
    const Clustering again = KMeans(drawn.view(), LighterPlan(plan, r));
    const std::vector<std::uint32_t> labels = NearestCentres(data, again.centres);
    rand.push_back(AdjustedRandIndex(reference.labels, labels));
    const std::vector<double> jaccard = BestJaccard(reference.labels, labels, k);
    for (size_t c = 0; c < k; ++c) stability.jaccard[c] += jaccard[c] / replicates;
  }
  std::ranges::sort(rand);
  stability.mean_rand = MomentsOf(rand).mean;
  stability.low_rand = QuantileOfSorted(rand, 1, 20);
  return stability;
}

}  // namespace tessera::stats
