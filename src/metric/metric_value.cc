#include "metric/metric_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/sort.h"

namespace tessera {
namespace {

// Of answers from 0 to 10.
constexpr int kLeastPromoter = 9;
constexpr int kMostDetractor = 6;

// The type of an expression as far as exactness needs it: a bare column keeps its own.
ColumnType TypeOf(const MetricSpec& metric, const ReportSpec& spec) {
  if (metric.aggregate == Aggregate::kCount) return ColumnType::kInt;
  const auto* name = std::get_if<NameReference>(&metric.expression->node);
  if (name == nullptr) return ColumnType::kNumber;
  if (const AttributeSpec* attribute = spec.FindAttribute(name->name)) return attribute->type;
  const ColumnSpec* column = spec.FindEntityColumn(name->name);
  return column == nullptr ? ColumnType::kNumber : column->type;
}

// A number a row: what is aggregated where the filter holds, else null. Counts are 1 and 0.
std::string MeasureSql(const MetricSpec& metric, const SqlScope& scope) {
  const std::string filter = metric.filter ? ToSql(*metric.filter, scope) : "";
  if (metric.aggregate == Aggregate::kCount) {
    std::string condition = filter;
    if (metric.expression) {
      const std::string present = fmt::format("({}) IS NOT NULL", ToSql(*metric.expression, scope));
      condition = condition.empty() ? present : fmt::format("({}) AND {}", condition, present);
    }
    return condition.empty() ? "1" : fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", condition);
  }
  const std::string value = ToSql(*metric.expression, scope);
  return filter.empty() ? value : fmt::format("CASE WHEN {} THEN {} END", filter, value);
}

std::string AggregateSql(const MetricSpec& metric, const SqlScope& scope) {
  const std::string value = metric.expression ? ToSql(*metric.expression, scope) : "*";
  const std::string filter = metric.filter ? ToSql(*metric.filter, scope) : "";
  const auto over_rows = [&](const std::string& aggregate, const std::string& also = "") {
    const std::string both =
        also.empty() || filter.empty() ? also + filter : also + " AND " + filter;
    return both.empty() ? aggregate : fmt::format("{} FILTER (WHERE {})", aggregate, both);
  };
  switch (metric.aggregate) {
    case Aggregate::kCount:
      return over_rows(fmt::format("count({})", value));
    case Aggregate::kSum:
      return over_rows(fmt::format("sum({})", value));
    case Aggregate::kMean:
      return over_rows(fmt::format("avg({})", value));
    case Aggregate::kMedian:
      // The median of DECIMAL would be rounded to its cents.
      return over_rows(fmt::format("median(({})::DOUBLE)", value));
    case Aggregate::kMin:
      return over_rows(fmt::format("min({})", value));
    case Aggregate::kMax:
      return over_rows(fmt::format("max({})", value));
    case Aggregate::kNps:
      return fmt::format("100.0 * ({} - {}) / nullif({}, 0)",
                         over_rows("count(*)", fmt::format("({}) >= {}", value, kLeastPromoter)),
                         over_rows("count(*)", fmt::format("({}) <= {}", value, kMostDetractor)),
                         over_rows(fmt::format("count({})", value)));
    case Aggregate::kCountDistinct:
      return over_rows(fmt::format("count(DISTINCT {})", value));
    case Aggregate::kAny:
      return over_rows(fmt::format("bool_or({})", value));
  }
  return "";
}

// "" when every input is there; else why not.
std::string MissingInput(const MetricSpec& metric, const std::vector<std::string>& missing) {
  std::vector<std::string> names;
  for (const ExpressionTree& tree : {metric.expression, metric.filter}) {
    if (!tree) continue;
    for (std::string& name : NamesIn(*tree)) names.push_back(std::move(name));
  }
  for (const std::string& name : names) {
    if (std::ranges::find(missing, name) != missing.end()) {
      return fmt::format("the data has no column '{}'", name);
    }
  }
  return "";
}

double Median(const std::vector<double>& ascending) {
  const size_t middle = ascending.size() / 2;
  if (ascending.size() % 2 == 1) return ascending[middle];
  return ascending[middle - 1] + (ascending[middle] - ascending[middle - 1]) / 2;
}

std::vector<double> PresentValues(const Measure& measure, std::span<const std::uint32_t> rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    const double value = measure.values[row];
    if (!std::isnan(value)) values.push_back(value / measure.scale);
  }
  return values;
}

// Of whole numbers, whose sum is the same in any order: several at a time.
double SumOfWhole(const std::vector<double>& values, std::span<const std::uint32_t> rows) {
  constexpr size_t kLanes = 8;
  std::array<double, kLanes> sums{};
  size_t at = 0;
  for (; at + kLanes <= rows.size(); at += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += values[rows[at + lane]];
  }
  double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
  for (; at < rows.size(); ++at) sum += values[rows[at]];
  return sum;
}

// Sums in units of 1 / scale, so that money adds up in whole cents.
MetricValue SumOf(const Measure& measure, std::span<const std::uint32_t> rows) {
  MetricValue result;
  if (measure.whole && measure.complete) {
    result.value = SumOfWhole(measure.values, rows) / measure.scale;
    result.n = static_cast<double>(rows.size());
    return result;
  }
  double sum = 0;
  for (const std::uint32_t row : rows) {
    const double value = measure.values[row];
    if (std::isnan(value)) continue;
    sum += value;
    ++result.n;
  }
  result.value = sum / measure.scale;
  return result;
}

MetricValue MeanOf(const Measure& measure, std::span<const std::uint32_t> rows) {
  MetricValue result = SumOf(measure, rows);
  result.part = *result.value;
  result.value = result.n > 0 ? std::optional(result.part / result.n) : std::nullopt;
  result.values = PresentValues(measure, rows);
  return result;
}

MetricValue OrderedOf(const Measure& measure, std::span<const std::uint32_t> rows,
                      Aggregate aggregate) {
  MetricValue result;
  result.values = PresentValues(measure, rows);
  result.n = static_cast<double>(result.values.size());
  if (result.values.empty()) return result;
  SortNumbers(result.values);
  if (aggregate == Aggregate::kMin) {
    result.value = result.values.front();
  } else if (aggregate == Aggregate::kMax) {
    result.value = result.values.back();
  } else {
    result.value = Median(result.values);
  }
  return result;
}

MetricValue NpsOf(const Measure& measure, std::span<const std::uint32_t> rows) {
  MetricValue result;
  double promoters = 0, detractors = 0;
  for (const double value : PresentValues(measure, rows)) {
    ++result.n;
    if (value >= kLeastPromoter) ++promoters;
    if (value <= kMostDetractor) ++detractors;
  }
  result.values = {promoters, detractors};
  if (result.n > 0) result.value = 100 * (promoters - detractors) / result.n;
  return result;
}

MetricValue EvaluateSimple(const MetricSpec& metric, const Measure& measure,
                           std::span<const std::uint32_t> rows) {
  switch (metric.aggregate) {
    case Aggregate::kCount: {
      const bool everyone = !metric.filter && !metric.expression;
      MetricValue result = everyone ? MetricValue{} : SumOf(measure, rows);
      result.n = static_cast<double>(rows.size());
      if (everyone) result.value = result.n;
      return result;
    }
    case Aggregate::kSum:
      return SumOf(measure, rows);
    case Aggregate::kMean:
      return MeanOf(measure, rows);
    case Aggregate::kNps:
      return NpsOf(measure, rows);
    default:
      return OrderedOf(measure, rows, metric.aggregate);
  }
}

void RequireEntityAggregate(const MetricSpec& metric) {
  if (metric.aggregate == Aggregate::kCountDistinct || metric.aggregate == Aggregate::kAny) {
    throw Error(fmt::format("metric '{}' cannot aggregate entities by {}", metric.id,
                            AggregateName(metric.aggregate)),
                metric.place)
        .Remedy("use count, sum, mean, median, min or max; declare an attribute to reduce events");
  }
}

// Answers on another scale have a mean, and no net promoter score.
void RequireNpsScale(const MetricSpec& metric, const ReportSpec& spec) {
  if (metric.aggregate != Aggregate::kNps || !spec.nps_scale.empty()) return;
  throw Error(fmt::format("'{}' is a net promoter score, and the scale of the answers is not given",
                          metric.id),
              metric.place)
      .Remedy("write `nps_scale: 0..10` if that is their scale, or average them with agg: mean");
}

}  // namespace

MetricCatalogue::MetricCatalogue(const ReportSpec& spec, const SqlScope& scope,
                                 const std::vector<std::string>& missing)
    : spec_(&spec) {
  for (const MetricSpec& metric : spec.metrics) {
    if (metric.type != MetricType::kSimple) continue;
    RequireEntityAggregate(metric);
    RequireNpsScale(metric, spec);
    MetricPlan plan;
    plan.spec = &metric;
    plan.missing_reason = MissingInput(metric, missing);
    plan.available = plan.missing_reason.empty();
    plan.is_mean = metric.aggregate == Aggregate::kMean;
    plan.is_median = metric.aggregate == Aggregate::kMedian;
    plan.is_nps = metric.aggregate == Aggregate::kNps;
    plan.additive = metric.aggregate == Aggregate::kSum || metric.aggregate == Aggregate::kCount;
    plan.measure = columns_.size();
    columns_.push_back({metric.id, MeasureSql(metric, scope), TypeOf(metric, spec)});
    expressions_.emplace_back(metric.id, AggregateSql(metric, scope));
    plans_.push_back(std::move(plan));
  }
  for (const MetricSpec& metric : spec.metrics) {
    if (metric.type != MetricType::kRatio) continue;
    const MetricPlan* top = Find(metric.numerator);
    const MetricPlan* bottom = metric.share_of_total ? top : Find(metric.denominator);
    if (top == nullptr || bottom == nullptr || top->spec->type != MetricType::kSimple ||
        bottom->spec->type != MetricType::kSimple) {
      throw Error(fmt::format("ratio '{}' must divide two simple metrics", metric.id),
                  metric.place);
    }
    MetricPlan plan;
    plan.spec = &metric;
    plan.available = top->available && bottom->available;
    plan.missing_reason = top->available ? bottom->missing_reason : top->missing_reason;
    plan.is_share = metric.share_of_total;
    plan.is_rate = !plan.is_share && top->spec->aggregate == Aggregate::kCount &&
                   bottom->spec->aggregate == Aggregate::kCount;
    expressions_.emplace_back(
        metric.id, fmt::format("{} / nullif({}, 0)", Sql(top->spec->id), Sql(bottom->spec->id)));
    plans_.push_back(std::move(plan));
  }
}

const MetricPlan* MetricCatalogue::Find(std::string_view id) const {
  const auto found = std::ranges::find(plans_, id, [](const MetricPlan& p) { return p.spec->id; });
  return found == plans_.end() ? nullptr : &*found;
}

std::string MetricCatalogue::Sql(std::string_view id) const {
  for (const auto& [metric, sql] : expressions_) {
    if (metric == id) return sql;
  }
  return "";
}

std::string MetricCatalogue::Query(std::string_view id) const {
  const std::string sql = Sql(id);
  return sql.empty() ? "" : fmt::format("SELECT {} FROM customers", sql);
}

MetricValue MetricCatalogue::Evaluate(std::string_view id, const Frame& frame,
                                      std::span<const std::uint32_t> rows) const {
  const MetricPlan* plan = Find(id);
  if (plan == nullptr || !plan->available) return {};
  if (plan->spec->type == MetricType::kSimple) {
    return EvaluateSimple(*plan->spec, frame.measures[plan->measure], rows);
  }
  MetricValue result;
  result.part = Evaluate(plan->spec->numerator, frame, rows).value.value_or(0);
  if (plan->is_share) {
    result.n = static_cast<double>(rows.size());
    return result;
  }
  result.n = Evaluate(plan->spec->denominator, frame, rows).value.value_or(0);
  if (result.n != 0) result.value = result.part / result.n;
  return result;
}

std::vector<double> MetricCatalogue::Outcome(std::string_view id, const Frame& frame) const {
  const MetricPlan* plan = Find(id);
  if (plan == nullptr || !plan->available) return {};
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  if (plan->spec->type == MetricType::kSimple) {
    const Measure& measure = frame.measures[plan->measure];
    std::vector<double> values = measure.values;
    for (double& value : values) value /= measure.scale;
    return values;
  }
  const std::vector<double> part = Outcome(plan->spec->numerator, frame);
  const std::vector<double> whole = Outcome(plan->spec->denominator, frame);
  std::vector<double> values(frame.rows);
  for (size_t row = 0; row < frame.rows; ++row) {
    values[row] = whole[row] > 0 ? part[row] : kMissing;
  }
  return values;
}

}  // namespace tessera
