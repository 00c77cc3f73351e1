#include "analysis/thresholds_block.h"

#include <fmt/format.h>

#include "analysis/table_columns.h"

namespace tessera {
namespace {

std::string DefinitionOf(const ThresholdSpec& spec) {
  const std::string of = ExpressionText(*spec.of);
  switch (spec.statistic) {
    case Statistic::kMean:
      return "mean of " + of;
    case Statistic::kMedian:
      return "median of " + of;
    case Statistic::kQuantile:
      return fmt::format("{} quantile of {}", FormatNumber(spec.quantile, Format::kPct1), of);
    case Statistic::kMin:
      return "minimum of " + of;
    case Statistic::kMax:
      return "maximum of " + of;
  }
  return of;
}

std::string PopulationOf(const ThresholdSpec& spec, const ReportSpec& report_spec) {
  const std::string all =
      spec.source.empty() ? "all " + report_spec.entities : "all rows of " + spec.source;
  if (spec.where == nullptr) return all;
  const std::string where = ExpressionText(*spec.where);
  return spec.source.empty() ? where : all + " with " + where;
}

}  // namespace

BlockResult ComputeThresholds(const BlockSpec& spec, const LaterColumns& later,
                              const ReportSpec& report_spec) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  Column value;
  value.name = "value";
  value.label = "Value";
  value.row_format = true;
  table.columns = {KeyColumn("threshold", "Threshold"),
                   KeyColumn("group", "Group"),
                   ValueColumn("definition", "Definition", Format::kText),
                   ValueColumn("population", "Population", Format::kText),
                   ValueColumn("n", "n", Format::kInt),
                   value};
  for (const ThresholdResult& threshold : later.thresholds) {
    for (const ThresholdGroup& group : threshold.groups) {
      table.rows.push_back({threshold.spec->label, group.name.empty() ? "all" : group.name,
                            DefinitionOf(*threshold.spec),
                            PopulationOf(*threshold.spec, report_spec), group.n,
                            NumberCell(group.value)});
      table.row_formats.push_back(threshold.spec->format);
    }
  }
  table.notes = {"Worked out on the population that is named, before anything is selected by it."};
  BlockResult result;
  result.tables.push_back(std::move(table));
  return result;
}

std::vector<Metric> ThresholdMetrics(const LaterColumns& later, const ReportSpec& report_spec) {
  std::vector<Metric> metrics;
  for (const ThresholdResult& threshold : later.thresholds) {
    const ThresholdSpec& spec = *threshold.spec;
    if (spec.by != nullptr) continue;
    Metric metric;
    metric.id = spec.id;
    metric.label = spec.label;
    metric.description = spec.description;
    metric.format = spec.format;
    metric.value = threshold.groups.front().value;
    if (!metric.value) metric.missing_reason = "no customer has a value";
    metric.n = threshold.groups.front().n;
    metric.formula = DefinitionOf(spec);
    metric.filter = spec.where == nullptr ? "" : ExpressionText(*spec.where);
    metric.source = report_spec.entity_source;
    metric.declared = true;
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

}  // namespace tessera
