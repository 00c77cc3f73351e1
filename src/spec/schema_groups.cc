// The table of keys: blocks that hold groups against each other (group_blocks.h).
#include "spec/block_readers.h"
#include "spec/schema_block.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

const MappingSchema& BeyondSchema() {
  static const MappingSchema schema = {
      "a threshold",
      "The share of each group beyond a value.",
      {
          {"column", Reference(Section::kEntityColumn), "One of the block's columns.", "", true},
          {"above", Number(), "Values above this count."},
          {"below", Number(), "Or values below this."},
      }};
  return schema;
}

const MappingSchema& StepSchema() {
  static const MappingSchema schema = {
      "a step",
      "One condition of the cohort.",
      {
          {"when", Formula(), "Who stays; a missing value fails it.", "", true},
          {"label", Words(), "The condition in words.", "its id in words"},
      }};
  return schema;
}

const MappingSchema& TableSchema() {
  static const MappingSchema schema = {
      "a cohort's table",
      "The cohort against the rest, by the members of a dimension.",
      {
          {"dimension", Reference(Section::kDimension), "The rows.", "", true},
          {"outcome", Reference(Section::kMetric),
           "A mean, compared within each member; without it the members' shares are compared."},
          {"title", Words(), "The title of the table.", "its id in words"},
      }};
  return schema;
}

const MappingSchema& QuestionSchema() {
  static const MappingSchema schema = {
      "a question",
      "What was asked, and what it needs.",
      {
          {"label", Words(), "The question.", "its id in words"},
          {"needs", List(Name()), "The columns and attributes that it needs.", "", true},
          {"instead", Words(), "What is shown in its place where one of them is not there."},
      }};
  return schema;
}

}  // namespace

const MappingSchema& CompareSchema() {
  static const MappingSchema schema = BlockSchema(
      "a compare block", "Distributions by group, and each group against the rest.",
      {
          {"dimension", Reference(Section::kDimension), "The groups.", "", true},
          {"columns", List(Reference(Section::kEntityColumn)), "Numeric columns.", "", true},
          {"thresholds", List(Mapping(BeyondSchema())),
           "Values beyond which the share of each group is told."},
      });
  return schema;
}

const MappingSchema& CohortSchema() {
  static const MappingSchema schema = BlockSchema(
      "a cohort block", "How a cohort came about, and how it differs from the rest.",
      {
          {"dimension", Reference(Section::kDimension), "The dimension that holds it.", "", true},
          {"member", Words(), "Its member.", "first"},
          {"steps", Map(Mapping(StepSchema())), "The conditions in their order, by id.", "", true},
          {"outcomes", List(Reference(Section::kMetric)), "Means and rates that are compared."},
          {"tables", Map(Mapping(TableSchema())), "Further comparisons, by the table's id."},
      });
  return schema;
}

const MappingSchema& IntakeSchema() {
  static const MappingSchema schema =
      BlockSchema("an intake block", "What the data holds of what the report expects.",
                  {{"questions", Map(Mapping(QuestionSchema())), "What was asked, by id."}});
  return schema;
}

}  // namespace tessera
