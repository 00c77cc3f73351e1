// A recommendation of the definition: whom it is for, what it may be worth, how it would be tested.
#ifndef TESSERA_SPEC_RECOMMENDATION_SPEC_H_
#define TESSERA_SPEC_RECOMMENDATION_SPEC_H_

#include <string>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

// target × rate × value, bounded (REPORTS.md §5.3).
struct RecommendationSpec {
  std::string id, title, group;
  ExpressionTree trigger;      // over figures; when false the card is listed as not supported
  std::string verdict_claim;   // claim that says why it stands
  std::string refuted_claim;   // claim that says why it does not
  std::string target;          // in words
  ExpressionTree target_rule;  // over entity columns and dimensions
  std::string target_text;
  std::string stake;        // an additive metric, summed over the target
  std::string effect;       // a difference metric: gain per customer; "" gives no range
  std::string gain_metric;  // an additive metric that the opportunity is a part of (ceiling)
  std::vector<std::string> evidence;  // claims
  std::vector<std::string> actions;
  std::string plan_metric;            // a rate or mean: baseline in the target
  double plan_relative_effect = 0.1;  // minimal effect worth finding, relative to the baseline
  std::string plan_duration;
  std::string owner, due, slot, cost, stop_rule;
  Place place;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_RECOMMENDATION_SPEC_H_
