#include "analysis/cluster_choice.h"

#include <algorithm>

#include "stats/random.h"

namespace tessera {
namespace {

constexpr std::uint64_t kChoiceStream = 1, kResampledStream = 2;
constexpr std::uint32_t kResampledStarts = 3;

stats::Matrix RowsOf(const stats::Matrix& all, size_t count, std::uint64_t seed,
                     std::uint64_t stream) {
  if (all.rows <= count) return all;
  stats::Random random(seed, stream);
  stats::Matrix some = stats::ZeroMatrix(count, all.columns);
  size_t next = 0;
  for (const std::uint32_t row : stats::DrawRows(all.rows, count, random)) {
    std::ranges::copy(all.row(row),
                      some.values.begin() + static_cast<std::ptrdiff_t>(next++ * all.columns));
  }
  return some;
}

ClusterCount CountOf(const ClusterModel& model, size_t k, const stats::Matrix& rows,
                     const stats::Matrix& resampled) {
  stats::KMeansPlan plan = model.plan;
  plan.k = k;
  plan.starts = kChoiceStarts;
  const bool used = k == model.plan.k && rows.rows == model.scaled.rows;
  const stats::Clustering clustering = used ? model.clustering : stats::KMeans(rows.view(), plan);
  ClusterCount count;
  count.k = k;
  count.inertia = clustering.inertia;
  const auto silhouette = stats::SilhouetteOf(rows.view(), clustering.labels, k);
  if (silhouette) count.silhouette = silhouette->mean;
  count.calinski_harabasz = stats::CalinskiHarabasz(rows.view(), clustering.labels, k);
  count.davies_bouldin = stats::DaviesBouldin(rows.view(), clustering.labels, k);
  count.smallest = static_cast<double>(*std::ranges::min_element(clustering.sizes)) /
                   static_cast<double>(rows.rows);
  plan.starts = kResampledStarts;
  const stats::Clustering smaller = stats::KMeans(resampled.view(), plan);
  count.gap = stats::GapStatistic(resampled.view(), smaller, plan, kGapReferences);
  count.stability =
      stats::BootstrapStability(resampled.view(), smaller, plan, kStabilityReplicates);
  return count;
}

}  // namespace

ClusterChoice CompareClusterCounts(const ClusterModel& model, int most) {
  const std::uint64_t seed = model.plan.seed;
  const stats::Matrix rows = RowsOf(model.scaled, kChoiceRows, seed, kChoiceStream);
  const stats::Matrix resampled = RowsOf(model.scaled, kResampledRows, seed, kResampledStream);
  ClusterChoice choice;
  choice.rows = rows.rows;
  choice.resampled = resampled.rows;
  const size_t last = std::min(static_cast<size_t>(std::max(2, most)), resampled.rows);
  std::vector<stats::Gap> gaps;
  std::optional<double> best;
  for (size_t k = 2; k <= last; ++k) {
    choice.counts.push_back(CountOf(model, k, rows, resampled));
    const ClusterCount& count = choice.counts.back();
    gaps.push_back(count.gap);
    if (count.silhouette && (!best || *count.silhouette > *best)) {
      best = count.silhouette;
      choice.silhouette_k = k;
    }
  }
  if (!gaps.empty()) choice.gap_k = stats::ChooseByGap(gaps, 2);
  return choice;
}

}  // namespace tessera
