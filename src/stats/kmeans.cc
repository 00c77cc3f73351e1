#include "stats/kmeans.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "stats/lloyd.h"
#include "stats/parallel.h"
#include "stats/random.h"

namespace tessera::stats {
namespace {

// The stream that the sample is drawn from; the starts count theirs from 0.
constexpr std::uint64_t kSampleStream = std::uint64_t{1} << 63;
// Starts are refined as long as they have about so many rows together.
constexpr size_t kExchangedRows = 100000;
// How many of the starts on a sample are run to the end over all rows.
constexpr size_t kFinalists = 2;

// The result of every start, best first; equal ones in the order of their numbers. The best of
// them, all where rows are few, are refined by exchanges.
std::vector<Clustering> RunStarts(const Columns& data, const KMeansPlan& plan) {
  std::vector<Clustering> results(std::max(1U, plan.starts));
  ParallelRanges(results.size(), plan.threads, [&](size_t begin, size_t end) {
    for (size_t start = begin; start < end; ++start) {
      Random random(plan.seed, start);
      results[start] = RunLloyd(data, DrawCentres(data, plan.k, random), plan.max_iterations, 1);
    }
  });
  std::ranges::stable_sort(results, {}, &Clustering::inertia);
  const size_t refined = std::max(size_t{10}, kExchangedRows / data.rows());
  ParallelRanges(std::min(refined, results.size()), plan.threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (!ExchangeRows(data, results[i])) continue;
      results[i] = RunLloyd(data, std::move(results[i].centres), plan.max_iterations, 1);
    }
  });
  std::ranges::stable_sort(results, {}, &Clustering::inertia);
  return results;
}

// The best of the starts that ended in different places.
std::vector<Matrix> Finalists(const std::vector<Clustering>& results) {
  constexpr double kSame = 1e-6;
  std::vector<Matrix> finalists;
  double last = -1;
  for (const Clustering& result : results) {
    if (finalists.size() == kFinalists) break;
    if (result.inertia <= last * (1 + kSame)) continue;
    last = result.inertia;
    finalists.push_back(result.centres);
  }
  return finalists;
}

}  // namespace

Clustering KMeans(MatrixView data, const KMeansPlan& plan) {
  const size_t sample_rows = std::max(plan.sample_rows, plan.k);
  if (data.rows <= sample_rows) return RunStarts(Columns(data), plan).front();
  Random random(plan.seed, kSampleStream);
  const Columns sample(data, DrawRows(data.rows, sample_rows, random));
  const Columns whole(data);
  std::optional<Clustering> best;
  for (Matrix& centres : Finalists(RunStarts(sample, plan))) {
    Clustering result = RunLloyd(whole, std::move(centres), plan.max_iterations, plan.threads);
    if (!best || result.inertia < best->inertia) best = std::move(result);
  }
  return *std::move(best);
}

std::vector<std::uint32_t> NearestCentres(MatrixView data, const Matrix& centres) {
  return Assign(Columns(data), centres, 0);
}

Clustering OrderClusters(Clustering clustering, std::span<const double> value, bool descending) {
  const size_t k = clustering.sizes.size();
  std::vector<double> means(k);
  for (size_t i = 0; i < value.size(); ++i) means[clustering.labels[i]] += value[i];
  for (size_t c = 0; c < k; ++c) {
    means[c] =
        clustering.sizes[c] == 0 ? INFINITY : means[c] / static_cast<double>(clustering.sizes[c]);
    if (descending && clustering.sizes[c] > 0) means[c] = -means[c];
  }
  std::vector<std::uint32_t> order(k);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t c) { return means[c]; });

  Clustering result = clustering;
  std::vector<std::uint32_t> rank(k);
  for (std::uint32_t c = 0; c < k; ++c) {
    rank[order[c]] = c;
    result.sizes[c] = clustering.sizes[order[c]];
    std::ranges::copy(
        clustering.centres.row(order[c]),
        result.centres.values.begin() + static_cast<std::ptrdiff_t>(c * result.centres.columns));
  }
  for (std::uint32_t& label : result.labels) label = rank[label];
  return result;
}

}  // namespace tessera::stats
