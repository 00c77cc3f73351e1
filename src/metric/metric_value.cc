#include "metric/metric_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace tessera {
namespace {

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
      // Of nobody it is nothing, not unknown.
      return fmt::format("coalesce({}, 0)", over_rows(fmt::format("sum({})", value)));
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

double Median(const Tally& tally) {
  // The smallest value that has more than `place` values up to it.
  const auto at = [&](double place) {
    size_t i = 0;
    for (double up_to = 0; i < tally.values.size(); ++i) {
      up_to += static_cast<double>(tally.counts[i]);
      if (up_to > place) break;
    }
    return tally.values[i];
  };
  const double low = at(std::floor((tally.n - 1) / 2));
  return low + (at(std::floor(tally.n / 2)) - low) / 2;
}

MetricValue SumOf(const Measure& measure, const RowSet& rows) {
  MetricValue result;
  std::tie(result.value, result.n) = measure.SumOf(rows);
  return result;
}

MetricValue MeanOf(const Measure& measure, const RowSet& rows) {
  MetricValue result;
  result.tally = measure.Count(rows.rows());
  result.n = result.tally.n;
  result.part = measure.whole() ? result.tally.sum : measure.SumOf(rows).first;
  if (result.n > 0) result.value = result.part / result.n;
  return result;
}

MetricValue OrderedOf(const Measure& measure, const RowSet& rows, Aggregate aggregate) {
  MetricValue result;
  result.tally = measure.Count(rows.rows());
  result.n = result.tally.n;
  if (result.tally.empty()) return result;
  if (aggregate == Aggregate::kMin) {
    result.value = result.tally.values.front();
  } else if (aggregate == Aggregate::kMax) {
    result.value = result.tally.values.back();
  } else {
    result.value = Median(result.tally);
  }
  return result;
}

MetricValue NpsOf(const Measure& measure, const RowSet& rows) {
  MetricValue result;
  const Tally tally = measure.Count(rows.rows());
  result.n = tally.n;
  for (size_t i = 0; i < tally.values.size(); ++i) {
    const auto count = static_cast<double>(tally.counts[i]);
    if (tally.values[i] >= kLeastPromoter) result.promoters += count;
    if (tally.values[i] <= kMostDetractor) result.detractors += count;
  }
  if (result.n > 0) result.value = 100 * (result.promoters - result.detractors) / result.n;
  return result;
}

MetricValue EvaluateSimple(const MetricSpec& metric, const Measure& measure, const RowSet& rows) {
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
                                 const std::vector<std::string>& missing) {
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
    columns_.push_back({metric.id, MeasureSql(metric, scope), TypeOf(metric, spec),
                        metric.aggregate == Aggregate::kCount});
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
                                      const RowSet& rows) const {
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

Measure MetricCatalogue::RateOutcome(const MetricPlan& plan, const Frame& frame) const {
  const Measure& part = frame.measures[Find(plan.spec->numerator)->measure];
  const Measure& whole = frame.measures[Find(plan.spec->denominator)->measure];
  std::vector<double> values(frame.rows);
  for (size_t row = 0; row < frame.rows; ++row) {
    values[row] = whole[row] > 0 ? part.value(row) : std::numeric_limits<double>::quiet_NaN();
  }
  return {plan.spec->id, values, ColumnType::kNumber};
}

}  // namespace tessera
