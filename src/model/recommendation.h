// A recommendation card, and one that was checked and not supported by the data (REPORTS.md §5.3).
#ifndef TESSERA_MODEL_RECOMMENDATION_H_
#define TESSERA_MODEL_RECOMMENDATION_H_

#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/prose.h"

namespace tessera {

// What is gained if the share `uptake` of the target responds as the evidence suggests. The
// interval is that of the effect; `middle` its estimate. Never a promise, and never above
// `ceiling`.
struct OpportunityRange {
  double uptake = 0;
  Interval range;
  double middle = 0;
};

struct Overlap {
  std::string other;  // id of the other card
  double n = 0;       // customers in both targets
  double share = 0;   // of this card's target
};

// How the effect would be proved: a randomised test.
struct MeasurementPlan {
  std::string metric;  // the metric watched
  std::string metric_label;
  Format format = Format::kPct1;
  std::optional<double> baseline;
  std::optional<double> minimal_effect;  // absolute, in the metric's unit
  std::optional<double> n_per_arm;       // 80 % power, two-sided alpha
  bool feasible = false;                 // the target has both arms' customers
  std::string duration;                  // as the definition states it
};

struct Recommendation {
  std::string id;
  std::string title;
  std::string group;        // "Revenue growth", "Churn prevention", …
  bool supported = true;    // false: listed under "checked, not supported" with `verdict`
  Sentence verdict;         // why it stands, or why not: the trigger with its numbers
  std::string target;       // who, in words
  std::string target_rule;  // the condition, as the definition has it
  std::string target_sql;
  double n = 0;  // customers in the target
  double share = 0;
  std::optional<double> value_at_stake;  // what the target holds today
  std::string stake_label;               // "ARR of the target"
  std::vector<Sentence> evidence;        // crude, adjusted, what remains open
  std::string effect_metric;  // id of the metric whose interval the ranges use; "" if none
  std::vector<OpportunityRange> opportunity;
  std::optional<double> ceiling;  // what the opportunity may not exceed
  std::string ceiling_label;
  double unbounded =
      0;  // the largest upper end before the ceiling bounded it: beyond, a check fails
  Format value_format = Format::kUsd0;
  std::vector<Overlap> overlaps;
  std::vector<std::string> actions;
  MeasurementPlan plan;
  std::string owner;  // "" is shown as "not given"
  std::string cost;
  std::string due;
  std::string slot;  // "0–30 days", …
  std::string stop_rule;
};

}  // namespace tessera

#endif  // TESSERA_MODEL_RECOMMENDATION_H_
