// The table of keys: blocks about how segments are made (segment_blocks.h).
#include "spec/schema_block.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

const MappingSchema& ScoreSchema() {
  static const MappingSchema schema = {
      "a score",
      "What is held against what came true.",
      {
          {"score", Formula(), "The score: higher means more likely."},
          {"features", List(Reference(Section::kEntityColumn)),
           "Instead of a score: numeric columns of a logistic regression on the fitting half."},
          {"label", Words(), "Its name in the report.", "its id in words"},
      }};
  return schema;
}

}  // namespace

const MappingSchema& RulesSchema() {
  static const MappingSchema schema = BlockSchema(
      "a rules block",
      "A dimension's cases as a decision table: who fits each, holes, overlaps and a map.",
      {
          {"dimension", Reference(Section::kDimension), "A dimension of cases.", "", true},
          {"across", List(Reference(Section::kDimension)), "The dimensions of the map.", "[]"},
          {"as", Name(), "The map's column that names the case.", "segment"},
          {"metrics", List(Reference(Section::kMetric)), "What is computed for each cell.", "[]"},
      });
  return schema;
}

const MappingSchema& ThresholdsBlockSchema() {
  static const MappingSchema schema =
      BlockSchema("a thresholds block", "Every threshold with its population and n.", {});
  return schema;
}

const MappingSchema& ClustersBlockSchema() {
  static const MappingSchema schema = BlockSchema(
      "a clusters block", "Features, the choice of k, components, picture and profile of clusters.",
      {
          {"of", Reference(Section::kClusters), "The segmentation.", "", true},
      });
  return schema;
}

const MappingSchema& RfmBlockSchema() {
  static const MappingSchema schema =
      BlockSchema("an rfm block", "Breaks and counts of the scores.",
                  {
                      {"of", Reference(Section::kRfm), "The segmentation.", "", true},
                  });
  return schema;
}

const MappingSchema& ConcentrationSchema() {
  static const MappingSchema schema = BlockSchema(
      "a concentration block", "How much of a column's total a few entities hold.",
      {
          {"column", Reference(Section::kEntityColumn), "The column.", "", true},
          {"dimension", Reference(Section::kDimension), "The same for each member.", "over all"},
      });
  return schema;
}

const MappingSchema& MigrationSchema() {
  static const MappingSchema schema = BlockSchema(
      "a migration block", "Where entities moved between a snapshot and now.",
      {
          {"dimension", Reference(Section::kDimension), "The segments, by the same rules.", "",
           true},
          {"source", Reference(Section::kSource), "A source with relationship: snapshot.", "",
           true},
          {"column", Reference(Section::kEntityColumn), "A value that moves with them."},
      });
  return schema;
}

const MappingSchema& EvaluationSchema() {
  static const MappingSchema schema = BlockSchema(
      "an evaluation block", "Scores against what came true, on rows that they were not fitted to.",
      {
          {"target", Formula(), "What came true: a condition.", "", true},
          {"target_label", Words(), "The target in words.", "the condition"},
          {"scores", Map(Mapping(ScoreSchema())), "The scores; the first is the old one.", "",
           true},
          {"value", Reference(Section::kEntityColumn), "A value whose gains are shown too."},
          {"goal", Fraction(), "The accuracy aimed at."},
      });
  return schema;
}

}  // namespace tessera
