#include "analysis/retention_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/block_values.h"
#include "analysis/table_columns.h"
#include "base/text.h"
#include "spec/block_expressions.h"
#include "stats/proportion.h"
#include "stats/survival.h"

namespace tessera {
namespace {

constexpr size_t kMostCorners = 160;
constexpr int kRiskTimes = 6;

// One member's customers, and the curve that they give.
struct Group {
  std::string name;
  std::vector<stats::Spell> spells;
  std::vector<std::uint32_t> strata;  // of each spell, where there are any
  stats::SurvivalCurve curve;
};

struct Retention {
  const BlockSpec& spec;
  const RetentionBlock& block;
  const AnalysisInput& input;
  const FrameDimension& dimension;
  std::vector<Group> groups;  // a member each, those without customers too
  Group everyone;
  double left_out = 0;
};

// A time of zero is a customer that left on its first day: at risk from just before.
constexpr double kBeforeTheFirstDay = -1;

Retention Gather(const BlockSpec& spec, const RetentionBlock& block, const AnalysisInput& input) {
  Retention retention{spec, block, input, RequireDimension(block.dimension, spec.place, input),
                      {},   {},    0};
  const std::vector<double> times = ValuesOf(ExpressionId(spec.id, "time"), input);
  const std::vector<double> left = ValuesOf(ExpressionId(spec.id, "left"), input);
  const FrameDimension* strata =
      block.strata.empty() ? nullptr : &RequireDimension(block.strata, spec.place, input);
  for (const Member& member : retention.dimension.dimension.members) {
    retention.groups.push_back({member.name, {}, {}, {}});
  }
  retention.everyone.name = "Total";
  for (size_t row = 0; row < input.frame.rows; ++row) {
    if (std::isnan(times[row]) || times[row] < 0) {
      ++retention.left_out;
      continue;
    }
    const stats::Spell spell{times[row], left[row] == 1, kBeforeTheFirstDay};
    Group& group = retention.groups[retention.dimension.codes[row]];
    group.spells.push_back(spell);
    if (strata != nullptr) group.strata.push_back(strata->codes[row]);
    retention.everyone.spells.push_back(spell);
  }
  const double level = Confidence(input.spec);
  for (Group& group : retention.groups) group.curve = stats::KaplanMeier(group.spells, level);
  retention.everyone.curve = stats::KaplanMeier(retention.everyone.spells, level);
  return retention;
}

bool IsShown(const Group& group, const AnalysisInput& input) {
  return !group.spells.empty() && group.curve.n >= std::max(1, input.spec.minimum_n);
}

Table CurveTable(const Retention& retention) {
  Table table = BlockTable(retention.spec);
  table.dimensions = {retention.dimension.dimension.id};
  table.columns = {KeyColumn(retention.dimension.dimension.id, retention.dimension.dimension.label),
                   ValueColumn("time", "Time in " + retention.block.unit, Format::kNum1),
                   ValueColumn("at_risk", "Under observation", Format::kInt)};
  AppendWithLimits(ValueColumn("survival", "Still there", Format::kPct1), table.columns);
  for (const Group& group : retention.groups) {
    if (!IsShown(group, retention.input)) continue;
    table.rows.push_back({group.name, 0.0, group.curve.n, 1.0, Cell(), Cell()});
    const auto& steps = group.curve.steps;
    const size_t stride = (steps.size() + kMostCorners - 1) / kMostCorners;
    for (size_t i = 0; i < steps.size(); ++i) {
      if (stride > 1 && i % stride != 0 && i + 1 != steps.size()) continue;
      std::vector<Cell> cells = {group.name, steps[i].time, steps[i].at_risk};
      AppendWithLimits(steps[i].survival, ModelInterval(steps[i].interval), cells);
      table.rows.push_back(std::move(cells));
    }
    const double last = steps.empty() ? 1 : steps.back().survival;
    if (steps.empty() || steps.back().time < group.curve.last_time) {
      table.rows.push_back({group.name, group.curve.last_time, Cell(), last, Cell(), Cell()});
    }
  }
  table.notes = {
      "Kaplan-Meier with log-log limits. Who has not left yet counts for as long as it was seen."};
  if (retention.left_out > 0) {
    table.notes.push_back(fmt::format("{} {} without a time are left out.",
                                      FormatCount(retention.left_out),
                                      retention.input.spec.entities));
  }
  return table;
}

// Six round times from the start to the end of what was seen.
std::vector<double> RoundTimes(double end) {
  if (end <= 0) return {0};
  const double raw = end / (kRiskTimes - 1);
  const double power = std::pow(10, std::floor(std::log10(raw)));
  double step = power;
  for (const double factor : {1.0, 2.0, 3.0, 5.0, 6.0, 9.0, 10.0}) {
    step = factor * power;
    if (step * (kRiskTimes - 1) >= end * 0.85) break;
  }
  std::vector<double> times;
  for (double time = 0; time <= end; time += step) times.push_back(time);
  return times;
}

Table AtRiskTable(const Retention& retention) {
  Table table = BlockTable(retention.spec, "_at_risk", "Under observation");
  table.dimensions = {retention.dimension.dimension.id};
  table.columns = {KeyColumn(retention.dimension.dimension.id, retention.dimension.dimension.label),
                   ValueColumn("time", "Time in " + retention.block.unit, Format::kInt),
                   ValueColumn("at_risk", "Under observation", Format::kInt)};
  const std::vector<double> times = RoundTimes(retention.everyone.curve.last_time);
  for (const Group& group : retention.groups) {
    if (!IsShown(group, retention.input)) continue;
    const std::vector<double> at_risk = stats::NumbersAtRisk(group.spells, times);
    for (size_t i = 0; i < times.size(); ++i) {
      table.rows.push_back({group.name, times[i], at_risk[i]});
    }
  }
  return table;
}

std::string HorizonName(double horizon) {
  return "at_" + ReplaceAll(fmt::format("{:g}", horizon), ".", "_");
}

std::optional<Interval> MedianLimits(const stats::SurvivalCurve& curve) {
  const auto low = curve.QuantileLow(0.5), high = curve.QuantileHigh(0.5);
  if (!low || !high) return std::nullopt;
  return Interval{*low, *high};
}

std::vector<Cell> SummaryCells(const Group& group, const RetentionBlock& block, double level) {
  const stats::SurvivalCurve& curve = group.curve;
  const double left_share = curve.n > 0 ? curve.events / curve.n : 0;
  std::vector<Cell> cells = {group.name, curve.n, curve.events,
                             curve.n > 0 ? Cell(left_share) : Cell()};
  AppendWithLimits(curve.Quantile(0.5), MedianLimits(curve), cells);
  for (const double horizon : block.horizons) {
    const auto step = curve.n > 0 ? curve.At(horizon) : std::nullopt;
    AppendWithLimits(step ? std::optional(step->survival) : std::nullopt,
                     step ? ModelInterval(step->interval) : std::nullopt, cells);
  }
  if (block.horizons.empty()) return cells;
  const auto mean = stats::RestrictedMean(curve, block.horizons.back(), level);
  AppendWithLimits(mean ? std::optional(mean->value) : std::nullopt,
                   mean ? std::optional(ModelInterval(mean->interval)) : std::nullopt, cells);
  return cells;
}

Table SummaryTable(const Retention& retention) {
  const RetentionBlock& block = retention.block;
  Table table = BlockTable(retention.spec, "_summary", retention.spec.title + ", summary");
  table.dimensions = {retention.dimension.dimension.id};
  Column n = ValueColumn("n", "n", Format::kInt), left = ValueColumn("left", "Left", Format::kInt);
  n.additive = left.additive = true;
  table.columns = {KeyColumn(retention.dimension.dimension.id, retention.dimension.dimension.label),
                   n, left, ValueColumn("left_share", "Left so far", Format::kPct1)};
  AppendWithLimits(ValueColumn("median", "Median stay, " + block.unit, Format::kNum1),
                   table.columns);
  for (const double horizon : block.horizons) {
    const std::string label = fmt::format("Still there after {:g} {}", horizon, block.unit);
    AppendWithLimits(ValueColumn(HorizonName(horizon), label, Format::kPct1), table.columns);
  }
  if (!block.horizons.empty()) {
    const std::string label =
        fmt::format("Mean stay within {:g} {}", block.horizons.back(), block.unit);
    AppendWithLimits(ValueColumn("stay", label, Format::kNum1), table.columns);
  }
  const double level = Confidence(retention.input.spec);
  for (const Group& group : retention.groups) {
    table.rows.push_back(SummaryCells(group, block, level));
  }
  table.total = SummaryCells(retention.everyone, block, level);
  table.notes = {
      "“Left so far” takes who has not left yet for someone who never will; compare the columns of "
      "survival instead."};
  return table;
}

// One cell of the triangle.
struct CohortCell {
  double n = 0, kept = 0, money = 0, money_kept = 0;
  bool complete = true;
};

CohortCell CohortAt(double age, std::span<const std::uint32_t> rows, std::span<const double> times,
                    std::span<const double> left, std::span<const double> seen,
                    std::span<const double> money) {
  CohortCell cell;
  for (const std::uint32_t row : rows) {
    if (std::isnan(times[row]) || times[row] < 0) continue;
    cell.complete = cell.complete && !std::isnan(seen[row]) && seen[row] >= age;
    const bool stays = left[row] != 1 || times[row] >= age;
    const double amount = std::isnan(money[row]) ? 0 : money[row];
    cell.n += 1;
    cell.money += amount;
    if (!stays) continue;
    cell.kept += 1;
    cell.money_kept += amount;
  }
  return cell;
}

Table TriangleTable(const Retention& retention) {
  const BlockSpec& spec = retention.spec;
  const RetentionBlock& block = retention.block;
  const AnalysisInput& input = retention.input;
  const FrameDimension& cohorts = RequireDimension(block.cohorts, spec.place, input);
  const std::string money_id = ExpressionId(spec.id, "money");
  const bool with_money = input.frame.FindMeasure(money_id) != nullptr;
  const Format format =
      FormatOfMeasure(money_id, input) == Format::kUsd2 ? Format::kUsd0 : Format::kNum1;
  Table table = BlockTable(spec, "_cohorts", "Who stayed, by start and age");
  table.dimensions = {cohorts.dimension.id};
  table.columns = {KeyColumn(cohorts.dimension.id, cohorts.dimension.label),
                   KeyColumn("age", "Age"), ValueColumn("n", "n", Format::kInt),
                   ValueColumn("kept", "Still there", Format::kInt)};
  AppendWithLimits(ValueColumn("rate", "Part still there", Format::kPct1), table.columns);
  if (with_money) {
    table.columns.push_back(ValueColumn("money", "Worth at the start", format));
    table.columns.push_back(ValueColumn("money_kept", "Worth still there", format));
    table.columns.push_back(ValueColumn("money_rate", "Part of worth still there", Format::kPct1));
  }
  const auto values = [&](const char* part) {
    return ValuesOf(ExpressionId(spec.id, part), input);
  };
  const std::vector<double> times = values("time"), left = values("left"), seen = values("seen"),
                            money = values("money");
  const Grouping grouping = GroupByMember(cohorts, input);
  double oldest = 0;
  for (const double value : seen) oldest = std::isnan(value) ? oldest : std::max(oldest, value);
  for (size_t m = 0; m < cohorts.size(); ++m) {
    for (double age = 0; age <= oldest; age += block.period) {
      const CohortCell cell = CohortAt(age, grouping.rows(m), times, left, seen, money);
      const bool shown = cell.complete && cell.n >= std::max(1, input.spec.minimum_n);
      std::vector<Cell> cells = {cohorts.dimension.members[m].name,
                                 fmt::format("{:g} {}", age, block.unit), cell.n,
                                 shown ? Cell(cell.kept) : Cell()};
      const auto rate = shown ? std::optional(cell.kept / cell.n) : std::nullopt;
      const auto limits =
          shown ? ModelInterval(stats::WilsonInterval({cell.kept, cell.n}, Confidence(input.spec)))
                : std::nullopt;
      AppendWithLimits(rate, limits, cells);
      if (with_money) {
        cells.push_back(cell.money);
        cells.push_back(shown ? Cell(cell.money_kept) : Cell());
        cells.push_back(shown && cell.money > 0 ? Cell(cell.money_kept / cell.money) : Cell());
      }
      table.rows.push_back(std::move(cells));
    }
  }
  table.notes = {
      "A cell is empty where not every customer of the cohort could have been seen for that long."};
  return table;
}

// How often customers left in each step of age, of those at risk in it: who was seen for a part of
// the step only counts as half (the life table's convention, Berkson and Gage 1950).
Table HazardTable(const Retention& retention) {
  Table table = BlockTable(retention.spec, "_hazard", "How many leave in each step");
  table.dimensions = {retention.dimension.dimension.id};
  table.columns = {KeyColumn(retention.dimension.dimension.id, retention.dimension.dimension.label),
                   ValueColumn("age", "From, " + retention.block.unit, Format::kInt),
                   ValueColumn("at_risk", "There at its start", Format::kInt),
                   ValueColumn("left", "Left", Format::kInt),
                   ValueColumn("censored", "Seen for a part only", Format::kInt)};
  AppendWithLimits(ValueColumn("hazard", "Part that left", Format::kPct1), table.columns);
  const double period = retention.block.period;
  for (const Group& group : retention.groups) {
    for (double from = 0; from < group.curve.last_time; from += period) {
      double at_risk = 0, left = 0, censored = 0;
      for (const stats::Spell& spell : group.spells) {
        if (spell.time < from) continue;
        ++at_risk;
        if (spell.time >= from + period) continue;
        (spell.event ? left : censored) += 1;
      }
      const double exposed = at_risk - censored / 2;
      if (exposed < std::max(1, retention.input.spec.minimum_n)) break;
      std::vector<Cell> cells = {group.name, from, at_risk, left, censored};
      AppendWithLimits(
          left / exposed,
          ModelInterval(stats::WilsonInterval({left, exposed}, Confidence(retention.input.spec))),
          cells);
      table.rows.push_back(std::move(cells));
    }
  }
  table.notes = {
      "Of those there at the start; who was seen for a part of the step only counts half. Wilson "
      "limits."};
  return table;
}

// Of all members, or within the strata.
Metric LogRankMetric(const Retention& retention, bool stratified) {
  std::vector<stats::Spell> spells;
  std::vector<std::uint32_t> groups, strata;
  for (size_t g = 0; g < retention.groups.size(); ++g) {
    const Group& group = retention.groups[g];
    spells.insert(spells.end(), group.spells.begin(), group.spells.end());
    groups.insert(groups.end(), group.spells.size(), static_cast<std::uint32_t>(g));
    if (stratified) strata.insert(strata.end(), group.strata.begin(), group.strata.end());
  }
  const auto test = stats::LogRank(spells, groups, strata);
  std::string label = fmt::format("Log-rank χ² over {}", retention.dimension.dimension.label);
  if (stratified) label += ", within " + retention.block.strata;
  Metric metric = BlockMetric(retention.spec.id + (stratified ? "_log_rank_within" : "_log_rank"),
                              std::move(label), Format::kNum1,
                              test ? std::optional(test->statistic) : std::nullopt);
  metric.description = stratified ? "Whether the groups leave at one rate within each stratum"
                                  : "Whether the groups leave at one rate";
  metric.n = retention.everyone.curve.n;
  if (test) {
    metric.p_value = metric.p_adjusted = test->p_value;
    metric.family_size = 1;
  }
  return metric;
}

std::vector<Metric> RetentionMetrics(const Retention& retention) {
  const stats::SurvivalCurve& curve = retention.everyone.curve;
  const std::string& id = retention.spec.id;
  std::vector<Metric> metrics = {LogRankMetric(retention, false)};
  if (!retention.block.strata.empty()) metrics.push_back(LogRankMetric(retention, true));
  Metric median = BlockMetric(id + "_median", "Median stay, " + retention.block.unit, Format::kNum1,
                              curve.Quantile(0.5));
  median.interval = MedianLimits(curve);
  if (!median.value) median.missing_reason = "under half of them have left";
  metrics.push_back(std::move(median));
  for (const double horizon : retention.block.horizons) {
    const auto step = curve.n > 0 ? curve.At(horizon) : std::nullopt;
    Metric metric =
        BlockMetric(fmt::format("{}_{}", id, HorizonName(horizon)),
                    fmt::format("Still there after {:g} {}", horizon, retention.block.unit),
                    Format::kPct1, step ? std::optional(step->survival) : std::nullopt);
    if (step) metric.interval = ModelInterval(step->interval);
    metric.interval_method = "Kaplan-Meier, log-log limits";
    metrics.push_back(std::move(metric));
  }
  Metric share = BlockMetric(id + "_left_share", "Left so far", Format::kPct1,
                             curve.n > 0 ? std::optional(curve.events / curve.n) : std::nullopt);
  share.description = "Takes who has not left yet for someone who never will";
  metrics.push_back(std::move(share));
  for (Metric& metric : metrics) {
    if (metric.n == 0) metric.n = curve.n;
    metric.source = retention.input.spec.entity_source;
  }
  return metrics;
}

}  // namespace

BlockResult ComputeRetention(const BlockSpec& spec, const RetentionBlock& block,
                             const AnalysisInput& input) {
  const Retention retention = Gather(spec, block, input);
  BlockResult result;
  result.tables = {CurveTable(retention), AtRiskTable(retention), SummaryTable(retention)};
  if (block.period > 0) result.tables.push_back(HazardTable(retention));
  if (!block.cohorts.empty()) result.tables.push_back(TriangleTable(retention));
  result.metrics = RetentionMetrics(retention);
  if (retention.left_out > 0) {
    result.notes.push_back({Severity::kInfo, spec.id,
                            fmt::format("{} {} have no time to count and are left out",
                                        FormatCount(retention.left_out), input.spec.entities)});
  }
  return result;
}

}  // namespace tessera
