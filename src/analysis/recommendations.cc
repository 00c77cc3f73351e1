#include "analysis/recommendations.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analysis/opportunity.h"
#include "analysis/table_columns.h"

namespace tessera {
namespace {

// A card on its way: its rows are needed for counts, overlaps and the plan.
struct Target {
  const Measure* measure = nullptr;  // null: the card has no rule and takes everyone
  std::vector<std::uint32_t> rows;

  bool Holds(std::uint32_t row) const { return measure == nullptr || (*measure)[row] > 0; }
};

Target TargetOf(const RecommendationSpec& spec, const AnalysisInput& input) {
  Target target;
  target.measure = input.frame.FindMeasure("target:" + spec.id);
  const bool knows_rule = target.measure != nullptr || spec.target_rule == nullptr;
  for (size_t row = 0; knows_rule && row < input.frame.rows; ++row) {
    const auto index = static_cast<std::uint32_t>(row);
    if (target.Holds(index)) target.rows.push_back(index);
  }
  return target;
}

Recommendation Describe(const RecommendationInput& from) {
  const RecommendationSpec& spec = from.spec;
  Recommendation card;
  card.id = spec.id;
  card.title = spec.title;
  card.group = spec.group;
  card.supported = from.supported;
  card.verdict = from.verdict;
  card.evidence = from.evidence;
  card.target = spec.target;
  card.target_rule = spec.target_rule ? ExpressionText(*spec.target_rule) : spec.target_text;
  card.actions = spec.actions;
  card.owner = spec.owner;
  card.cost = spec.cost;
  card.due = spec.due;
  card.slot = spec.slot;
  card.stop_rule = spec.stop_rule;
  return card;
}

void SetStake(const RecommendationSpec& spec, const Target& target, const AnalysisInput& input,
              Recommendation& card) {
  if (spec.stake.empty()) return;
  const MetricSpec& stake = RequireMetric(spec.stake, spec.place, input.spec);
  card.value_at_stake = EstimateMetric(stake.id, target.rows, input).value;
  card.stake_label = fmt::format("{} of the target", stake.label);
  card.value_format = stake.format;
}

Recommendation MakeCard(const RecommendationInput& from, const Target& target,
                        const AnalysisInput& input, const Report& report) {
  Recommendation card = Describe(from);
  card.n = static_cast<double>(target.rows.size());
  if (input.frame.rows > 0) card.share = card.n / static_cast<double>(input.frame.rows);
  SetStake(from.spec, target, input, card);
  card.plan = PlanMeasurement(from.spec, target.rows, input);
  if (card.supported && target.rows.empty()) {
    card.supported = false;
    card.verdict = PlainSentence(fmt::format("No {} is in its target.", input.spec.entity));
  }
  if (card.supported) AddOpportunity(from.spec, input, report, card);
  return card;
}

double SharedRows(const Target& a, const Target& b) {
  return static_cast<double>(
      std::ranges::count_if(a.rows, [&](std::uint32_t row) { return b.Holds(row); }));
}

// Amounts of targets that overlap are never added up; so every overlap is stated.
void AddOverlaps(const std::vector<Target>& targets, std::vector<Recommendation>& cards) {
  for (size_t i = 0; i < cards.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!cards[i].supported || !cards[j].supported) continue;
      const double n = SharedRows(targets[i], targets[j]);
      if (n == 0) continue;
      cards[i].overlaps.push_back({cards[j].id, n, n / cards[i].n});
      cards[j].overlaps.push_back({cards[i].id, n, n / cards[j].n});
    }
  }
}

double LowerEndAtMiddleUptake(const Recommendation& card) {
  if (card.opportunity.empty()) return 0;
  return card.opportunity[card.opportunity.size() / 2].range.low;
}

bool StandsBefore(const Recommendation& a, const Recommendation& b) {
  const auto rank = [](const Recommendation& card) {
    const bool money = card.value_format == Format::kUsd0 || card.value_format == Format::kUsd2;
    return std::tuple(card.supported, LowerEndAtMiddleUptake(card), money,
                      card.value_at_stake.value_or(0));
  };
  return rank(a) > rank(b);
}

Table OpportunityTable(const std::vector<Recommendation>& cards) {
  Table table;
  table.id = "opportunities";
  table.title = "Opportunities by uptake";
  table.description = "Entities of the target × adjusted difference × uptake, an assumption";
  table.columns = {KeyColumn("card", "Recommendation"),
                   ValueColumn("n", "Target", Format::kInt),
                   ValueColumn("uptake", "Uptake", Format::kPct1),
                   RowFormatColumn("low", "Low end", false),
                   RowFormatColumn("middle", "Middle", false),
                   RowFormatColumn("high", "High end", false),
                   RowFormatColumn("ceiling", "Part of", false)};
  for (const Recommendation& card : cards) {
    for (const OpportunityRange& range : card.opportunity) {
      table.rows.push_back({card.title, card.n, range.uptake, range.range.low, range.middle,
                            range.range.high, NumberCell(card.ceiling)});
      table.row_formats.push_back(card.value_format);
    }
  }
  table.notes = {"Targets overlap: amounts of different recommendations are not added up."};
  return table;
}

Table OverlapTable(const std::vector<Recommendation>& cards) {
  Table table;
  table.id = "recommendation_overlap";
  table.title = "Where targets overlap";
  table.description = "Shared members; shares are of the first target";
  table.columns = {KeyColumn("card", "Target of"), KeyColumn("other", "Also in the target of"),
                   ValueColumn("n", "Shared", Format::kInt),
                   ValueColumn("share", "Share of the target", Format::kPct1)};
  const auto title = [&](const std::string& id) {
    return std::ranges::find(cards, id, &Recommendation::id)->title;
  };
  for (const Recommendation& card : cards) {
    for (const Overlap& overlap : card.overlaps) {
      table.rows.push_back({card.title, title(overlap.other), overlap.n, overlap.share});
    }
  }
  return table;
}

}  // namespace

BlockResult ComputeRecommendations(std::span<const RecommendationInput> inputs,
                                   const AnalysisInput& input, Report& report) {
  std::vector<Target> targets;
  std::vector<Recommendation> cards;
  BlockResult result;
  for (const RecommendationInput& from : inputs) {
    targets.push_back(TargetOf(from.spec, input));
    cards.push_back(MakeCard(from, targets.back(), input, report));
    const Recommendation& card = cards.back();
    if (card.ceiling && card.unbounded > *card.ceiling) {
      result.notes.push_back(
          {Severity::kWarning, card.id,
           fmt::format("the opportunity would be {}, beyond the {} of {}",
                       FormatNumber(card.unbounded, card.value_format, report.locale),
                       FormatNumber(*card.ceiling, card.value_format, report.locale),
                       card.ceiling_label)});
    }
  }
  AddOverlaps(targets, cards);
  std::ranges::stable_sort(cards, StandsBefore);
  result.tables = {OpportunityTable(cards), OverlapTable(cards)};
  report.recommendations = std::move(cards);
  return result;
}

}  // namespace tessera
