#include "analysis/cohort_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/association.h"
#include "analysis/block_values.h"
#include "analysis/table_columns.h"
#include "stats/concentration.h"
#include "stats/effect_size.h"
#include "stats/moments.h"
#include "stats/proportion.h"
#include "stats/quantile.h"

namespace tessera {
namespace {

// "lo" and "hi" of `of`: the names that other programs know.
void AppendLimits(const std::string& of, const std::string& label, Format format,
                  std::vector<Column>& columns) {
  Column low = ValueColumn("lo", label + ", lower limit", format);
  low.role = ColumnRole::kLow;
  Column high = ValueColumn("hi", label + ", upper limit", format);
  high.role = ColumnRole::kHigh;
  low.of = high.of = of;
  columns.push_back(std::move(low));
  columns.push_back(std::move(high));
}

std::vector<Cell> LimitCells(const std::optional<Interval>& interval) {
  if (!interval) return {Cell(), Cell()};
  return {interval->low, interval->high};
}

std::optional<double> PresentMean(const stats::Moments& moments) {
  return moments.n > 0 ? std::optional(moments.mean) : std::nullopt;
}

// One member's customers inside the cohort and outside it.
struct MemberOutcome {
  std::string member;
  std::vector<double> cohort, rest;
  stats::Moments cohort_moments, rest_moments;
  Difference difference;
};

std::vector<MemberOutcome> SplitByMember(const FrameDimension& dimension,
                                         const std::vector<double>& outcome,
                                         const ComparedGroups& groups, double level) {
  std::vector<MemberOutcome> members;
  for (const Member& member : dimension.dimension.members)
    members.push_back({member.name, {}, {}, {}, {}, {}});
  const auto take = [&](std::span<const std::uint32_t> rows, auto part) {
    for (const std::uint32_t row : rows) {
      if (!std::isnan(outcome[row])) (members[dimension.codes[row]].*part).push_back(outcome[row]);
    }
  };
  take(groups.treated_rows, &MemberOutcome::cohort);
  take(groups.control_rows, &MemberOutcome::rest);
  std::vector<Difference*> family;
  for (MemberOutcome& member : members) {
    member.cohort_moments = stats::MomentsOf(member.cohort);
    member.rest_moments = stats::MomentsOf(member.rest);
    member.difference = CompareMeans(member.cohort_moments, member.rest_moments, level);
    family.push_back(&member.difference);
  }
  AdjustFamily(family);
  return members;
}

std::vector<Cell> OutcomeCells(const MemberOutcome& member, double level) {
  const stats::Moments all = stats::Combine(member.cohort_moments, member.rest_moments);
  const auto cohort = PresentMean(member.cohort_moments), everyone = PresentMean(all);
  std::vector<Cell> cells = {member.member,
                             member.cohort_moments.n,
                             member.rest_moments.n,
                             NumberCell(cohort),
                             NumberCell(PresentMean(member.rest_moments)),
                             NumberCell(everyone),
                             NumberCell(stats::Median(member.cohort)),
                             NumberCell(stats::Median(member.rest)),
                             NumberCell(member.difference.value)};
  AppendCells(LimitCells(member.difference.interval), cells);
  cells.push_back(NumberCell(member.difference.p_value));
  cells.push_back(NumberCell(member.difference.p_adjusted));
  const auto g = stats::HedgesEffect(member.cohort_moments, member.rest_moments, level);
  cells.push_back(g ? Cell(g->g) : Cell());
  cells.push_back(g ? Cell(std::string(SizeWord(stats::SizeOfHedgesG(g->g)))) : Cell());
  cells.push_back(cohort && everyone ? Cell(*cohort - *everyone) : Cell());
  return cells;
}

// One member's part of the cohort and of the rest.
struct MemberShare {
  const Member* member = nullptr;
  double n = 0, n_rest = 0;
  Difference difference;
};

std::vector<MemberShare> CountShares(const FrameDimension& dimension, const ComparedGroups& groups,
                                     double level) {
  std::vector<MemberShare> shares(dimension.size());
  for (size_t m = 0; m < dimension.size(); ++m) shares[m].member = &dimension.dimension.members[m];
  for (const std::uint32_t row : groups.treated_rows) ++shares[dimension.codes[row]].n;
  for (const std::uint32_t row : groups.control_rows) ++shares[dimension.codes[row]].n_rest;
  const auto whole = static_cast<double>(groups.treated_rows.size());
  const auto rest = static_cast<double>(groups.control_rows.size());
  std::vector<Difference*> family;
  for (MemberShare& share : shares) {
    if (const auto compared = stats::CompareRates({share.n, whole}, {share.n_rest, rest}, level)) {
      share.difference.value = compared->difference;
      share.difference.p_value = compared->p_value;
    }
    family.push_back(&share.difference);
  }
  AdjustFamily(family);
  const auto rank = [](const MemberShare& share) {
    return std::pair(share.member->muted, -share.n);
  };
  if (!dimension.dimension.ordered) std::ranges::stable_sort(shares, {}, rank);
  return shares;
}

std::vector<Cell> ShareCells(const MemberShare& share, double whole, double rest, double level) {
  const stats::Share inside{share.n, whole}, outside{share.n_rest, rest};
  std::vector<Cell> cells = {share.member->name, share.n, whole > 0 ? Cell(inside.rate()) : Cell()};
  AppendCells(LimitCells(ModelInterval(stats::WilsonInterval(inside, level))), cells);
  cells.push_back(share.n_rest);
  cells.push_back(rest > 0 ? Cell(outside.rate()) : Cell());
  const auto ratio = stats::RiskRatio(inside, outside, level);
  std::optional<Interval> limits;
  if (ratio) limits = Interval{100 * ratio->interval.low, 100 * ratio->interval.high};
  AppendWithLimits(ratio ? std::optional(100 * ratio->value) : std::nullopt, limits, cells);
  cells.push_back(NumberCell(share.difference.p_value));
  cells.push_back(NumberCell(share.difference.p_adjusted));
  return cells;
}

// How much of a group its most frequent members hold; who has no member takes no part.
void AddConcentration(const CohortTable& table, const std::string& label,
                      const std::vector<MemberShare>& shares, bool rest, BlockResult& result) {
  std::vector<double> counts;
  for (const MemberShare& share : shares) {
    if (!share.member->muted) counts.push_back(rest ? share.n_rest : share.n);
  }
  const double whole = stats::Sum(counts);
  std::ranges::sort(counts, std::greater());
  double top = 0;
  for (size_t i = 0; i < std::min<size_t>(3, counts.size()); ++i) top += counts[i];
  const char* suffix = rest ? "_rest" : "";
  const char* group = rest ? "the rest" : "the cohort";
  Metric three = BlockMetric(fmt::format("{}_top{}{}", table.id, 3, suffix),
                             fmt::format("{}: three members, part of {}", label, group),
                             Format::kPct1, whole > 0 ? std::optional(top / whole) : std::nullopt);
  three.interval = ModelInterval(stats::WilsonInterval({top, whole}));
  three.n = top;
  three.denominator = whole;
  Metric hhi = BlockMetric(fmt::format("{}_hhi{}", table.id, suffix),
                           fmt::format("{}: Herfindahl index of {}", label, group), Format::kNum2,
                           stats::HerfindahlIndex(counts));
  hhi.description = "Σ share²: one where one member holds everything";
  const auto found = stats::GiniOf(counts);
  Metric gini = BlockMetric(fmt::format("{}_gini{}", table.id, suffix),
                            fmt::format("{}: Gini coefficient of {}", label, group), Format::kNum2,
                            found ? std::optional(found->gini) : std::nullopt);
  gini.description = "Of the named members' counts: none where all have as many";
  hhi.n = gini.n = whole;
  result.metrics.push_back(std::move(three));
  result.metrics.push_back(std::move(hhi));
  result.metrics.push_back(std::move(gini));
}

// What part of a group the members hold, from the one that holds least.
Table LorenzTable(const CohortTable& wanted, const std::string& label,
                  const std::vector<MemberShare>& shares) {
  Table table;
  table.id = wanted.id + "_lorenz";
  table.title = wanted.title;
  table.columns = {KeyColumn("group", "Curve"),
                   ValueColumn("members", label + ", part of all, ascending", Format::kPct1),
                   ValueColumn("value", "Part of the {entities}", Format::kPct1)};
  for (const bool rest : {false, true}) {
    std::vector<double> counts;
    for (const MemberShare& share : shares) {
      if (!share.member->muted) counts.push_back(rest ? share.n_rest : share.n);
    }
    for (const stats::LorenzPoint& point : stats::LorenzCurve(counts, counts.size())) {
      table.rows.push_back({rest ? "The rest" : "The cohort", point.population, point.value});
    }
  }
  table.rows.push_back({"If all had as many", 0.0, 0.0});
  table.rows.push_back({"If all had as many", 1.0, 1.0});
  return table;
}

}  // namespace

void AddOutcomeTable(const CohortTable& wanted, const ComparedGroups& groups,
                     const AnalysisInput& input, BlockResult& result) {
  const FrameDimension& dimension = RequireDimension(wanted.dimension, wanted.place, input);
  const MetricSpec& metric = RequireMetric(wanted.outcome, wanted.place, input.spec);
  const MetricPlan* plan = input.catalogue.Find(wanted.outcome);
  if (plan == nullptr || !plan->is_mean) {
    throw Error(fmt::format("'{}' is no mean", wanted.outcome), wanted.place);
  }
  const Format format = metric.format;
  const auto money = [&](const char* name, const char* label) {
    return ValueColumn(name, label, format);
  };
  Table table;
  table.id = wanted.id;
  table.title = wanted.title;
  table.dimensions = {dimension.dimension.id};
  Column n = ValueColumn("n_cohort", "n of the cohort", Format::kInt);
  Column n_rest = ValueColumn("n_rest", "n of the rest", Format::kInt);
  table.columns = {KeyColumn(dimension.dimension.id, dimension.dimension.label),
                   n,
                   n_rest,
                   money("mean_cohort", "Mean of the cohort"),
                   money("mean_rest", "Mean of the rest"),
                   money("mean_all", "Mean of all"),
                   money("median_cohort", "Median of the cohort"),
                   money("median_rest", "Median of the rest"),
                   money("diff_rest", "Cohort − rest")};
  AppendLimits("diff_rest", "Cohort − rest", format, table.columns);
  for (Column column :
       {PValueColumn("p", "p"), PValueColumn("p_holm", "p, Holm"),
        ValueColumn("g", "Hedges' g", Format::kNum2), ValueColumn("size", "Size", Format::kText),
        money("diff_all", "Cohort − all")}) {
    table.columns.push_back(std::move(column));
  }
  const double level = Confidence(input.spec);
  const std::vector<double> outcome = plan->available
                                          ? input.Outcome(wanted.outcome).Values()
                                          : std::vector<double>(input.frame.rows, std::nan(""));
  for (const MemberOutcome& member : SplitByMember(dimension, outcome, groups, level)) {
    table.rows.push_back(OutcomeCells(member, level));
  }
  table.notes = {fmt::format(
      "{}. Welch's limits; {} members are one family (Holm). “Cohort − all” compares with a whole "
      "that holds the cohort and so shrinks.",
      metric.label, dimension.size())};
  result.tables.push_back(std::move(table));
}

void AddShareTable(const CohortTable& wanted, const ComparedGroups& groups,
                   const AnalysisInput& input, BlockResult& result) {
  const FrameDimension& dimension = RequireDimension(wanted.dimension, wanted.place, input);
  const double level = Confidence(input.spec);
  Table table;
  table.id = wanted.id;
  table.title = wanted.title;
  table.dimensions = {dimension.dimension.id};
  Column share = ValueColumn("share", "Part of the cohort", Format::kPct1);
  share.share = true;
  table.columns = {KeyColumn("member", dimension.dimension.label),
                   ValueColumn("n", "n of the cohort", Format::kInt), share};
  AppendLimits("share", "Part of the cohort", Format::kPct1, table.columns);
  table.columns.push_back(ValueColumn("n_rest", "n of the rest", Format::kInt));
  table.columns.push_back(ValueColumn("share_rest", "Part of the rest", Format::kPct1));
  AppendWithLimits(ValueColumn("index", "Index", Format::kInt), table.columns);
  table.columns.push_back(PValueColumn("p", "p"));
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  const auto whole = static_cast<double>(groups.treated_rows.size());
  const auto rest = static_cast<double>(groups.control_rows.size());
  const std::vector<MemberShare> shares = CountShares(dimension, groups, level);
  for (const MemberShare& one : shares) {
    if (one.n + one.n_rest > 0) table.rows.push_back(ShareCells(one, whole, rest, level));
  }
  table.notes = {fmt::format(
      "Index: the part of the cohort over that of the rest, times one hundred, with Katz's limits; "
      "{} members are one family (Holm).",
      shares.size())};
  result.tables.push_back(std::move(table));
  result.tables.push_back(LorenzTable(wanted, dimension.dimension.label, shares));
  for (const bool of_rest : {false, true}) {
    AddConcentration(wanted, dimension.dimension.label, shares, of_rest, result);
  }
}

}  // namespace tessera
