// What a block is computed from, and what it gives.
#ifndef TESSERA_ANALYSIS_BLOCK_H_
#define TESSERA_ANALYSIS_BLOCK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metric/frame.h"
#include "metric/metric_value.h"
#include "model/report.h"
#include "spec/report_spec.h"
#include "stats/counted.h"
#include "stats/interval.h"

namespace tessera {

// The finished data stage, and what every block asks of it again and again; it must outlive them.
struct AnalysisInput {
  AnalysisInput(const ReportSpec& spec, const Frame& frame, const MetricCatalogue& catalogue);

  const ReportSpec& spec;
  const Frame& frame;
  const MetricCatalogue& catalogue;
  std::map<std::string, double, std::less<>> totals;  // additive metrics over everyone
  std::map<std::string, Measure, std::less<>> rates;  // the outcomes of rates (RateOutcome)

  // One number a row of a mean's or a rate's outcome. REQUIRES: such a metric, available.
  const Measure& Outcome(std::string_view metric) const;
};

struct BlockResult {
  std::vector<Table> tables;
  std::vector<Metric> metrics;
  std::vector<Diagnostic> notes;
  std::vector<Check> checks;
};

// A metric over a set of rows with the interval that its definition calls for (B-05, B-10, B-13):
// t for means, order statistics for medians, Wilson for rates and for shares of a count, none for
// sums, other ratios, and what has no doubt: the whole as a share of itself.
struct Estimate {
  std::optional<double> value;
  std::optional<Interval> interval;
  double n = 0;     // values that it rests on; of rates and ratios the denominator
  double part = 0;  // of rates, ratios and shares: the numerator
};
Estimate EstimateMetric(std::string_view metric, const RowSet& rows, const AnalysisInput& input);

// Columns for the values of `metric` in a table over dimensions: the value under the metric's id,
// then `_lo` and `_hi` where it has an interval, and `_n` where the values that it rests on may be
// fewer than the row's entities.
std::vector<Column> MetricColumns(const MetricSpec& metric, const AnalysisInput& input);
// The cells that belong under MetricColumns. Cells of groups under minimum_n are missing, but for
// the count itself; groups without entities have zeros.
std::vector<Cell> MetricCells(const MetricSpec& metric, const RowSet& rows,
                              const AnalysisInput& input);

// Throw Error at `place`, with the nearest known id. A dimension must be in the frame.
const MetricSpec& RequireMetric(std::string_view id, const Place& place, const ReportSpec& spec);
const FrameDimension& RequireDimension(std::string_view id, const Place& place,
                                       const AnalysisInput& input);

// Adjusted standardised residuals of a table of counts (B-14); nothing in an empty row or column.
std::vector<std::vector<std::optional<double>>> AdjustedResiduals(
    const std::vector<std::vector<double>>& counts);

// The level of every interval: 1 − alpha.
double Confidence(const ReportSpec& spec);

// From the words of the metric room to those of the stats room; `tally` must outlive it.
stats::Counted CountedOf(const Tally& tally);
// From the words of the stats room to those of the model.
Interval ModelInterval(const stats::Interval& interval);
std::optional<Interval> ModelInterval(const std::optional<stats::Interval>& interval);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_BLOCK_H_
