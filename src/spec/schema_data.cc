// The table of keys: sources, attributes, dimensions and metrics.
#include "spec/definition_schema.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

const MappingSchema& ColumnSchema() {
  static const MappingSchema schema = {
      "a column",
      "A column that the report knows, by the definition's own name for it.",
      {
          {"type", ColumnTypes(),
           "How its values are read; what does not fit becomes null and is "
           "counted. money is exact in hundredths.",
           "text"},
          {"fold", Bool(),
           "Text in different cases counts as one: Pro is pro. What was changed is "
           "counted.",
           "false"},
          {"optional", Bool(),
           "The file may lack it; what needs it is then listed as not "
           "computable.",
           "false"},
          {"label", Words(), "Its name in the report.", "its name in words"},
          {"description", Words(), "What it means, for the data dictionary."},
          {"unit", Words(), "Its unit: USD, days."},
          {"null_values", List(Words()),
           "Further texts that mean no value, beside the "
           "definition's null_values."},
      }};
  return schema;
}

const MappingSchema& MemberRuleSchema() {
  static const MappingSchema schema = {
      "a member",
      "A member of a dimension that a condition makes.",
      {
          {"when", Formula(), "Who belongs to it.", "everyone left, as `otherwise`"},
          {"label", Words(), "Its name in the report.", "its name"},
          {"muted", Bool(), "Drawn in grey: a state, not a rank.", "false"},
      }};
  return schema;
}

std::vector<KeySchema> MetricKeys(std::vector<KeySchema> own) {
  std::vector<KeySchema> keys = {
      {"type", Choice({"simple", "ratio", "derived"}),
       "simple aggregates entities; ratio divides two simple metrics; derived is a formula over "
       "figures.",
       "", true},
      {"label", Words(), "Its name in the report.", "its id in words"},
      {"description", Words(), "Its definition in words, shown beside it."},
      {"format", Formats(), "How it is shown.", "num1"},
      {"min", Number(), "The least value that is possible; a smaller one fails a check."},
      {"max", Number(), "The greatest value that is possible; a greater one fails a check."},
  };
  keys.insert(keys.begin() + 1, own.begin(), own.end());
  return keys;
}

const MappingSchema& SimpleMetricSchema() {
  static const MappingSchema schema = {
      "a simple metric", "An aggregate of the entities.",
      MetricKeys({
          {"agg", MetricAggregates(), "How the entities' values become one.", "", true},
          {"expr", Formula(),
           "What is aggregated, over the entity's columns, attributes and "
           "dimensions; count and any may do without."},
          {"filter", Formula(), "The entities that count."},
      })};
  return schema;
}

const MappingSchema& RatioMetricSchema() {
  static const MappingSchema schema = {
      "a ratio metric", "One simple metric over another.",
      MetricKeys({
          {"numerator", Reference(Section::kSimpleMetric), "What is counted or summed.", "", true},
          {"denominator", Reference(Section::kSimpleMetric), "What it is a part of."},
          {"of_total", Bool(),
           "Divides a segment's numerator by that of all entities: a share; "
           "instead of a denominator.",
           "false"},
      })};
  return schema;
}

const MappingSchema& DerivedMetricSchema() {
  static const MappingSchema schema = {
      "a derived metric", "A formula over finished figures.",
      MetricKeys({
          {"expr", Formula(), "The formula; cell(table, member, column) is a cell of a table.", "",
           true},
      })};
  return schema;
}

}  // namespace

const MappingSchema& SourceSchema() {
  static const MappingSchema schema = {
      "a source",
      "One input table.",
      {
          {"file", Words(),
           "The file, relative to the definition's folder, or a server: postgres://host/database, "
           "clickhouse://host:8123/database, mariadb://host/database, mysql://host/database; "
           "https:// and s3:// where DuckDB's extension httpfs is installed. "
           "${NAME} stands for a variable of the environment."},
          {"format", Choice({"csv", "parquet", "jsonl"}), "What the file holds.",
           "by the file's name"},
          {"encoding", Choice({"utf-8", "utf-16", "windows-1252", "latin-1"}),
           "How a text file is written.", "utf-8; utf-16 is found out"},
          {"table", Words(), "The table of a database, where it has several."},
          {"query", Words(), "A query of a database, instead of a table."},
          {"separator", Words(), "Between the columns of a CSV file.", "found among , ; tab |"},
          {"decimal", Choice({".", ","}),
           "How numbers are written in a text file: with a comma, points only part thousands.", "."},
          {"key", Words(), "The column that identifies an entity: the file's own name for it."},
          {"relationship", Choice({"entity", "many_to_one", "one_to_one", "snapshot"}),
           "entity has one row an entity; many_to_one has any number, and is reduced before it is "
           "joined; one_to_one gives the entities further columns; snapshot holds the entities as "
           "they were on another day.",
           "many_to_one with `to`, else entity"},
          {"to", Reference(Section::kSource),
           "The source that its rows belong to; snapshot: the source that it is an earlier state "
           "of."},
          {"as_of", Date(), "snapshot: its day."},
          {"on", Words(), "The column that holds the entity's key; the file's own name for it."},
          {"time", Words(), "The column that says when; the file's own name for it."},
          {"keep", Choice({"first", "latest"}),
           "Of several rows with one key: the first in the file, or the latest by `time` (of equal "
           "times the last in the file). The others are counted.",
           "first"},
          {"optional", Bool(), "The report can do without it.", "false"},
          {"columns", Map(Either(ColumnTypes(), Mapping(ColumnSchema()))),
           "The columns that the report knows: a type, or a mapping."},
      }};
  return schema;
}

const MappingSchema& AttributeSchema() {
  static const MappingSchema schema = {
      "an attribute",
      "One value an entity: reduced from the rows of a many_to_one source, or computed from the "
      "entity's own columns.",
      {
          {"source", Reference(Section::kSource), "The source that is reduced.",
           "the entity's own"},
          {"agg", Aggregates(), "How the rows become one value.", "count, with a source"},
          {"expr", Formula(), "What is aggregated or computed."},
          {"filter", Formula(), "The rows that count."},
          {"type", ColumnTypes(), "The type of the result.", "follows from agg"},
          {"label", Words(), "Its name in the report.", "its name in words"},
          {"description", Words(), "What it means, for the data dictionary."},
          {"unit", Words(), "Its unit: USD, days."},
      }};
  return schema;
}

const MappingSchema& DimensionSchema() {
  static const MappingSchema schema = {
      "a dimension",
      "A way to divide all entities: by the members of a text, by bins, or by cases.",
      {
          {"label", Words(), "Its name in the report.", "its id in words"},
          {"description", Words(), "What it means."},
          {"of", Formula(), "The text that is grouped by, or the number that is binned."},
          {"bins", List(Number()), "Right-closed edges, ascending: [1, 5] is 0–1, 2–5, 6+."},
          {"quantiles", Integer(2, 20), "Bins of equal size instead of edges: 3 for terciles."},
          {"discrete", Bool(), "The number is whole: 2–5 instead of 1–5.", "true"},
          {"format", Formats(), "How the edges are shown.", "int"},
          {"unit", Words(), "Stands after the edges: units."},
          {"prefixes", List(Words()), "Words before the bins, one a bin: [Low, Medium, High]."},
          {"except", Map(Either(Formula(), Mapping(MemberRuleSchema())), kAnyNames),
           "Members put aside before binning: a condition, or a mapping."},
          {"cases", Map(Either(Formula(), Mapping(MemberRuleSchema())), kAnyNames),
           "Members by conditions, the first that holds; `otherwise` is everyone left. Given "
           "again, it replaces the whole list."},
          {"first_match", Bool(),
           "Cases may overlap, the first that holds is taken; without it an overlap fails a check.",
           "false"},
          {"order", List(Words()), "The order of a text's members; the others follow by name."},
          {"most_frequent", Integer(1, 199),
           "So many members of a text, the others together as (other)."},
          {"labels", Map(Words(), kAnyNames), "Members' names in the report."},
          {"ordered", Bool(), "The members have a rank: drawn in shades of one hue.",
           "true with bins or quantiles"},
          {"counts_itself", List(Reference(Section::kMetric)),
           "Metrics that this dimension is partly made of; comparisons say so."},
          {"instead", Reference(Section::kDimension),
           "The dimension that is shown beside those comparisons."},
          {"caveat", Words(), "What a reader must know, in words."},
      }};
  return schema;
}

ValueType MetricValueType() {
  return MakeType(TypedType{"a metric",
                            {{"simple", &SimpleMetricSchema()},
                             {"ratio", &RatioMetricSchema()},
                             {"derived", &DerivedMetricSchema()}}});
}

}  // namespace tessera
