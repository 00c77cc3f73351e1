// What is said, drawn and advised: claims, figures, recommendations, agreements, pages.
#include <fmt/format.h>

#include <utility>

#include "spec/claim_text.h"
#include "spec/definition_values.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

ClaimAlternative ReadAlternative(const YamlNode& say, ExpressionTree condition) {
  ParseClaimText(say.text, say.text_place);
  return {std::move(condition), say.text, say.place};
}

ClaimSpec ReadClaim(const YamlEntry& entry) {
  ClaimSpec claim;
  claim.id = entry.key;
  claim.place = entry.place;
  if (entry.value.IsScalar()) {
    claim.alternatives.push_back(ReadAlternative(entry.value, nullptr));
  }
  // An alternative without a condition may still go unsaid, for want of a figure or a licence, so
  // others may follow it.
  for (const YamlNode& item : entry.value.items) {
    claim.alternatives.push_back(
        item.IsScalar() ? ReadAlternative(item, nullptr)
                        : ReadAlternative(*item.Find("say"), ExpressionAt(item, "when")));
  }
  return claim;
}

FigureSpec ReadFigure(const YamlEntry& entry, const YamlNode* claims) {
  const YamlNode& node = entry.value;
  FigureSpec figure;
  figure.id = entry.key;
  figure.place = entry.place;
  figure.type = TextAt(node, "type");
  figure.table = TextAt(node, "table");
  const std::string title = TextAt(node, "title");
  const bool is_claim = claims != nullptr && claims->Find(title) != nullptr;
  (is_claim ? figure.title_claim : figure.title) = title;
  figure.subtitle = TextAt(node, "subtitle");
  figure.category = TextAt(node, "category");
  figure.series = TextAt(node, "series");
  figure.value = TextAt(node, "value");
  figure.count = TextAt(node, "count");
  figure.reference = TextAt(node, "reference");
  figure.logarithmic = BoolAt(node, "log", false);
  return figure;
}

void ReadPlan(const YamlNode& node, RecommendationSpec& recommendation) {
  const YamlNode* plan = node.Find("plan");
  if (plan == nullptr) return;
  recommendation.plan_metric = TextAt(*plan, "metric");
  recommendation.plan_relative_effect =
      FractionAt(*plan, "relative_effect").value_or(recommendation.plan_relative_effect);
  recommendation.plan_duration = TextAt(*plan, "duration");
}

RecommendationSpec ReadRecommendation(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  RecommendationSpec recommendation;
  recommendation.id = entry.key;
  recommendation.place = entry.place;
  recommendation.title = TextAt(node, "title");
  recommendation.group = TextAt(node, "group");
  recommendation.trigger = ExpressionAt(node, "when");
  recommendation.verdict_claim = TextAt(node, "verdict");
  recommendation.refuted_claim = TextAt(node, "refuted");
  recommendation.target = TextAt(node, "target");
  recommendation.target_rule = ExpressionAt(node, "rule");
  recommendation.target_text = TextOf(recommendation.target_rule);
  recommendation.stake = TextAt(node, "stake");
  recommendation.effect = TextAt(node, "effect");
  recommendation.gain_metric = TextAt(node, "ceiling");
  recommendation.evidence = TextsAt(node, "evidence");
  recommendation.actions = TextsAt(node, "actions");
  ReadPlan(node, recommendation);
  recommendation.owner = TextAt(node, "owner");
  recommendation.due = TextAt(node, "due");
  recommendation.slot = TextAt(node, "slot");
  recommendation.cost = TextAt(node, "cost");
  recommendation.stop_rule = TextAt(node, "stop");
  return recommendation;
}

}  // namespace

std::vector<ClaimSpec> ReadClaims(const YamlNode& definition) {
  std::vector<ClaimSpec> claims;
  for (const YamlEntry& entry : EntriesAt(definition, "claims")) {
    claims.push_back(ReadClaim(entry));
  }
  return claims;
}

std::vector<FigureSpec> ReadFigures(const YamlNode& definition) {
  std::vector<FigureSpec> figures;
  for (const YamlEntry& entry : EntriesAt(definition, "figures")) {
    figures.push_back(ReadFigure(entry, definition.Find("claims")));
  }
  return figures;
}

std::vector<RecommendationSpec> ReadRecommendations(const YamlNode& definition) {
  std::vector<RecommendationSpec> recommendations;
  for (const YamlEntry& entry : EntriesAt(definition, "recommendations")) {
    recommendations.push_back(ReadRecommendation(entry));
  }
  return recommendations;
}

std::vector<AgreementSpec> ReadAgreements(const YamlNode& definition) {
  std::vector<AgreementSpec> agreements;
  for (const YamlEntry& entry : EntriesAt(definition, "agreements")) {
    agreements.push_back({entry.key, ExpressionAt(entry.value, "left"),
                          ExpressionAt(entry.value, "right"),
                          TextAt(entry.value, "label", LabelFromName(entry.key)), entry.place});
  }
  return agreements;
}

std::vector<PageSpec> ReadPages(const YamlNode& definition) {
  std::vector<PageSpec> pages;
  for (const YamlEntry& entry : EntriesAt(definition, "pages")) {
    pages.push_back({entry.key, TextAt(entry.value, "title", LabelFromName(entry.key)),
                     TextAt(entry.value, "template", entry.key + ".html"),
                     BoolAt(entry.value, "each_segment", false)});
  }
  return pages;
}

}  // namespace tessera
