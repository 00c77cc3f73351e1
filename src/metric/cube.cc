#include "metric/cube.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "warehouse/aggregate.h"

namespace tessera {
namespace {

// Of the numbers that a mean is made of.
constexpr int kMetricPlaces = 12;

std::optional<double> NumberOf(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return std::strtod(text->c_str(), nullptr);
}

// A metric aggregates entities as an attribute aggregates rows.
AttributeSpec AsAttribute(const MetricSpec& metric) {
  AttributeSpec attribute;
  attribute.name = metric.id;
  attribute.aggregate = metric.aggregate;
  attribute.expression = metric.expression;
  attribute.filter = metric.filter;
  attribute.place = metric.place;
  return attribute;
}

// REPORTS.md B-19.
std::string NpsSql(const AttributeSpec& answers, const SqlScope& scope) {
  const std::string value = RowValue(answers, scope).sql;
  const auto count = [&](std::string_view which) {
    return CastSql(AggregateSql("count", "*",
                                RowsCondition(answers, scope, fmt::format("{} {}", value, which)),
                                scope.dialect),
                   ColumnType::kNumber, scope.dialect);
  };
  const char* null_if = scope.dialect == Dialect::kClickHouse ? "nullIf" : "nullif";
  return fmt::format("(100 * ({} - {}) / {}({}, 0))", count(fmt::format(">= {}", kLeastPromoter)),
                     count(fmt::format("<= {}", kMostDetractor)), null_if, count("IS NOT NULL"));
}

std::string MetricSql(const MetricSpec& metric, const SqlScope& scope) {
  const AttributeSpec attribute = AsAttribute(metric);
  if (metric.aggregate == Aggregate::kNps) return NpsSql(attribute, scope);
  const bool extreme = metric.aggregate == Aggregate::kMin || metric.aggregate == Aggregate::kMax;
  if (extreme && RowValue(attribute, scope).type == ColumnType::kBool) {
    return AggregateSql(AggregateName(metric.aggregate),
                        OneOrNoneSql(RowValue(attribute, scope).sql),
                        RowsCondition(attribute, scope), scope.dialect);
  }
  return OverRowsSql(attribute, scope, kMetricPlaces).sql;
}

bool IsAsked(const MetricPlan& plan) {
  return plan.available && plan.spec->type == MetricType::kSimple && !plan.is_median;
}

bool IsNumber(ColumnType type) {
  return type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
}

// What a metric is made of, in the definition's words.
std::string ValueInWords(const MetricSpec& metric) {
  const std::string value = ExpressionText(*metric.expression);
  return metric.filter ? value + " where " + ExpressionText(*metric.filter) : value;
}

// Medians, and the values of sums and means, each value once.
std::vector<const MetricSpec*> Valued(const MetricCatalogue& catalogue, const SqlScope& scope) {
  std::vector<const MetricSpec*> valued;
  std::vector<std::string> seen;
  for (const MetricPlan& plan : catalogue.plans()) {
    const MetricSpec& metric = *plan.spec;
    const bool of_values = metric.aggregate == Aggregate::kSum ||
                           metric.aggregate == Aggregate::kMean ||
                           metric.aggregate == Aggregate::kMedian;
    if (!plan.available || metric.type != MetricType::kSimple || !of_values) continue;
    if (!IsNumber(Compile(*metric.expression, scope).type)) continue;
    std::string text = ValueInWords(metric);
    if (std::ranges::find(seen, text) != seen.end()) continue;
    seen.push_back(std::move(text));
    valued.push_back(&metric);
  }
  return valued;
}

// Each entity once a dimension and once for everyone: which dimension, -1 for everyone, and its
// member there.
struct Groups {
  std::string dimension, member, rest;
};

Groups GroupsOf(const std::vector<std::string>& members, Dialect dialect) {
  if (members.empty()) return {"-1", "''", ""};
  if (dialect == Dialect::kClickHouse) {
    std::vector<std::string> pairs = {"(toInt8(-1), '')"};
    for (size_t index = 0; index < members.size(); ++index) {
      pairs.push_back(fmt::format("(toInt8({}), assumeNotNull({}))", index, members[index]));
    }
    return {fmt::format("(arrayJoin([{}]) AS \"#in\").1", Join(pairs, ", ")), "\"#in\".2",
            "GROUP BY \"#in\".1, \"#in\".2"};
  }
  std::string dimension = "CASE", sets = "()";
  for (size_t index = 0; index < members.size(); ++index) {
    dimension += fmt::format(" WHEN grouping({}) = 0 THEN {}", members[index], index);
    sets += fmt::format(", ({})", members[index]);
  }
  return {dimension + " ELSE -1 END", fmt::format("coalesce({})", Join(members, ", ")),
          fmt::format("GROUP BY GROUPING SETS ({})", sets)};
}

void AskQuantiles(const MetricCatalogue& catalogue, const Everyone& everyone,
                  const EveryoneRows& rows, Database& database, Cube& cube) {
  const SqlScope& scope = rows.scope;
  const std::vector<const MetricSpec*> valued = Valued(catalogue, scope);
  std::vector<std::string> values;
  for (const MetricSpec* metric : valued) {
    const AttributeSpec attribute = AsAttribute(*metric);
    const std::string value = RowValue(attribute, scope).sql;
    const std::string condition = RowsCondition(attribute, scope);
    values.push_back(AggregateSql("count", value, condition, scope.dialect));
    for (const double at : kQuantiles) {
      values.push_back(QuantileSql(value, at, condition, scope.dialect));
    }
  }
  if (values.empty()) return;
  const TextRow row = Ask(everyone, values, rows.from, "", database).front();
  for (size_t index = 0; index < valued.size(); ++index) {
    const size_t first = index * (kQuantiles.size() + 1);
    CubeQuantiles quantiles{valued[index], NumberOf(row[first]).value_or(0), {}};
    for (size_t i = 0; i < kQuantiles.size(); ++i) {
      quantiles.values[i] = NumberOf(row[first + 1 + i]);
    }
    cube.quantiles.push_back(quantiles);
  }
  for (const MetricPlan& plan : catalogue.plans()) {
    if (!plan.is_median || !plan.available) continue;
    for (const CubeQuantiles& quantiles : cube.quantiles) {
      if (ValueInWords(*quantiles.metric) != ValueInWords(*plan.spec)) continue;
      cube.everyone.simple[plan.spec->id] = quantiles.values[kQuantiles.size() / 2];
    }
  }
}

}  // namespace

std::optional<double> Cube::Value(const MetricPlan& plan, const CubeCell& cell) const {
  const auto simple = [](const std::string& id, const CubeCell& of) -> std::optional<double> {
    const auto found = of.simple.find(id);
    return found == of.simple.end() ? std::nullopt : found->second;
  };
  if (plan.spec->type == MetricType::kSimple) return simple(plan.spec->id, cell);
  const std::optional<double> part = simple(plan.spec->numerator, cell);
  const std::optional<double> whole =
      plan.is_share ? simple(plan.spec->numerator, everyone) : simple(plan.spec->denominator, cell);
  if (!part || !whole || *whole == 0) return std::nullopt;
  return *part / *whole;
}

Cube AskCube(const MetricCatalogue& catalogue, const Everyone& everyone, const EveryoneRows& rows,
             Database& database) {
  std::vector<std::string> members = rows.members;
  if (!rows.drawn.empty()) members.push_back(rows.drawn);
  const Groups groups = GroupsOf(members, rows.scope.dialect);
  const std::string drawn =
      rows.drawn.empty() ? "false" : fmt::format("{} = '{}'", rows.drawn, kSampled);
  std::vector<std::string> values = {groups.dimension, groups.member, "count(*)",
                                     AggregateSql("count", "*", drawn, rows.scope.dialect)};
  std::vector<const MetricSpec*> asked;
  for (const MetricPlan& plan : catalogue.plans()) {
    if (!IsAsked(plan)) continue;
    asked.push_back(plan.spec);
    values.push_back(MetricSql(*plan.spec, rows.scope));
  }
  Cube cube;
  cube.dimensions.resize(members.size());
  for (const TextRow& row : Ask(everyone, values, rows.from, groups.rest, database)) {
    CubeCell cell;
    cell.entities = NumberOf(row[2]).value_or(0);
    cell.drawn = NumberOf(row[3]).value_or(0);
    for (size_t index = 0; index < asked.size(); ++index) {
      std::optional<double> value = NumberOf(row[4 + index]);
      // The sum of nobody is nothing, not unknown.
      if (!value && asked[index]->aggregate == Aggregate::kSum) value = 0;
      cell.simple[asked[index]->id] = value;
    }
    const double dimension = NumberOf(row[0]).value_or(-1);
    if (dimension < 0) {
      cube.everyone = std::move(cell);
    } else {
      cube.dimensions[static_cast<size_t>(dimension)][row[1].value_or("")] = std::move(cell);
    }
  }
  if (!rows.drawn.empty()) {
    cube.sample = std::move(cube.dimensions.back()[kSampled]);
    cube.dimensions.pop_back();
  }
  AskQuantiles(catalogue, everyone, rows, database, cube);
  return cube;
}

}  // namespace tessera
