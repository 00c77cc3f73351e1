// The table of keys: blocks about time and plans (lifetime_blocks.h).
#include "spec/block_readers.h"
#include "spec/schema_block.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

KeySchema Period() { return {"period", Words(), "The name of one period, in words.", "month"}; }
KeySchema Discount() {
  return {"discount", Fraction(), "The rate of discount of one period.", "0"};
}

const MappingSchema& ContractSchema() {
  static const MappingSchema schema = {
      "a contract",
      "Revenue × margin ÷ churn, with the interval of the churn rate.",
      {
          {"revenue", Formula(), "The revenue of one period.", "", true},
          {"left", Formula(), "Whether the customer has left.", "", true},
          {"exposure", Formula(), "How many periods it was under contract.", "1"},
          {"margin", Fraction(), "The part of revenue that is kept.", "100%"},
          Discount(),
          Period(),
      }};
  return schema;
}

const MappingSchema& RenewalsSchema() {
  static const MappingSchema schema = {
      "a model of renewals",
      "How many renewals are still to come: the shifted beta-geometric model.",
      {
          {"time", Formula(), "Periods stayed.", "", true},
          {"left", Formula(), "Whether the customer left then.", "", true},
          {"seen", Formula(), "Periods that the customer could have stayed.", "", true},
          {"periods", Integer(2, 600), "Renewals fitted; customers seen for less are left out.",
           "12"},
          Discount(),
          Period(),
      }};
  return schema;
}

const MappingSchema& PurchasesSchema() {
  static const MappingSchema schema = {
      "a model of purchases",
      "Customers who owe nothing: BG/NBD for how often, Gamma-Gamma for how much.",
      {
          {"repeats", Formula(), "Purchases after the first, on different days.", "", true},
          {"last", Formula(), "From the first purchase to the last.", "", true},
          {"age", Formula(), "From the first purchase to the report's date.", "", true},
          {"value", Formula(), "The mean value of a purchase.", "", true},
          {"periods", Integer(1, 600), "How many periods ahead.", "12"},
          {"length", Number(0, 1e9), "The length of a period in the unit of age.", "1"},
          {"held_out", Formula(), "Purchases that came after all that the models see."},
          {"held_out_length", Number(0, 1e9), "For how long those were counted."},
          Discount(),
          Period(),
      }};
  return schema;
}

const MappingSchema& BridgeSchema() {
  static const MappingSchema schema = {
      "a revenue bridge",
      "From the recurring revenue of one date to that of another.",
      {
          {"before", Formula(), "Recurring revenue at the first date.", "", true},
          {"after", Formula(), "Recurring revenue at the second.", "", true},
          {"known", Formula(), "Had paid at any time before.", "", true},
      }};
  return schema;
}

const MappingSchema& GoalSchema() {
  static const MappingSchema schema = {
      "a goal",
      "Where a metric of a segment is to be.",
      {
          {"label", Words(), "The goal in words.", "its id in words"},
          {"metric", Reference(Section::kMetric), "A mean or a rate.", "", true},
          {"where", Formula(), "The entities that it is about.", "everyone"},
          {"segment", Words(), "Who, in words.", "the condition"},
          {"target", Number(), "The value aimed at; a rate as a fraction."},
          {"change", Number(-1, 1000), "Or the change relative to the baseline: -0.15."},
          {"due", Words(), "By when."},
          {"owner", Words(), "Who answers for it."},
      }};
  return schema;
}

const MappingSchema& ActionSchema() {
  static const MappingSchema schema = {
      "an action",
      "What is done, when, for whom, and how it will be measured.",
      {
          {"label", Words(), "What is done.", "its id in words"},
          {"from_day", Integer(1, 3660), "Its first day.", "1"},
          {"to_day", Integer(1, 3660), "Its last day.", "30"},
          {"where", Formula(), "For whom.", "everyone"},
          {"segment", Words(), "For whom, in words.", "the condition"},
          {"metric", Reference(Section::kMetric), "The mean or rate that is watched."},
          {"relative_effect", Fraction(), "The least effect worth finding, relative.", "10%"},
          {"owner", Words(), "Who does it."},
      }};
  return schema;
}

}  // namespace

const MappingSchema& RetentionSchema() {
  static const MappingSchema schema = BlockSchema(
      "a retention block", "How long customers stay, those who have not left yet included.",
      {
          {"dimension", Reference(Section::kDimension), "One curve a member.", "", true},
          {"time", Formula(), "How long each was seen.", "", true},
          {"left", Formula(), "Whether it left then.", "", true},
          {"unit", Words(), "The unit of time.", "days"},
          {"horizons", List(Number(0, 1e9)), "Ages at which survival is told.", "[]"},
          {"cohorts", Reference(Section::kDimension), "A dimension of starts, for the triangle."},
          {"seen", Formula(), "How long each could have been seen."},
          {"period", Number(0, 1e9),
           "One step of age in the triangle and in the rates of leaving."},
          {"money", Formula(), "What is kept or lost with a customer."},
          {"strata", Reference(Section::kDimension),
           "Compare the members within each of these too."},
      });
  return schema;
}

const MappingSchema& LtvSchema() {
  static const MappingSchema schema =
      BlockSchema("an ltv block", "What a customer is worth, by the models that fit the contract.",
                  {
                      {"dimension", Reference(Section::kDimension), "The rows.", "", true},
                      {"contract", Mapping(ContractSchema()), "The simple contractual value."},
                      {"renewals", Mapping(RenewalsSchema()), "Renewals still to come."},
                      {"purchases", Mapping(PurchasesSchema()), "Purchases still to come."},
                      {"bridge", Mapping(BridgeSchema()), "Movements of recurring revenue."},
                  });
  return schema;
}

const MappingSchema& TargetsSchema() {
  static const MappingSchema schema = BlockSchema(
      "a targets block", "Baseline, target, and how many customers show the difference.",
      {{"goals", Map(Mapping(GoalSchema())), "The goals, by id.", "", true}});
  return schema;
}

const MappingSchema& GoalPlanSchema() {
  static const MappingSchema schema =
      BlockSchema("a plan block", "Actions in time, each with its segment and its measurement.",
                  {{"actions", Map(Mapping(ActionSchema())), "The actions, by id.", "", true}});
  return schema;
}

}  // namespace tessera
