// Values of metrics over any set of rows.
//
// A simple metric aggregates one measure of the frame; a ratio divides two simple metrics. Missing
// values do not take part: `n` says how many did. A ratio over 0, a mean of nothing and a median of
// nothing have no value. Medians are type 7 (REPORTS.md B-08): the middle value, or the mean of the
// two middle ones.
#ifndef TESSERA_METRIC_METRIC_VALUE_H_
#define TESSERA_METRIC_METRIC_VALUE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metric/frame.h"
#include "model/metric.h"
#include "spec/report_spec.h"

namespace tessera {

// Of answers from 0 to 10.
inline constexpr int kLeastPromoter = 9;
inline constexpr int kMostDetractor = 6;

struct MetricValue {
  std::optional<double> value;
  double n = 0;     // values it rests on; for ratios the denominator's value
  double part = 0;  // for ratios: the numerator's value
  // What an interval is computed from. Of means and medians: the values, in the metric's unit.
  Tally tally;
  double promoters = 0, detractors = 0;  // of a net promoter score
};

// How a metric is computed from the frame.
struct MetricPlan {
  const MetricSpec* spec = nullptr;
  bool available = true;
  std::string missing_reason;  // when not available: which input is missing
  bool is_rate = false;        // count ÷ count
  bool is_mean = false;        // the mean of a measure
  bool is_median = false;
  bool is_nps = false;    // net promoter score, in points (REPORTS.md B-19)
  bool is_share = false;  // the group's part of the total
  bool additive = false;  // sums and counts: groups add up to the total
  size_t measure = 0;     // simple metrics: index into the frame's measures
};

// Plans for the simple and ratio metrics of a definition, and the frame columns that they need.
class MetricCatalogue {
 public:
  // `missing` names entity columns that the data does not have. Throws Error for a metric over an
  // unknown column. The spec must outlive the catalogue.
  MetricCatalogue(const ReportSpec& spec, const SqlScope& scope,
                  const std::vector<std::string>& missing);

  const MetricPlan* Find(std::string_view id) const;
  const std::vector<MetricPlan>& plans() const { return plans_; }
  const std::vector<FrameColumn>& columns() const { return columns_; }
  // The aggregate over the table `customers` that gives the same number over everyone, and
  // "SELECT … FROM customers" of it; "" of a metric that is neither simple nor a ratio.
  std::string Sql(std::string_view id) const;
  std::string Query(std::string_view id) const;

  // Its value over `rows`. Of a share only `part`, the numerator: the caller knows the whole.
  MetricValue Evaluate(std::string_view id, const Frame& frame, const RowSet& rows) const;
  // The outcome of a rate, 0 or 1, missing where the denominator is 0.
  // REQUIRES: a rate that is available.
  Measure RateOutcome(const MetricPlan& plan, const Frame& frame) const;

 private:
  std::vector<MetricPlan> plans_;
  std::vector<FrameColumn> columns_;
  std::vector<std::pair<std::string, std::string>> expressions_;  // id, SQL
};

}  // namespace tessera

#endif  // TESSERA_METRIC_METRIC_VALUE_H_
