// The table of keys: blocks (block_spec.h).
#include "spec/block_readers.h"
#include "spec/definition_schema.h"
#include "spec/schema_block.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

const std::vector<std::string> kBlockTypes = {
    "breakdown",    "crosstab",   "flow",        "paths",     "lift",         "indicators",
    "associations", "rates",      "sensitivity", "histogram", "distribution", "values",
    "quality",      "rules",      "thresholds",  "clusters",  "rfm",          "concentration",
    "migration",    "evaluation", "retention",   "ltv",       "targets",      "plan",
    "compare",      "cohort",     "intake"};

}  // namespace

MappingSchema BlockSchema(std::string title, std::string description, std::vector<KeySchema> own) {
  std::vector<KeySchema> keys = {
      {"type", Choice(kBlockTypes), "What is computed.", "", true},
      {"title", Words(), "The title of its table.", "its id in words"},
      {"description", Words(), "What the table shows and how it was computed."},
  };
  keys.insert(keys.begin() + 1, own.begin(), own.end());
  return {std::move(title), std::move(description), std::move(keys)};
}

namespace {

ValueType Dimension() { return Reference(Section::kDimension); }
ValueType Metric() { return Reference(Section::kMetric); }

const MappingSchema& BreakdownSchema() {
  static const MappingSchema schema = BlockSchema(
      "a breakdown block", "One row a member of a dimension, and the total.",
      {
          {"dimension", Dimension(), "The rows.", "", true},
          {"metrics", List(Metric()), "The columns.", "", true},
          {"index", List(Metric()),
           "Of these a further column: the member's value, that of all being 100.", "[]"},
      });
  return schema;
}

const MappingSchema& CrosstabSchema() {
  static const MappingSchema schema =
      BlockSchema("a crosstab block", "One row a pair of members, pairs without entities too.",
                  {
                      {"rows", Dimension(), "The first dimension.", "", true},
                      {"columns", Dimension(), "The second dimension.", "", true},
                      {"metrics", List(Metric()), "What is computed for each pair.", "", true},
                  });
  return schema;
}

const MappingSchema& FlowSchema() {
  static const MappingSchema schema = BlockSchema(
      "a flow block", "Links between neighbouring stages, for a Sankey diagram.",
      {
          {"stages", List(Dimension()), "The dimensions, in order; at least two.", "", true},
          {"metrics", List(Metric()), "What is computed for each link.", "", true},
      });
  return schema;
}

const MappingSchema& PathsSchema() {
  static const MappingSchema schema = BlockSchema(
      "a paths block", "Every combination of members that occurs, ranked.",
      {
          {"dimensions", List(Dimension()), "What is combined.", "", true},
          {"metrics", List(Metric()), "What is computed for each path.", "", true},
          {"rank_by", Metric(), "The metric that ranks them, descending.", "the first metric"},
          {"limit", Integer(1), "The first few only.", "all"},
          {"all", Bool(), "Combinations that do not occur too.", "false"},
          {"filter", Formula(), "The entities that count."},
      });
  return schema;
}

const MappingSchema& LiftSchema() {
  static const MappingSchema schema =
      BlockSchema("a lift block", "Two groups compared: crude, and adjusted for other dimensions.",
                  {
                      {"dimension", Dimension(), "The dimension that holds both groups.", "", true},
                      {"treated", Words(), "The member that is compared.", "", true},
                      {"control", Words(), "The member that it is compared with.", "", true},
                      {"outcomes", List(Metric()), "Means and rates.", "", true},
                      {"adjust", List(Dimension()), "Held fixed in the adjusted comparison.",
                       "the definition's confounders"},
                      {"caveat", Words(), "What a reader must know, in words."},
                  });
  return schema;
}

const MappingSchema& FlagSchema() {
  static const MappingSchema schema = {
      "a flag",
      "A condition that may go with the outcome.",
      {
          {"when", Formula(), "The entities that have the flag.", "", true},
          {"label", Words(), "Its name in the report.", "its id in words"},
          {"expect", Choice({"higher", "lower"}),
           "The rate that is expected with the flag; one "
           "that the data contradict is no indicator.",
           "higher"},
      }};
  return schema;
}

const MappingSchema& IndicatorsSchema() {
  static const MappingSchema schema =
      BlockSchema("an indicators block", "Rates of an outcome with each flag against without it.",
                  {
                      {"outcome", Metric(), "A rate.", "", true},
                      {"flags", Map(Mapping(FlagSchema())), "The flags, by id.", "", true},
                  });
  return schema;
}

const MappingSchema& PairSchema() {
  static const MappingSchema schema = {
      "a pair",
      "Two dimensions, or two numeric columns.",
      {
          {"left", Reference(Section::kDimensionOrColumn), "The first.", "", true},
          {"right", Reference(Section::kDimensionOrColumn), "The second, of the same kind.", "",
           true},
          {"label", Words(), "Its name in the report.", "both names"},
      }};
  return schema;
}

const MappingSchema& AssociationsSchema() {
  static const MappingSchema schema = BlockSchema(
      "an associations block", "How strongly things go together, with test and scale.",
      {
          {"pairs", List(Mapping(PairSchema())), "What is compared with what.", "", true},
      });
  return schema;
}

const MappingSchema& RatesSchema() {
  static const MappingSchema schema =
      BlockSchema("a rates block", "One rate by several dimensions, tested as one family.",
                  {
                      {"outcome", Metric(), "A rate.", "", true},
                      {"dimensions", List(Dimension()), "The dimensions.", "", true},
                  });
  return schema;
}

const MappingSchema& SensitivityLineSchema() {
  static const MappingSchema schema = {
      "a line",
      "One way to answer the same question.",
      {
          {"label", Words(), "What is held fixed, in words.", "", true},
          {"lift", Reference(Section::kLift), "The lift block that is repeated.", "", true},
          {"adjust", List(Dimension()), "Held fixed; an empty list is the crude comparison.", "[]"},
      }};
  return schema;
}

const MappingSchema& SensitivitySchema() {
  static const MappingSchema schema =
      BlockSchema("a sensitivity block", "How one answer changes with what is held fixed.",
                  {
                      {"outcome", Metric(), "The outcome of every line.", "", true},
                      {"lines", List(Mapping(SensitivityLineSchema())),
                       "From crude to most adjusted.", "", true},
                  });
  return schema;
}

const MappingSchema& HistogramSchema() {
  static const MappingSchema schema =
      BlockSchema("a histogram block", "The distribution of a numeric column.",
                  {
                      {"column", Reference(Section::kEntityColumn), "The column.", "", true},
                      {"bins", Integer(1, 1000), "How many bars.", "20"},
                      {"log", Bool(), "Bins of equal width on a logarithmic axis.", "false"},
                  });
  return schema;
}

const MappingSchema& DistributionSchema() {
  static const MappingSchema schema =
      BlockSchema("a distribution block", "Five numbers of a numeric column for each member.",
                  {
                      {"dimension", Dimension(), "The rows.", "", true},
                      {"column", Reference(Section::kEntityColumn), "The column.", "", true},
                  });
  return schema;
}

const MappingSchema& ValuesSchema() {
  static const MappingSchema schema =
      BlockSchema("a values block", "The values of a text column of a many_to_one source, counted.",
                  {
                      {"source", Reference(Section::kSource), "The source.", "", true},
                      {"column", Name(), "Its column.", "", true},
                  });
  return schema;
}

const MappingSchema& QualitySchema() {
  static const MappingSchema schema =
      BlockSchema("a quality block", "The state of the data: what was read, what is missing.", {});
  return schema;
}

}  // namespace

ValueType BlockValueType() {
  return MakeType(TypedType{"a block",
                            {{"breakdown", &BreakdownSchema()},
                             {"crosstab", &CrosstabSchema()},
                             {"flow", &FlowSchema()},
                             {"paths", &PathsSchema()},
                             {"lift", &LiftSchema()},
                             {"indicators", &IndicatorsSchema()},
                             {"associations", &AssociationsSchema()},
                             {"rates", &RatesSchema()},
                             {"sensitivity", &SensitivitySchema()},
                             {"histogram", &HistogramSchema()},
                             {"distribution", &DistributionSchema()},
                             {"values", &ValuesSchema()},
                             {"quality", &QualitySchema()},
                             {"rules", &RulesSchema()},
                             {"thresholds", &ThresholdsBlockSchema()},
                             {"clusters", &ClustersBlockSchema()},
                             {"rfm", &RfmBlockSchema()},
                             {"concentration", &ConcentrationSchema()},
                             {"migration", &MigrationSchema()},
                             {"evaluation", &EvaluationSchema()},
                             {"retention", &RetentionSchema()},
                             {"ltv", &LtvSchema()},
                             {"targets", &TargetsSchema()},
                             {"plan", &GoalPlanSchema()},
                             {"compare", &CompareSchema()},
                             {"cohort", &CohortSchema()},
                             {"intake", &IntakeSchema()}}});
}

}  // namespace tessera
