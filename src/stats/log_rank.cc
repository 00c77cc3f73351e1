#include <Eigen/Dense>
#include <algorithm>

#include "stats/distribution.h"
#include "stats/rank.h"
#include "stats/survival.h"

namespace tessera::stats {
namespace {

// The sorted times of one group in one stratum, to be walked along once.
struct Lane {
  std::vector<double> entries;
  std::vector<double> times;
  std::vector<double> events;
};

double CountEqual(std::span<const double> sorted, double value) {
  const auto [first, last] = std::ranges::equal_range(sorted, value);
  return static_cast<double>(last - first);
}

struct Sums {
  Eigen::VectorXd observed;
  Eigen::VectorXd expected;
  Eigen::MatrixXd variance;

  explicit Sums(Eigen::Index groups)
      : observed(Eigen::VectorXd::Zero(groups)),
        expected(Eigen::VectorXd::Zero(groups)),
        variance(Eigen::MatrixXd::Zero(groups, groups)) {}
};

// What one time of events in one stratum adds: hypergeometric given who was at risk.
void AddTime(const std::vector<Lane>& lanes, double time, Sums& sums) {
  const auto k = static_cast<Eigen::Index>(lanes.size());
  Eigen::VectorXd at_risk(k);
  Eigen::VectorXd events(k);
  for (Eigen::Index g = 0; g < k; ++g) {
    const Lane& lane = lanes[static_cast<size_t>(g)];
    at_risk[g] = CountBelow(lane.entries, time) - CountBelow(lane.times, time);
    events[g] = CountEqual(lane.events, time);
  }
  const double n = at_risk.sum();
  const double d = events.sum();
  const Eigen::VectorXd share = at_risk / n;
  sums.observed += events;
  sums.expected += d * share;
  if (n < 2) return;
  const double factor = d * (n - d) / (n - 1);
  sums.variance += factor * (Eigen::MatrixXd(share.asDiagonal()) - share * share.transpose());
}

void AddStratum(std::vector<Lane>& lanes, Sums& sums) {
  std::vector<double> times;
  for (Lane& lane : lanes) {
    std::ranges::sort(lane.entries);
    std::ranges::sort(lane.times);
    std::ranges::sort(lane.events);
    times.insert(times.end(), lane.events.begin(), lane.events.end());
  }
  std::ranges::sort(times);
  const auto repeated = std::ranges::unique(times);
  times.erase(repeated.begin(), repeated.end());
  for (const double time : times) AddTime(lanes, time, sums);
}

size_t CountOf(std::span<const std::uint32_t> codes) {
  return codes.empty() ? 1 : *std::ranges::max_element(codes) + size_t{1};
}

}  // namespace

std::optional<LogRankTest> LogRank(std::span<const Spell> spells,
                                   std::span<const std::uint32_t> groups,
                                   std::span<const std::uint32_t> strata) {
  if (spells.empty()) return std::nullopt;
  const size_t k = CountOf(groups);
  std::vector<std::vector<Lane>> lanes(CountOf(strata), std::vector<Lane>(k));
  for (size_t i = 0; i < spells.size(); ++i) {
    Lane& lane = lanes[strata.empty() ? 0 : strata[i]][groups[i]];
    lane.entries.push_back(spells[i].entry);
    lane.times.push_back(spells[i].time);
    if (spells[i].event) lane.events.push_back(spells[i].time);
  }
  Sums sums(static_cast<Eigen::Index>(k));
  for (std::vector<Lane>& stratum : lanes) AddStratum(stratum, sums);

  std::vector<Eigen::Index> used;  // groups that could have had an event
  for (Eigen::Index g = 0; g < static_cast<Eigen::Index>(k); ++g) {
    if (sums.expected[g] > 0) used.push_back(g);
  }
  if (used.size() < 2) return std::nullopt;
  used.pop_back();
  const Eigen::MatrixXd variance = sums.variance(used, used);
  const Eigen::VectorXd excess = (sums.observed - sums.expected)(used);
  const Eigen::FullPivLU<Eigen::MatrixXd> solver(variance);
  if (!solver.isInvertible()) return std::nullopt;
  LogRankTest test;
  test.statistic = excess.dot(solver.solve(excess));
  test.df = static_cast<double>(used.size());
  test.p_value = ChiSquareTail(test.statistic, test.df);
  test.observed.assign(sums.observed.begin(), sums.observed.end());
  test.expected.assign(sums.expected.begin(), sums.expected.end());
  return test;
}

}  // namespace tessera::stats
