#include "analysis/rates_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/association.h"
#include "analysis/comparison.h"
#include "analysis/table_columns.h"

namespace tessera {
namespace {

struct MemberRate {
  std::string label;
  double n = 0;
  Estimate rate;
};

struct DimensionRates {
  const Dimension* dimension = nullptr;
  std::vector<MemberRate> members;
  Association association;

  // The members at the ends, those with a rate; null when there is none.
  const MemberRate* Largest() const;
  const MemberRate* Smallest() const;
};

bool HasSmallerRate(const MemberRate* a, const MemberRate* b) {
  return *a->rate.value < *b->rate.value;
}

std::vector<const MemberRate*> WithRate(const std::vector<MemberRate>& members) {
  std::vector<const MemberRate*> present;
  for (const MemberRate& member : members) {
    if (member.rate.value) present.push_back(&member);
  }
  return present;
}

const MemberRate* DimensionRates::Largest() const {
  const auto present = WithRate(members);
  const auto found = std::ranges::max_element(present, HasSmallerRate);
  return found == present.end() ? nullptr : *found;
}

const MemberRate* DimensionRates::Smallest() const {
  const auto present = WithRate(members);
  const auto found = std::ranges::min_element(present, HasSmallerRate);
  return found == present.end() ? nullptr : *found;
}

DimensionRates RatesOver(const FrameDimension& dimension, const std::string& outcome,
                         const AnalysisInput& input) {
  DimensionRates rates;
  rates.dimension = &dimension.dimension;
  const std::vector<const FrameDimension*> one = {&dimension};
  const Grouping grouping = GroupRows(CombineCodes(one, input.frame.rows), dimension.size());
  std::vector<double> counts;
  for (size_t m = 0; m < dimension.size(); ++m) {
    const auto rows = grouping.rows(m);
    MemberRate member{dimension.dimension.members[m].label, static_cast<double>(rows.size()),
                      EstimateMetric(outcome, rows, input)};
    counts.push_back(member.rate.part);
    counts.push_back(member.rate.n - member.rate.part);
    rates.members.push_back(std::move(member));
  }
  rates.association = AssociationOfCounts({counts, dimension.size(), 2}, Confidence(input.spec));
  return rates;
}

std::optional<double> GapOf(const DimensionRates& rates) {
  const MemberRate* largest = rates.Largest();
  if (largest == nullptr) return std::nullopt;
  return *largest->rate.value - *rates.Smallest()->rate.value;
}

Table RateTable(const BlockSpec& spec, const MetricSpec& outcome,
                const std::vector<DimensionRates>& dimensions) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {KeyColumn("dimension", "Dimension"), KeyColumn("member", "Group"),
                   ValueColumn("n", "n", Format::kInt)};
  Column rate = ValueColumn("rate", outcome.label, outcome.format);
  rate.metric = outcome.id;
  AppendWithLimits(rate, table.columns);
  for (const DimensionRates& rates : dimensions) {
    for (const MemberRate& member : rates.members) {
      std::vector<Cell> cells = {rates.dimension->label, member.label, member.n};
      AppendWithLimits(member.rate.value, member.rate.interval, cells);
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

std::vector<Cell> TestCells(const DimensionRates& rates) {
  const Association& association = rates.association;
  const MemberRate* largest = rates.Largest();
  const MemberRate* smallest = rates.Smallest();
  return {rates.dimension->label,
          NumberCell(association.statistic),
          NumberCell(association.df),
          NumberCell(association.estimate.p_value),
          NumberCell(association.estimate.p_adjusted),
          NumberCell(association.estimate.value),
          association.size.empty() ? Cell() : Cell(association.size),
          NumberCell(GapOf(rates)),
          largest == nullptr ? Cell() : Cell(largest->label),
          smallest == nullptr ? Cell() : Cell(smallest->label)};
}

Table TestTable(const BlockSpec& spec, const MetricSpec& outcome,
                const std::vector<DimensionRates>& dimensions) {
  Table table;
  table.id = spec.id + "_tests";
  table.title = fmt::format("Whether {} differs", outcome.label);
  table.columns = {KeyColumn("dimension", "Dimension"),
                   ValueColumn("statistic", "χ²", Format::kNum1),
                   ValueColumn("df", "df", Format::kInt),
                   PValueColumn("p", "p"),
                   PValueColumn("p_holm", "p, Holm"),
                   ValueColumn("v", "Cramér's V", Format::kNum2),
                   ValueColumn("size", "Size", Format::kText),
                   ValueColumn("gap", "Between the ends", DifferenceFormat(outcome.format)),
                   ValueColumn("largest", "Group with the maximum", Format::kText),
                   ValueColumn("smallest", "Group with the minimum", Format::kText)};
  for (const DimensionRates& rates : dimensions) table.rows.push_back(TestCells(rates));
  table.notes.push_back(
      fmt::format("{} dimensions, one family of tests (Holm).", dimensions.size()));
  return table;
}

void AddMetrics(const BlockSpec& spec, const MetricSpec& outcome, const DimensionRates& rates,
                const AnalysisInput& input, std::vector<Metric>& metrics) {
  const std::string id = fmt::format("{}_{}", spec.id, rates.dimension->id);
  metrics.push_back(
      AssociationMetric(id + "_v", fmt::format("{} and {}", rates.dimension->label, outcome.label),
                        rates.association));
  Metric gap;
  gap.id = id + "_gap";
  gap.label = fmt::format("{} by {}, between the ends", outcome.label, rates.dimension->label);
  gap.description = "The ends are picked by looking at all groups: no interval is given";
  gap.format = DifferenceFormat(outcome.format);
  gap.value = GapOf(rates);
  gap.n = static_cast<double>(input.frame.rows);
  if (!gap.value) gap.missing_reason = "no group has a rate";
  metrics.push_back(std::move(gap));
}

}  // namespace

BlockResult ComputeRates(const BlockSpec& spec, const RatesBlock& block,
                         const AnalysisInput& input) {
  const MetricSpec& outcome = RequireMetric(block.outcome, spec.place, input.spec);
  const MetricPlan* plan = input.catalogue.Find(block.outcome);
  if (plan == nullptr || !plan->is_rate) {
    throw Error(fmt::format("the outcome '{}' of '{}' is no rate", block.outcome, spec.id),
                spec.place)
        .Remedy("a rate is a ratio of two counts");
  }
  std::vector<DimensionRates> dimensions;
  for (const std::string& id : block.dimensions) {
    dimensions.push_back(RatesOver(RequireDimension(id, spec.place, input), block.outcome, input));
  }
  std::vector<Difference*> family;
  for (DimensionRates& rates : dimensions) family.push_back(&rates.association.estimate);
  AdjustFamily(family);
  BlockResult result;
  for (const DimensionRates& rates : dimensions) {
    AddMetrics(spec, outcome, rates, input, result.metrics);
  }
  result.tables = {RateTable(spec, outcome, dimensions), TestTable(spec, outcome, dimensions)};
  return result;
}

}  // namespace tessera
