#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/checks.h"
#include "base/text.h"

namespace tessera {
namespace {

constexpr double kTolerance = 1e-9;

bool Near(double a, double b) {
  return std::abs(a - b) <= kTolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

std::string Count(double value, const Locale& locale) {
  return FormatNumber(value, Format::kInt, locale);
}

double SumOf(const Table& table, size_t column) {
  double sum = 0;
  for (const auto& row : table.rows) sum += CellNumber(row[column]).value_or(0);
  return sum;
}

std::optional<double> TotalOf(const Table& table, int column) {
  if (column < 0 || table.total.empty()) return std::nullopt;
  return CellNumber(table.total[static_cast<size_t>(column)]);
}

Check MakeCheck(const std::string& subject, std::string_view rule, std::string words,
                const std::vector<std::string>& failures, std::string passed) {
  Check check;
  check.id = fmt::format("{}.{}", subject, rule);
  check.rule = std::move(words);
  check.status = failures.empty() ? CheckStatus::kPass : CheckStatus::kFail;
  check.detail = failures.empty() ? std::move(passed) : Join(failures, "; ");
  return check;
}

// A table over dimensions that holds everyone: not filtered, not cut.
bool IsWhole(const Table& table, const Report& report) {
  if (!table.columns[static_cast<size_t>(table.ColumnIndex("customers"))].additive) return false;
  const Metric* customers = report.FindMetric("customers");
  const std::optional<double> total = TotalOf(table, table.ColumnIndex("customers"));
  return !table.dimensions.empty() && customers != nullptr && customers->value && total &&
         *total == *customers->value;
}

Check Partition(const Table& table, const AnalysisInput& input, const Report& report) {
  const auto column = static_cast<size_t>(table.ColumnIndex("customers"));
  const double sum = SumOf(table, column);
  const auto everyone = static_cast<double>(input.frame.rows);
  std::vector<std::string> failures;
  const std::string counts =
      fmt::format("{} segments, {} of {} {}", table.rows.size(), Count(sum, report.locale),
                  Count(everyone, report.locale), report.entities);
  if (sum != everyone) failures.push_back(counts);
  return MakeCheck(table.id, "partition",
                   fmt::format("every {} is in exactly one segment", report.entity), failures,
                   counts);
}

Check Additive(const Table& table, const Report& report) {
  std::vector<std::string> failures, columns;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const std::optional<double> total = TotalOf(table, static_cast<int>(c));
    if (!column.additive || !total) continue;
    const double sum = SumOf(table, c);
    columns.push_back(
        fmt::format("{} {}", column.label, FormatNumber(*total, column.format, report.locale)));
    if (!Near(sum, *total)) {
      failures.push_back(fmt::format("{} adds up to {}, the total is {}", column.label,
                                     FormatNumber(sum, column.format, report.locale),
                                     FormatNumber(*total, column.format, report.locale)));
    }
  }
  return MakeCheck(table.id, "additive", "the parts of each sum add up to its total", failures,
                   Join(columns, ", "));
}

Check Shares(const Table& table, bool whole) {
  std::vector<std::string> failures, columns;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const std::optional<double> total = TotalOf(table, static_cast<int>(c));
    if (!table.columns[c].share || !total) continue;
    const double wanted = whole ? 1 : *total;
    columns.push_back(table.columns[c].label);
    if (!Near(SumOf(table, c), wanted)) {
      failures.push_back(fmt::format("{} adds up to {:.6f}, not {:.6f}", table.columns[c].label,
                                     SumOf(table, c), wanted));
    }
  }
  return MakeCheck(table.id, "shares", "shares add up to one", failures, Join(columns, ", "));
}

// The n of a mean's cell: its own count column where it has one, else the row's customers.
size_t CountColumn(const Table& table, const std::string& mean) {
  const int own = table.ColumnIndex(mean + "_n");
  return static_cast<size_t>(own >= 0 ? own : table.ColumnIndex("customers"));
}

Check WeightedMeans(const Table& table, const AnalysisInput& input) {
  std::vector<std::string> failures, columns;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const MetricPlan* plan = input.catalogue.Find(column.metric);
    const std::optional<double> total = TotalOf(table, static_cast<int>(c));
    if (plan == nullptr || !plan->is_mean || column.role != ColumnRole::kValue || !total) continue;
    const size_t count = CountColumn(table, column.name);
    double sum = 0, n = 0;
    for (const auto& row : table.rows) {
      const std::optional<double> mean = CellNumber(row[c]);
      const double size = CellNumber(row[count]).value_or(0);
      if (!mean) continue;
      sum += *mean * size;
      n += size;
    }
    columns.push_back(column.label);
    if (n > 0 && !Near(sum / n, *total)) {
      failures.push_back(
          fmt::format("{}: weighted {:.6g}, overall {:.6g}", column.label, sum / n, *total));
    }
  }
  return MakeCheck(table.id, "weighted_means",
                   "the segments' means, weighted, give the overall mean", failures,
                   Join(columns, ", "));
}

// Smallest and largest value of a measure, in its unit.
std::pair<double, double> Bounds(const Measure& measure) {
  const std::span<const double> values = measure.distinct();
  if (values.empty()) return {INFINITY, -INFINITY};
  return {values.front() / measure.scale(), values.back() / measure.scale()};
}

Check Bounded(const Table& table, const AnalysisInput& input) {
  std::vector<std::string> failures;
  size_t cells = 0;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const MetricPlan* plan = input.catalogue.Find(column.metric);
    if (plan == nullptr || !plan->available || column.role != ColumnRole::kValue) continue;
    double low = plan->spec->minimum.value_or(-INFINITY);
    double high = plan->spec->maximum.value_or(INFINITY);
    if (plan->is_rate || plan->is_share) low = 0, high = 1;
    if (plan->is_mean || plan->is_median) {
      std::tie(low, high) = Bounds(input.frame.measures[plan->measure]);
    }
    for (const auto& row : table.rows) {
      const std::optional<double> value = CellNumber(row[c]);
      if (!value) continue;
      ++cells;
      const double slack = kTolerance * std::max(1.0, std::abs(*value));
      if (*value < low - slack || *value > high + slack) {
        failures.push_back(fmt::format("{} of {} is {:.6g}, outside {:.6g} to {:.6g}", column.label,
                                       CellText(row[0]), *value, low, high));
      }
    }
  }
  return MakeCheck(table.id, "bounds", "means lie between minimum and maximum, rates in [0, 1]",
                   failures, fmt::format("{} cells within their bounds", cells));
}

Check Totals(const Table& table, const Report& report) {
  std::vector<std::string> failures, columns;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const Metric* metric = report.FindMetric(column.metric);
    const std::optional<double> total = TotalOf(table, static_cast<int>(c));
    if (metric == nullptr || !metric->value || !total || column.role != ColumnRole::kValue)
      continue;
    columns.push_back(metric->id);
    if (*metric->value != *total) {
      failures.push_back(fmt::format("{} is {:.10g} here and {:.10g} as a metric", metric->id,
                                     *total, *metric->value));
    }
  }
  return MakeCheck(table.id, "one_value", "a metric has one value wherever it appears", failures,
                   Join(columns, ", "));
}

// A link table: the links of each stage hold everyone.
Check Stages(const Table& table, const AnalysisInput& input, const Report& report) {
  const auto column = static_cast<size_t>(table.ColumnIndex("customers"));
  std::map<double, double> stages;
  for (const auto& row : table.rows) {
    stages[CellNumber(row[0]).value_or(0)] += CellNumber(row[column]).value_or(0);
  }
  std::vector<std::string> failures;
  const auto everyone = static_cast<double>(input.frame.rows);
  for (const auto& [stage, sum] : stages) {
    if (sum == everyone) continue;
    failures.push_back(fmt::format("stage {} holds {} of {}", stage, Count(sum, report.locale),
                                   Count(everyone, report.locale)));
  }
  return MakeCheck(table.id, "stages",
                   fmt::format("every stage of a flow holds every {}", report.entity), failures,
                   fmt::format("{} stages, each {} {}", stages.size(),
                               Count(everyone, report.locale), report.entities));
}

}  // namespace

std::vector<Check> TableChecks(const AnalysisInput& input, const Report& report) {
  std::vector<Check> checks;
  for (const Table& table : report.tables) {
    if (table.id.ends_with("_links") && table.ColumnIndex("customers") >= 0) {
      checks.push_back(Stages(table, input, report));
      continue;
    }
    if (table.dimensions.empty() || table.ColumnIndex("customers") < 0) continue;
    const bool whole = IsWhole(table, report);
    if (whole) checks.push_back(Partition(table, input, report));
    checks.push_back(Additive(table, report));
    if (whole) {
      checks.push_back(Shares(table, whole));
      checks.push_back(WeightedMeans(table, input));
      checks.push_back(Totals(table, report));
    }
    checks.push_back(Bounded(table, input));
  }
  return checks;
}

}  // namespace tessera
