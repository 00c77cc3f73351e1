// A recommendation card in report.json: the fields of model/recommendation.h under their own names.
#include "page/report_json.h"

namespace tessera {
namespace {

Json SentencesJson(const std::vector<Sentence>& sentences) {
  Json list = Json::array();
  for (const Sentence& sentence : sentences) list.push_back(SentenceJson(sentence));
  return list;
}

Json OpportunityJson(const std::vector<OpportunityRange>& ranges) {
  Json list = Json::array();
  for (const OpportunityRange& range : ranges) {
    list.push_back(
        {{"uptake", NumberJson(range.uptake)},
         {"range", {{"low", NumberJson(range.range.low)}, {"high", NumberJson(range.range.high)}}},
         {"middle", NumberJson(range.middle)}});
  }
  return list;
}

Json OverlapsJson(const std::vector<Overlap>& overlaps) {
  Json list = Json::array();
  for (const Overlap& overlap : overlaps) {
    list.push_back({{"other", TextJson(overlap.other)},
                    {"n", NumberJson(overlap.n)},
                    {"share", NumberJson(overlap.share)}});
  }
  return list;
}

Json PlanJson(const MeasurementPlan& plan) {
  return {{"metric", TextJson(plan.metric)},
          {"metric_label", TextJson(plan.metric_label)},
          {"format", FormatName(plan.format)},
          {"baseline", NumberJson(plan.baseline)},
          {"minimal_effect", NumberJson(plan.minimal_effect)},
          {"n_per_arm", NumberJson(plan.n_per_arm)},
          {"feasible", plan.feasible},
          {"duration", TextJson(plan.duration)}};
}

}  // namespace

Json RecommendationJson(const Recommendation& card) {
  Json actions = Json::array();
  for (const std::string& action : card.actions) actions.push_back(TextJson(action));
  return {{"id", TextJson(card.id)},
          {"title", TextJson(card.title)},
          {"group", TextJson(card.group)},
          {"supported", card.supported},
          {"verdict", SentenceJson(card.verdict)},
          {"target", TextJson(card.target)},
          {"target_rule", TextJson(card.target_rule)},
          {"target_sql", TextJson(card.target_sql)},
          {"n", NumberJson(card.n)},
          {"share", NumberJson(card.share)},
          {"value_at_stake", NumberJson(card.value_at_stake)},
          {"stake_label", TextJson(card.stake_label)},
          {"evidence", SentencesJson(card.evidence)},
          {"effect_metric", TextJson(card.effect_metric)},
          {"opportunity", OpportunityJson(card.opportunity)},
          {"ceiling", NumberJson(card.ceiling)},
          {"ceiling_label", TextJson(card.ceiling_label)},
          {"value_format", FormatName(card.value_format)},
          {"overlaps", OverlapsJson(card.overlaps)},
          {"actions", actions},
          {"plan", PlanJson(card.plan)},
          {"owner", TextJson(card.owner)},
          {"cost", TextJson(card.cost)},
          {"due", TextJson(card.due)},
          {"slot", TextJson(card.slot)},
          {"stop_rule", TextJson(card.stop_rule)}};
}

}  // namespace tessera
