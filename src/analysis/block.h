// What a block is computed from, and what it gives.
#ifndef TESSERA_ANALYSIS_BLOCK_H_
#define TESSERA_ANALYSIS_BLOCK_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/frame.h"
#include "metric/metric_value.h"
#include "model/report.h"
#include "spec/report_spec.h"

namespace tessera {

// The finished data stage; everything outlives the blocks.
struct AnalysisInput {
  const ReportSpec& spec;
  const Frame& frame;
  const MetricCatalogue& catalogue;
};

struct BlockResult {
  std::vector<Table> tables;
  std::vector<Metric> metrics;
  std::vector<Diagnostic> notes;
};

// A metric over a set of rows with the interval that its definition calls for (B-05, B-10, B-13):
// t for means, order statistics for medians, Wilson for rates, none for sums and counts.
struct Estimate {
  std::optional<double> value;
  std::optional<Interval> interval;
  double n = 0;
  double part = 0;
};
Estimate EstimateMetric(std::string_view metric, std::span<const std::uint32_t> rows,
                        const AnalysisInput& input);

// Columns for the values of `metric` in a table over dimensions: the value, then `_lo` and `_hi`
// where it has an interval and `_n` where missing values may make its n smaller than the row's.
std::vector<Column> MetricColumns(const MetricSpec& metric, const AnalysisInput& input);
// The cells that belong under MetricColumns. `whole_part` is the numerator of a share over everyone.
// Cells of groups under minimum_n are missing, but for the count itself.
std::vector<Cell> MetricCells(const MetricSpec& metric, std::span<const std::uint32_t> rows,
                              const AnalysisInput& input);

// "SELECT … FROM customers GROUP BY …": what a reader may run to get a block's table again.
const MetricSpec& RequireMetric(std::string_view id, const Place& place, const ReportSpec& spec);
const FrameDimension& RequireDimension(std::string_view id, const Place& place,
                                       const AnalysisInput& input);

// 1 − alpha intervals are called "95 %" in words; this is the number.
double Confidence(const ReportSpec& spec);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_BLOCK_H_
