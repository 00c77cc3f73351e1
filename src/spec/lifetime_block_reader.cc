// Blocks about time and plans (lifetime_blocks.h).
#include <fmt/format.h>

#include <utility>

#include "spec/block_readers.h"
#include "spec/definition_values.h"

namespace tessera {
namespace {

EntityRule RuleAt(const YamlNode& node, std::string_view key) {
  EntityRule rule;
  rule.tree = ExpressionAt(node, key);
  rule.text = TextOf(rule.tree);
  return rule;
}

std::vector<double> NumbersAt(const YamlNode& node, std::string_view key) {
  std::vector<double> numbers;
  for (const YamlNode& item : ItemsAt(node, key)) {
    numbers.push_back(ParseNumber(item.text).value_or(0));
  }
  return numbers;
}

ContractValue ReadContract(const YamlNode& node) {
  ContractValue contract;
  contract.revenue = RuleAt(node, "revenue");
  contract.left = RuleAt(node, "left");
  contract.exposure = RuleAt(node, "exposure");
  contract.margin = FractionAt(node, "margin").value_or(1);
  contract.discount = FractionAt(node, "discount").value_or(0);
  contract.period = TextAt(node, "period", contract.period);
  return contract;
}

RenewalValue ReadRenewals(const YamlNode& node) {
  RenewalValue renewals;
  renewals.time = RuleAt(node, "time");
  renewals.left = RuleAt(node, "left");
  renewals.seen = RuleAt(node, "seen");
  renewals.periods = static_cast<int>(NumberAt(node, "periods").value_or(12));
  renewals.discount = FractionAt(node, "discount").value_or(0);
  renewals.period = TextAt(node, "period", renewals.period);
  return renewals;
}

PurchaseValue ReadPurchases(const YamlNode& node) {
  PurchaseValue purchases;
  purchases.repeats = RuleAt(node, "repeats");
  purchases.last = RuleAt(node, "last");
  purchases.age = RuleAt(node, "age");
  purchases.value = RuleAt(node, "value");
  purchases.length = NumberAt(node, "length").value_or(1);
  purchases.discount = FractionAt(node, "discount").value_or(0);
  purchases.periods = static_cast<int>(NumberAt(node, "periods").value_or(12));
  purchases.period = TextAt(node, "period", purchases.period);
  purchases.held_out = RuleAt(node, "held_out");
  purchases.held_out_length = NumberAt(node, "held_out_length").value_or(0);
  if (purchases.held_out.tree != nullptr && purchases.held_out_length <= 0) {
    throw Error("purchases held out need 'held_out_length'", node.Find("held_out")->place)
        .Remedy("held_out_length: how long after the fit they were counted, in the unit of age");
  }
  return purchases;
}

Goal ReadGoal(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  Goal goal;
  goal.id = entry.key;
  goal.place = entry.place;
  goal.label = TextAt(node, "label", LabelFromName(entry.key));
  goal.metric = TextAt(node, "metric");
  goal.where = RuleAt(node, "where");
  goal.segment = TextAt(node, "segment", goal.where.tree ? goal.where.text : "everyone");
  goal.target = NumberAt(node, "target");
  goal.relative = NumberAt(node, "change");
  goal.due = TextAt(node, "due");
  goal.owner = TextAt(node, "owner");
  if (goal.target.has_value() == goal.relative.has_value()) {
    throw Error(fmt::format("the goal '{}' needs a target or a change, and not both", goal.id),
                entry.place)
        .Remedy("target: 0.55 is the value aimed at, change: -0.15 is relative to the baseline");
  }
  return goal;
}

PlannedAction ReadAction(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  PlannedAction action;
  action.id = entry.key;
  action.place = entry.place;
  action.label = TextAt(node, "label", LabelFromName(entry.key));
  action.from_day = static_cast<int>(NumberAt(node, "from_day").value_or(1));
  action.to_day = static_cast<int>(NumberAt(node, "to_day").value_or(30));
  action.where = RuleAt(node, "where");
  action.segment = TextAt(node, "segment", action.where.tree ? action.where.text : "everyone");
  action.metric = TextAt(node, "metric");
  action.relative_effect = FractionAt(node, "relative_effect").value_or(0.1);
  action.owner = TextAt(node, "owner");
  if (action.to_day < action.from_day) {
    throw Error(fmt::format("the action '{}' ends before it begins", action.id), entry.place);
  }
  return action;
}

}  // namespace

AnyBlock ReadRetention(const YamlNode& node) {
  RetentionBlock block;
  block.dimension = TextAt(node, "dimension");
  block.time = RuleAt(node, "time");
  block.left = RuleAt(node, "left");
  block.unit = TextAt(node, "unit", block.unit);
  block.horizons = NumbersAt(node, "horizons");
  block.cohorts = TextAt(node, "cohorts");
  block.seen = RuleAt(node, "seen");
  block.period = NumberAt(node, "period").value_or(0);
  block.money = RuleAt(node, "money");
  block.strata = TextAt(node, "strata");
  if (!block.cohorts.empty() && (block.seen.tree == nullptr || block.period <= 0)) {
    throw Error("a triangle of cohorts needs 'seen' and 'period'", node.Find("cohorts")->place)
        .Remedy("seen: how long each could have been seen; period: the length of one step of age");
  }
  return block;
}

AnyBlock ReadLtv(const YamlNode& node) {
  LtvBlock block;
  block.dimension = TextAt(node, "dimension");
  if (const YamlNode* part = node.Find("contract")) block.contract = ReadContract(*part);
  if (const YamlNode* part = node.Find("renewals")) block.renewals = ReadRenewals(*part);
  if (const YamlNode* part = node.Find("purchases")) block.purchases = ReadPurchases(*part);
  if (const YamlNode* part = node.Find("bridge")) {
    block.bridge =
        RevenueMovement{RuleAt(*part, "before"), RuleAt(*part, "after"), RuleAt(*part, "known")};
  }
  if (!block.contract && !block.renewals && !block.purchases && !block.bridge) {
    throw Error("an ltv block needs a contract, renewals, purchases or a bridge", node.place);
  }
  return block;
}

AnyBlock ReadTargets(const YamlNode& node) {
  TargetsBlock block;
  for (const YamlEntry& entry : EntriesAt(node, "goals")) block.goals.push_back(ReadGoal(entry));
  return block;
}

AnyBlock ReadPlan(const YamlNode& node) {
  PlanBlock block;
  for (const YamlEntry& entry : EntriesAt(node, "actions")) {
    block.actions.push_back(ReadAction(entry));
  }
  return block;
}

}  // namespace tessera
