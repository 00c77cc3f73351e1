#include "analysis/block.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "base/text.h"
#include "stats/contingency.h"
#include "stats/moments.h"
#include "stats/proportion.h"
#include "stats/quantile.h"

namespace tessera {
namespace {

const MetricPlan* Plan(const MetricSpec& metric, const AnalysisInput& input) {
  return input.catalogue.Find(metric.id);
}

bool CountsEntities(const MetricSpec& metric) {
  return metric.type == MetricType::kSimple && metric.aggregate == Aggregate::kCount &&
         !metric.filter && !metric.expression;
}

bool IsCountShare(const MetricPlan& plan, const ReportSpec& spec) {
  const MetricSpec* numerator = spec.FindMetric(plan.spec->numerator);
  return plan.is_share && numerator != nullptr && numerator->aggregate == Aggregate::kCount;
}

bool HasInterval(const MetricPlan& plan, const ReportSpec& spec) {
  return plan.is_mean || plan.is_median || plan.is_nps || plan.is_rate || IsCountShare(plan, spec);
}

// Whether a reader cannot tell n from the row's number of entities.
bool HasOwnCount(const MetricPlan& plan, const AnalysisInput& input) {
  if (plan.is_mean || plan.is_median || plan.is_nps) {
    return !input.frame.measures[plan.measure].complete();
  }
  if (!plan.is_rate) return false;
  const MetricSpec* denominator = input.spec.FindMetric(plan.spec->denominator);
  return denominator == nullptr || !CountsEntities(*denominator);
}

std::optional<Interval> WilsonOf(double part, double whole, const AnalysisInput& input) {
  if (part < 0 || part > whole) return std::nullopt;
  return ModelInterval(stats::WilsonInterval({part, whole}, Confidence(input.spec)));
}

std::optional<Interval> NpsInterval(const MetricValue& nps, double level) {
  const auto score = stats::NetPromoterScore(nps.promoters, nps.detractors, nps.n, level);
  if (!score) return std::nullopt;
  return Interval{100 * score->interval.low, 100 * score->interval.high};
}

Estimate ShareEstimate(const MetricPlan& plan, const MetricValue& value, size_t rows,
                       const AnalysisInput& input) {
  Estimate estimate{std::nullopt, std::nullopt, value.n, value.part};
  const auto total = input.totals.find(plan.spec->numerator);
  if (total == input.totals.end() || total->second == 0) return estimate;
  estimate.value = value.part / total->second;
  if (rows < input.frame.rows && IsCountShare(plan, input.spec)) {
    estimate.interval = WilsonOf(value.part, total->second, input);
  }
  return estimate;
}

}  // namespace

AnalysisInput::AnalysisInput(const ReportSpec& the_spec, const Frame& the_frame,
                             const MetricCatalogue& the_catalogue)
    : spec(the_spec), frame(the_frame), catalogue(the_catalogue) {
  const std::vector<std::uint32_t> all = AllRows(frame);
  const RowSet everyone(all);
  for (const MetricPlan& plan : catalogue.plans()) {
    if (!plan.additive) continue;
    const MetricValue total = catalogue.Evaluate(plan.spec->id, frame, everyone);
    if (total.value) totals.emplace(plan.spec->id, *total.value);
  }
  std::vector<const MetricPlan*> compared;
  for (const MetricPlan& plan : catalogue.plans()) {
    if (plan.is_rate && plan.available) compared.push_back(&plan);
  }
  std::vector<Measure> outcomes(compared.size());
  ParallelFor(compared.size(),
              [&](size_t i) { outcomes[i] = catalogue.RateOutcome(*compared[i], frame); });
  for (Measure& outcome : outcomes) {
    const std::string id = outcome.id;
    rates.emplace(id, std::move(outcome));
  }
}

const Measure& AnalysisInput::Outcome(std::string_view metric) const {
  const auto rate = rates.find(metric);
  return rate != rates.end() ? rate->second : frame.measures[catalogue.Find(metric)->measure];
}

Estimate EstimateMetric(std::string_view metric, const RowSet& rows, const AnalysisInput& input) {
  const MetricPlan* plan = input.catalogue.Find(metric);
  if (plan == nullptr || !plan->available) return {};
  const MetricValue value = input.catalogue.Evaluate(metric, input.frame, rows);
  if (plan->is_share) return ShareEstimate(*plan, value, rows.size(), input);
  Estimate estimate{value.value, std::nullopt, value.n, value.part};
  const double level = Confidence(input.spec);
  if (plan->is_mean) {
    estimate.interval =
        ModelInterval(stats::MeanInterval(stats::MomentsOf(CountedOf(value.tally)), level));
  } else if (plan->is_median) {
    const auto median = stats::MedianInterval(CountedOf(value.tally), level);
    if (median) estimate.interval = ModelInterval(median->interval);
  } else if (plan->is_nps) {
    estimate.interval = NpsInterval(value, level);
  } else if (plan->is_rate) {
    estimate.interval = WilsonOf(value.part, value.n, input);
  }
  return estimate;
}

std::vector<Column> MetricColumns(const MetricSpec& metric, const AnalysisInput& input) {
  const MetricPlan* plan = Plan(metric, input);
  Column value;
  value.name = metric.id;
  value.label = metric.label;
  value.format = metric.format;
  value.metric = metric.id;
  value.additive = plan != nullptr && plan->additive;
  value.share = metric.share_of_total;
  std::vector<Column> columns = {value};
  const auto add = [&](const char* suffix, const char* label, ColumnRole role, Format format) {
    Column column;
    column.name = metric.id + suffix;
    column.label = metric.label + label;
    column.format = format;
    column.role = role;
    column.of = metric.id;
    columns.push_back(std::move(column));
  };
  if (plan == nullptr) return columns;
  if (HasInterval(*plan, input.spec)) {
    add("_lo", ", lower limit", ColumnRole::kLow, metric.format);
    add("_hi", ", upper limit", ColumnRole::kHigh, metric.format);
  }
  if (HasOwnCount(*plan, input)) add("_n", ", n", ColumnRole::kCount, Format::kInt);
  return columns;
}

std::vector<Cell> MetricCells(const MetricSpec& metric, const RowSet& rows,
                              const AnalysisInput& input) {
  const MetricPlan* plan = Plan(metric, input);
  if (plan == nullptr) return {std::monostate{}};
  const bool suppressed = !rows.empty() && !CountsEntities(metric) &&
                          rows.size() < static_cast<size_t>(std::max(0, input.spec.minimum_n));
  const Estimate estimate = suppressed ? Estimate{} : EstimateMetric(metric.id, rows, input);
  std::vector<Cell> cells = {NumberCell(estimate.value)};
  if (HasInterval(*plan, input.spec)) {
    const auto& interval = estimate.interval;
    cells.push_back(interval ? Cell(interval->low) : Cell());
    cells.push_back(interval ? Cell(interval->high) : Cell());
  }
  if (HasOwnCount(*plan, input)) cells.push_back(suppressed ? Cell() : Cell(estimate.n));
  return cells;
}

const MetricSpec& RequireMetric(std::string_view id, const Place& place, const ReportSpec& spec) {
  if (const MetricSpec* metric = spec.FindMetric(id)) return *metric;
  std::vector<std::string> known;
  for (const MetricSpec& metric : spec.metrics) known.push_back(metric.id);
  throw Error("there is no metric '" + std::string(id) + "'", place).Remedy(DidYouMean(id, known));
}

const FrameDimension& RequireDimension(std::string_view id, const Place& place,
                                       const AnalysisInput& input) {
  if (const FrameDimension* dimension = input.frame.FindDimension(id)) return *dimension;
  std::vector<std::string> known;
  for (const FrameDimension& other : input.frame.dimensions) known.push_back(other.dimension.id);
  throw Error("there is no dimension '" + std::string(id) + "'", place)
      .Remedy(DidYouMean(id, known));
}

std::vector<std::vector<std::optional<double>>> AdjustedResiduals(
    const std::vector<std::vector<double>>& counts) {
  if (counts.empty()) return {};
  const size_t columns = counts.front().size();
  std::vector<double> cells;
  for (const std::vector<double>& row : counts) cells.insert(cells.end(), row.begin(), row.end());
  const auto residuals = stats::AdjustedResiduals({cells, counts.size(), columns});
  std::vector<std::vector<std::optional<double>>> table(counts.size());
  for (size_t row = 0; row < counts.size(); ++row) {
    const auto first = residuals.begin() + static_cast<std::ptrdiff_t>(row * columns);
    table[row].assign(first, first + static_cast<std::ptrdiff_t>(columns));
  }
  return table;
}

double Confidence(const ReportSpec& spec) { return 1 - spec.alpha; }

stats::Counted CountedOf(const Tally& tally) { return {tally.values, tally.counts}; }

Interval ModelInterval(const stats::Interval& interval) { return {interval.low, interval.high}; }

std::optional<Interval> ModelInterval(const std::optional<stats::Interval>& interval) {
  if (!interval) return std::nullopt;
  return ModelInterval(*interval);
}

}  // namespace tessera
