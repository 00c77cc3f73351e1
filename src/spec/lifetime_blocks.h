// Blocks about time and plans: how long customers stay, what they are worth, what is aimed at.
// Expressions are over the entity's columns, attributes and dimensions.
#ifndef TESSERA_SPEC_LIFETIME_BLOCKS_H_
#define TESSERA_SPEC_LIFETIME_BLOCKS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

// A condition or a number over the entities, and how it was written.
struct EntityRule {
  ExpressionTree tree;  // null when it was not given
  std::string text;
};

// Kaplan-Meier curves of a dimension's members, and the triangle of cohorts by age (§4.9).
struct RetentionBlock {
  std::string dimension;
  EntityRule time;  // how long the customer was seen, in `unit`
  EntityRule left;  // whether it left at the end of that time; else it was still there
  std::string unit = "days";
  std::vector<double> horizons;  // ages at which survival is told
  // The triangle: a dimension of starts; "" leaves it out.
  std::string cohorts;
  EntityRule seen;  // how long the customer could have been seen, whether it left or not
  double period = 0;
  EntityRule money;    // kept or lost with the customer
  std::string strata;  // a dimension within which the members are compared too; "" for none
};

// What a customer is worth (§4.5): each part is there when its `revenue`, `time`, … are.
struct ContractValue {
  EntityRule revenue;   // a period's revenue
  EntityRule left;      // whether the customer has left
  EntityRule exposure;  // periods under contract; null is one each
  double margin = 1, discount = 0;
  std::string period = "month";
};
struct RenewalValue {
  EntityRule time, left, seen;  // in whole periods
  int periods = 0;
  double discount = 0;
  std::string period = "month";
};
struct PurchaseValue {
  EntityRule repeats, last, age;  // BG/NBD's x, t_x, T
  EntityRule value;               // mean value of a purchase
  double length = 1;              // of a period, in the unit of `age`
  double discount = 0;            // of one period
  int periods = 12;
  std::string period = "month";
  // The proof: purchases that came within `held_out_length` (in the unit of age) after all that the
  // models see; no rule, no proof.
  EntityRule held_out;
  double held_out_length = 0;
};
struct RevenueMovement {
  EntityRule before, after;  // recurring revenue at two dates, 0 or null for none
  EntityRule known;          // had paid at any time before
};
struct LtvBlock {
  std::string dimension;
  std::optional<ContractValue> contract;
  std::optional<RenewalValue> renewals;
  std::optional<PurchaseValue> purchases;
  std::optional<RevenueMovement> bridge;
};

// Where a metric of a segment stands, where it is to be, and how many customers show it.
struct Goal {
  std::string id, label;
  std::string metric;                      // a mean or a rate
  EntityRule where;                        // who; null is everyone
  std::string segment;                     // who, in words
  std::optional<double> target, relative;  // one of them: the value aimed at, or the change
  std::string due, owner;
  Place place;
};
struct TargetsBlock {
  std::vector<Goal> goals;
};

// What is done when, for whom, and how it will be measured.
struct PlannedAction {
  std::string id, label;
  int from_day = 1, to_day = 30;
  EntityRule where;
  std::string segment;
  std::string metric;            // watched; a mean or a rate, or ""
  double relative_effect = 0.1;  // worth finding, relative to the baseline
  std::string owner;
  Place place;
};
struct PlanBlock {
  std::vector<PlannedAction> actions;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_LIFETIME_BLOCKS_H_
