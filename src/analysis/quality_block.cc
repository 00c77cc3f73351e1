#include "analysis/quality_block.h"

#include <fmt/format.h>

#include <cmath>

namespace tessera {
namespace {

Column TextColumn(std::string name, std::string label, ColumnRole role = ColumnRole::kValue) {
  Column column;
  column.name = std::move(name);
  column.label = std::move(label);
  column.role = role;
  return column;
}

Column NumberColumn(std::string name, std::string label, Format format = Format::kInt) {
  Column column = TextColumn(std::move(name), std::move(label));
  column.format = format;
  return column;
}

Table NamedTable(std::string id, std::string title, std::string description,
                 std::vector<Column> columns) {
  Table table;
  table.id = std::move(id);
  table.title = std::move(title);
  table.description = std::move(description);
  table.columns = std::move(columns);
  return table;
}

Table DataOverview(const AnalysisInput& input, const std::vector<SourceSummary>& sources) {
  Table table = NamedTable(
      "data_overview", "Rows read, dropped and used",
      "Counts before and after cleaning; the joined table has one row for each " +
          input.spec.entity,
      {TextColumn("source", "Source", ColumnRole::kKey), TextColumn("file", "File"),
       NumberColumn("rows", "Rows read"), NumberColumn("columns", "Columns"),
       NumberColumn("rejected", "Rejected"), NumberColumn("duplicates", "Identical duplicates"),
       NumberColumn("older", "With a later one"),
       NumberColumn("conflicting", "Conflicting duplicates"),
       NumberColumn("missing_keys", "Without a key"),
       NumberColumn("orphans", "Of unknown " + input.spec.entities),
       NumberColumn("after_as_of", "After the report's date"), NumberColumn("used", "Used")});
  for (const SourceSummary& source : sources) {
    table.rows.push_back({source.name, source.file, source.rows, source.columns,
                          source.rejected_rows, source.identical_duplicates, source.older_rows,
                          source.conflicting_duplicates, source.missing_keys, source.orphans,
                          source.after_as_of, source.used_rows});
  }
  const auto columns =
      static_cast<double>(input.spec.attributes.size() + input.spec.dimensions.size() +
                          (sources.empty() ? 0 : sources.front().column_summaries.size()));
  const auto joined = static_cast<double>(input.frame.rows);
  table.rows.push_back({"joined", input.spec.entities + ", one row each", joined, columns, 0.0, 0.0,
                        0.0, 0.0, 0.0, 0.0, 0.0, joined});
  return table;
}

Table DataDictionary(const AnalysisInput& input, const std::vector<SourceSummary>& sources) {
  Table table =
      NamedTable("data_dictionary", "What each name means",
                 "Columns as read and attributes computed from them",
                 {TextColumn("name", "Name", ColumnRole::kKey), TextColumn("source", "Source"),
                  TextColumn("column", "Column of the file"), TextColumn("type", "Type"),
                  TextColumn("unit", "Unit"), NumberColumn("missing", "Missing"),
                  TextColumn("minimum", "Minimum"), TextColumn("maximum", "Maximum"),
                  TextColumn("meaning", "Meaning")});
  for (const SourceSummary& source : sources) {
    const SourceSpec* spec = input.spec.FindSource(source.name);
    for (const ColumnSummary& column : source.column_summaries) {
      const ColumnSpec* described = spec == nullptr ? nullptr : spec->FindColumn(column.name);
      table.rows.push_back(
          {column.name, source.name, column.present ? column.bound : std::string("not in the data"),
           column.type, column.unit, NumberCell(column.missing), column.minimum, column.maximum,
           described == nullptr ? column.label : described->description});
    }
  }
  for (const AttributeSpec& attribute : input.spec.attributes) {
    const std::string how =
        attribute.source.empty()
            ? "computed"
            : fmt::format("{} of {}", AggregateName(attribute.aggregate), attribute.source);
    table.rows.push_back({attribute.name, attribute.source, how,
                          std::string(ColumnTypeName(attribute.type)), attribute.unit,
                          std::monostate{}, std::string(), std::string(), attribute.description});
  }
  return table;
}

void AddMissingRow(std::string item, std::string rule, double n, double whole, Table& table) {
  if (n <= 0) return;
  const std::optional<double> share = whole > 0 ? std::optional(n / whole) : std::nullopt;
  table.rows.push_back({std::move(item), std::move(rule), n, NumberCell(share)});
}

void AddColumnRows(const SourceSummary& source, const ColumnSummary& column, Table& table) {
  const std::string item = fmt::format("{}.{}", source.name, column.name);
  AddMissingRow(item, "empty or declared as missing: left out of means, never zero",
                column.missing - column.failed, source.used_rows, table);
  AddMissingRow(
      item, fmt::format("not of type {}: became missing, {}", column.type, column.first_failure),
      column.failed, source.rows, table);
  AddMissingRow(item, "trimmed or case folded", column.folded, source.rows, table);
}

Table MissingData(const AnalysisInput& input, const std::vector<SourceSummary>& sources) {
  Table table = NamedTable(
      "missing_data", "Missing and repaired values",
      "A missing value is not zero: it takes no part in means",
      {TextColumn("item", "Value", ColumnRole::kKey), TextColumn("rule", "Rule"),
       NumberColumn("n", "Values"), NumberColumn("share", "Share of rows", Format::kPct1)});
  for (const SourceSummary& source : sources) {
    for (const ColumnSummary& column : source.column_summaries)
      AddColumnRows(source, column, table);
    AddMissingRow(source.name, "rows that could not be read: left out", source.rejected_rows,
                  source.rows + source.rejected_rows, table);
  }
  for (const Measure& measure : input.frame.measures) {
    if (!measure.id.starts_with("zero:")) continue;
    double zeros = 0;
    for (size_t row = 0; row < measure.size(); ++row) zeros += measure[row] == 1 ? 1 : 0;
    AddMissingRow(measure.id.substr(5), "no events: counted as zero events", zeros,
                  static_cast<double>(input.frame.rows), table);
  }
  return table;
}

Table BinRules(const AnalysisInput& input) {
  Table table = NamedTable("bin_rules", "Rules of every segment",
                           "Printed from the definitions that computed them; bins are right-closed",
                           {TextColumn("dimension", "Dimension", ColumnRole::kKey),
                            TextColumn("member", "Segment", ColumnRole::kKey),
                            TextColumn("rule", "Rule"), NumberColumn("n", "Customers")});
  for (const FrameDimension& dimension : input.frame.dimensions) {
    std::vector<double> sizes(dimension.size());
    for (const std::uint16_t code : dimension.codes) ++sizes[code];
    for (size_t m = 0; m < dimension.size(); ++m) {
      const Member& member = dimension.dimension.members[m];
      table.rows.push_back({dimension.dimension.label, member.label, member.rule, sizes[m]});
    }
  }
  return table;
}

}  // namespace

BlockResult ComputeQuality(const AnalysisInput& input, const std::vector<SourceSummary>& sources) {
  BlockResult result;
  result.tables = {DataOverview(input, sources), DataDictionary(input, sources),
                   MissingData(input, sources), BinRules(input)};
  return result;
}

}  // namespace tessera
