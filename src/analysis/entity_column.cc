#include "analysis/entity_column.h"

#include <limits>

#include "base/text.h"
#include "spec/definition_values.h"

namespace tessera {

std::string ColumnLabel(std::string_view name, const ReportSpec& spec) {
  if (const AttributeSpec* attribute = spec.FindAttribute(name)) return attribute->label;
  const ColumnSpec* column = spec.FindSource(spec.entity_source)->FindColumn(name);
  return column == nullptr ? LabelFromName(name) : column->label;
}

Format ColumnFormat(std::string_view name, const ReportSpec& spec) {
  const AttributeSpec* attribute = spec.FindAttribute(name);
  const ColumnSpec* column = spec.FindSource(spec.entity_source)->FindColumn(name);
  if (attribute == nullptr && column == nullptr) return Format::kNum2;
  switch (attribute != nullptr ? attribute->type : column->type) {
    case ColumnType::kMoney:
      return Format::kUsd0;
    case ColumnType::kInt:
      return Format::kInt;
    default:
      return Format::kNum2;
  }
}

std::vector<double> ColumnValues(const std::string& name, const AnalysisInput& input) {
  const Measure* measure = input.frame.FindMeasure("column:" + name);
  if (measure == nullptr) {
    return std::vector<double>(input.frame.rows, std::numeric_limits<double>::quiet_NaN());
  }
  return measure->Values();
}

std::string CountText(double n, const ReportSpec& spec) {
  return FormatNumber(n, Format::kInt, spec.locale);
}

void NameEntities(const ReportSpec& spec, BlockResult& result) {
  std::string capital = spec.entities;
  if (!capital.empty() && capital[0] >= 'a' && capital[0] <= 'z') {
    capital[0] = static_cast<char>(capital[0] - 'a' + 'A');
  }
  const auto name = [&](std::string& text) {
    if (text.find('{') == std::string::npos) return;
    text = ReplaceAll(text, "{entities}", spec.entities);
    text = ReplaceAll(text, "{Entities}", capital);
    text = ReplaceAll(text, "{entity}", spec.entity);
  };
  for (Table& table : result.tables) {
    name(table.title);
    name(table.description);
    for (Column& column : table.columns) name(column.label);
    for (std::string& note : table.notes) name(note);
  }
  for (Metric& metric : result.metrics) {
    name(metric.label);
    name(metric.description);
    name(metric.missing_reason);
  }
  for (Diagnostic& note : result.notes) name(note.message);
}

}  // namespace tessera
