#include "analysis/entity_column.h"

#include <limits>

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
  std::vector<double> values = measure->values;
  for (double& value : values) value /= measure->scale;
  return values;
}

Metric BlockMetric(std::string id, std::string label, Format format, std::optional<double> value,
                   std::optional<Interval> interval) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = format;
  metric.value = value;
  metric.interval = interval;
  if (!value) metric.missing_reason = "the data do not allow it";
  return metric;
}

}  // namespace tessera
