#include "analysis/block_values.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "stats/power.h"

namespace tessera {

std::vector<double> ValuesOf(const std::string& id, const AnalysisInput& input) {
  const Measure* measure = input.frame.FindMeasure(id);
  if (measure == nullptr) {
    return std::vector<double>(input.frame.rows, std::numeric_limits<double>::quiet_NaN());
  }
  return measure->Values();
}

Format FormatOfMeasure(const std::string& id, const AnalysisInput& input) {
  const Measure* measure = input.frame.FindMeasure(id);
  return measure != nullptr && measure->scale() > 1 ? Format::kUsd2 : Format::kNum1;
}

std::vector<std::uint32_t> RowsWhere(const std::string& id, const AnalysisInput& input) {
  const Measure* measure = input.frame.FindMeasure(id);
  if (measure == nullptr) return AllRows(input.frame);
  std::vector<std::uint32_t> rows;
  for (size_t row = 0; row < input.frame.rows; ++row) {
    if ((*measure)[row] == 1) rows.push_back(static_cast<std::uint32_t>(row));
  }
  return rows;
}

std::vector<double> Present(std::span<const double> values, std::span<const std::uint32_t> rows) {
  std::vector<double> present;
  present.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (!std::isnan(values[row])) present.push_back(values[row]);
  }
  return present;
}

Grouping GroupByMember(const FrameDimension& dimension, const AnalysisInput& input) {
  const std::vector<const FrameDimension*> one = {&dimension};
  return GroupRows(CombineCodes(one, input.frame.rows), dimension.size());
}

Baseline BaselineOf(const std::string& metric, std::span<const std::uint32_t> rows,
                    const Place& place, const AnalysisInput& input) {
  Baseline baseline;
  baseline.metric = &RequireMetric(metric, place, input.spec);
  const MetricPlan* plan = input.catalogue.Find(metric);
  if (plan == nullptr || (!plan->is_mean && !plan->is_rate)) {
    throw Error(fmt::format("'{}' is neither a mean nor a rate", metric), place)
        .Remedy("a baseline is the mean of a column or the ratio of two counts");
  }
  baseline.is_rate = plan->is_rate;
  if (!plan->available) return baseline;
  baseline.estimate = EstimateMetric(metric, rows, input);
  baseline.moments = stats::MomentsOf(CountedOf(input.Outcome(metric).Count(rows)));
  return baseline;
}

std::optional<double> CustomersNeeded(const Baseline& baseline, double target, double alpha) {
  constexpr double kPower = 0.8;
  if (!baseline.estimate.value) return std::nullopt;
  const double from = *baseline.estimate.value;
  std::optional<double> needed;
  if (!baseline.is_rate) {
    needed = stats::SampleSizeOfMeans(target - from, baseline.moments.sd(), kPower, alpha);
  } else if (target >= 0 && target <= 1) {
    needed = stats::SampleSizeOfRates(from, target, kPower, alpha);
  }
  return needed ? std::optional(std::ceil(*needed)) : std::nullopt;
}

Table BlockTable(const BlockSpec& spec, const std::string& suffix, const std::string& title) {
  Table table;
  table.id = spec.id + suffix;
  table.title = title.empty() ? spec.title : title;
  if (suffix.empty()) table.description = spec.description;
  return table;
}

void AppendCells(std::vector<Cell> more, std::vector<Cell>& cells) {
  std::ranges::move(more, std::back_inserter(cells));
}

Metric BlockMetric(std::string id, std::string label, Format format, std::optional<double> value,
                   std::optional<Interval> interval) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = format;
  metric.value = value;
  metric.interval = interval;
  if (!value) metric.missing_reason = "it cannot be estimated from these data";
  return metric;
}

}  // namespace tessera
