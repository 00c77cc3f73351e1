#include "warehouse/reduction.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace tessera {
namespace {

constexpr std::string_view kAsOf = "as_of";

std::set<std::string> Names(const AttributeSpec& attribute) {
  std::set<std::string> names;
  for (const ExpressionTree& tree : {attribute.expression, attribute.filter}) {
    if (!tree) continue;
    for (const std::string& name : NamesIn(*tree)) names.insert(name);
  }
  return names;
}

bool IsAdditive(Aggregate aggregate) {
  return aggregate == Aggregate::kSum || aggregate == Aggregate::kMean ||
         aggregate == Aggregate::kMedian;
}

// Those columns whose every value matters, so that rows are grouped by them.
std::set<std::string> ClassesOf(const AttributeSpec& attribute, const SourceSpec& source,
                                const SqlScope& scope) {
  std::set<std::string> names = Names(attribute);
  const bool too_early = !scope.as_of && names.contains(std::string(kAsOf));
  if (too_early && IsAdditive(attribute.aggregate)) {
    throw Error(fmt::format("{} needs as_of before {} is read", attribute.name, source.name),
                attribute.place)
        .Remedy("give the report's date: as_of in the definition, or --as-of");
  }
  if (!too_early) {
    names.clear();
    if (attribute.aggregate == Aggregate::kCountDistinct && attribute.expression) {
      for (const std::string& name : NamesIn(*attribute.expression)) names.insert(name);
    }
  }
  std::erase_if(names, [&](const std::string& name) { return !source.FindColumn(name); });
  return names;
}

// Over groups, in the embedded engine.
std::string FilterSql(const AttributeSpec& attribute, const SqlScope& scope,
                      const std::string& also = "") {
  const std::string condition = RowsCondition(attribute, scope, also);
  return condition.empty() ? "" : fmt::format(" FILTER (WHERE {})", condition);
}

std::vector<Partial> Partials(const AttributeSpec& attribute, const SqlScope& scope) {
  const Dialect dialect = scope.dialect;
  const std::string condition = RowsCondition(attribute, scope);
  const auto one = [&](std::string_view aggregate, const std::string& argument,
                       const std::string& where, const std::string& type) {
    const std::string_view together = aggregate == "count" ? "sum" : aggregate;
    const bool joins = together == "sum" || together == "min" || together == "max";
    return Partial{AggregateSql(aggregate, argument, where, dialect), type,
                   joins ? std::string(together) : ""};
  };
  switch (attribute.aggregate) {
    case Aggregate::kCount:
    case Aggregate::kAny:
      return {one("count", "*", RowsCondition(attribute, scope, CountedRows(attribute, scope)),
                  "BIGINT")};
    case Aggregate::kCountDistinct:
      return {
          one("bool_or", condition.empty() ? BoolSql(true, dialect) : condition, "", "BOOLEAN")};
    case Aggregate::kSum:
      return {ExactSum(attribute, RowValue(attribute, scope), condition, dialect)};
    case Aggregate::kMean: {
      const TypedSql value = RowValue(attribute, scope);
      return {ExactSum(attribute, value, condition, dialect),
              one("count", value.sql, condition, "BIGINT")};
    }
    case Aggregate::kMedian: {
      const TypedSql value = RowValue(attribute, scope);
      ExactSum(attribute, value, condition, dialect);  // refuses what is no number
      return {one("list", CastSql(value.sql, ColumnType::kNumber, dialect),
                  RowsCondition(attribute, scope, value.sql + " IS NOT NULL"), "DOUBLE[]")};
    }
    default:
      break;
  }
  const TypedSql value = RowValue(attribute, scope);
  return {one(AggregateName(attribute.aggregate), value.sql, condition, TypeSql(value.type))};
}

TypedSql TotalOverGroups(const AttributeSpec& attribute, GroupKind kind, const SqlScope& scope) {
  const std::string counted = FilterSql(attribute, scope, CountedRows(attribute, scope));
  switch (attribute.aggregate) {
    case Aggregate::kCount:
      return {fmt::format("coalesce(sum({}){}, 0)", kGroupRows, counted), ColumnType::kInt};
    case Aggregate::kAny:
      return {fmt::format("count(*){} > 0", counted), ColumnType::kBool};
    case Aggregate::kCountDistinct: {
      const std::string value = RowValue(attribute, scope).sql;
      const bool bare = std::holds_alternative<NameReference>(attribute.expression->node);
      const bool once = kind == GroupKind::kUnique && bare;
      return {
          fmt::format("count({}{}){}", once ? "" : "DISTINCT ", value, FilterSql(attribute, scope)),
          ColumnType::kInt};
    }
    default:
      break;
  }
  const TypedSql value = RowValue(attribute, scope);
  return {fmt::format("{}({}){}", AggregateName(attribute.aggregate), value.sql,
                      FilterSql(attribute, scope)),
          value.type};
}

// `single` when the key has one group: nothing has to be put together.
TypedSql TotalOfPartials(const AttributeSpec& attribute, size_t index, const SqlScope& scope,
                         bool single) {
  const std::string first = PartialName(index, 0);
  const auto over_key = [&](std::string_view aggregate, const std::string& number) {
    return single ? number : fmt::format("{}({})", aggregate, number);
  };
  switch (attribute.aggregate) {
    case Aggregate::kCount:
      return {over_key("sum", first), ColumnType::kInt};
    case Aggregate::kAny:
      return {over_key("sum", first) + " > 0", ColumnType::kBool};
    case Aggregate::kCountDistinct:
      return {fmt::format("count(DISTINCT {}) FILTER (WHERE {})", RowValue(attribute, scope).sql,
                          first),
              ColumnType::kInt};
    case Aggregate::kSum: {
      const ColumnType type = RowValue(attribute, scope).type;
      const ColumnType kept = type == ColumnType::kBool ? ColumnType::kInt : type;
      return {fmt::format("TRY_CAST({} AS {})", over_key("sum", first), TypeSql(kept)), kept};
    }
    case Aggregate::kMean:
      return {fmt::format("{}::DOUBLE / nullif({}, 0)::DOUBLE", over_key("sum", first),
                          over_key("sum", PartialName(index, 1))),
              ColumnType::kNumber};
    case Aggregate::kMedian:
      return {single ? fmt::format("list_aggregate({}, 'median')", first)
                     : fmt::format("list_aggregate(flatten(list({0}) FILTER (WHERE {0} IS NOT "
                                   "NULL)), 'median')",
                                   first),
              ColumnType::kNumber};
    default:
      break;
  }
  return {over_key(AggregateName(attribute.aggregate), first), RowValue(attribute, scope).type};
}

}  // namespace

std::string PartialName(size_t index, size_t part) {
  return fmt::format("\"#part {} {}\"", index, part);
}

Reduction PlanReduction(const ReportSpec& spec, const SourceSpec& source, const SqlScope& scope) {
  Reduction reduction;
  for (const AttributeSpec& attribute : spec.attributes) {
    if (attribute.source != source.name) continue;
    reduction.attributes.push_back({&attribute, false, {}});
    reduction.classes.merge(ClassesOf(attribute, source, scope));
  }
  for (const BlockSpec& block : spec.blocks) {
    const auto* values = std::get_if<ValuesBlock>(&block.block);
    if (values && values->source == source.name) reduction.classes.insert(values->column);
  }
  for (ReducedAttribute& attribute : reduction.attributes) {
    std::set<std::string> names = Names(*attribute.spec);
    std::erase_if(names, [&](const std::string& name) { return !source.FindColumn(name); });
    attribute.over_groups =
        !IsAdditive(attribute.spec->aggregate) && std::ranges::includes(reduction.classes, names);
    if (!attribute.over_groups) attribute.partials = Partials(*attribute.spec, scope);
  }
  return reduction;
}

TypedSql TotalSql(const ReducedAttribute& attribute, size_t index, GroupKind kind,
                  const SqlScope& scope) {
  return DeclaredSql(*attribute.spec, attribute.over_groups
                                          ? TotalOverGroups(*attribute.spec, kind, scope)
                                          : TotalOfPartials(*attribute.spec, index, scope, false));
}

TypedSql SingleSql(const ReducedAttribute& attribute, size_t index, const SqlScope& scope) {
  return DeclaredSql(*attribute.spec, TotalOfPartials(*attribute.spec, index, scope, true));
}

std::string WithoutRows(const AttributeSpec& attribute) {
  switch (attribute.aggregate) {
    case Aggregate::kCount:
    case Aggregate::kCountDistinct:
      return "0";
    case Aggregate::kAny:
      return "false";
    default:
      return "NULL";
  }
}

}  // namespace tessera
