#include "warehouse/aggregate.h"

#include <fmt/format.h>

#include "base/error.h"

namespace tessera {
namespace {

bool IsNumber(ColumnType type) {
  return type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
}

bool IsMoment(ColumnType type) {
  return type == ColumnType::kDate || type == ColumnType::kTimestamp;
}

// Null where it does not fit, in DuckDB; elsewhere an error of the server's.
std::string DeclaredCast(const TypedSql& value, ColumnType declared, Dialect dialect) {
  if (dialect == Dialect::kDuckDb) {
    return fmt::format("TRY_CAST({} AS {})", value.sql, TypeSql(declared));
  }
  if (declared == value.type) return value.sql;
  if (dialect == Dialect::kClickHouse && declared == ColumnType::kMoney &&
      value.type == ColumnType::kNumber) {
    // It cuts off what does not fit; a thousandth puts what was rounded beyond its cent.
    return fmt::format("toDecimal64({0} + if({0} < 0, -0.001, 0.001), 2)",
                       RoundSql(value.sql, 2, dialect));
  }
  return CastSql("(" + value.sql + ")", declared, dialect);
}

}  // namespace

std::string OneOrNoneSql(const std::string& truth) {
  return fmt::format("(CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END)", truth);
}

std::string RowsCondition(const AttributeSpec& attribute, const SqlScope& scope,
                          const std::string& also) {
  std::string condition = attribute.filter ? ConditionSql(*attribute.filter, scope) : "";
  if (!also.empty()) condition += (condition.empty() ? "" : " AND ") + also;
  return condition;
}

TypedSql RowValue(const AttributeSpec& attribute, const SqlScope& scope) {
  if (attribute.expression) return Compile(*attribute.expression, scope);
  throw Error(
      fmt::format("{}: {} needs an expression", attribute.name, AggregateName(attribute.aggregate)),
      attribute.place);
}

std::string CountedRows(const AttributeSpec& attribute, const SqlScope& scope) {
  return attribute.expression ? ToSql(*attribute.expression, scope) + " IS NOT NULL" : "";
}

Partial ExactSum(const AttributeSpec& attribute, const TypedSql& value,
                 const std::string& condition, Dialect dialect, int places) {
  const auto sum = [&](const std::string& exact, std::string type) {
    return Partial{AggregateSql("sum", exact, condition, dialect), std::move(type), "sum"};
  };
  switch (value.type) {
    case ColumnType::kInt:
      return sum(value.sql, "HUGEINT");
    case ColumnType::kMoney:
      return sum(value.sql, "DECIMAL(38,2)");
    case ColumnType::kBool:
      return sum(OneOrNoneSql(value.sql), "BIGINT");
    case ColumnType::kNumber:
      break;
    default:
      throw Error(
          fmt::format("{}: {} needs a number", attribute.name, AggregateName(attribute.aggregate)),
          attribute.place);
  }
  const std::string type = fmt::format("DECIMAL(38,{})", places);
  const std::string row = fmt::format("DECIMAL({},{})", 18 + places, places);
  switch (dialect) {
    case Dialect::kClickHouse: {
      Partial partial =
          sum(fmt::format("toDecimal128(if(abs({0}) < 1e17, round({0} * 1e{1}), NULL), 0)",
                          value.sql, places),
              type);
      partial.billionths = true;
      return partial;
    }
    case Dialect::kPostgres:
      return sum(fmt::format("({})::{}", value.sql, row), type);
    case Dialect::kDuckDb:
      break;
  }
  return sum(fmt::format("TRY_CAST({} AS {})", value.sql, row), type);
}

TypedSql OverRowsSql(const AttributeSpec& attribute, const SqlScope& scope, int places) {
  const Dialect dialect = scope.dialect;
  const auto as_number = [&](const std::string& sql) {
    return CastSql("(" + sql + ")", ColumnType::kNumber, dialect);
  };
  const auto counted = [&](const std::string& also) {
    return CastSql(AggregateSql("count", "*", RowsCondition(attribute, scope, also), dialect),
                   ColumnType::kInt, dialect);
  };
  const std::string condition = RowsCondition(attribute, scope);
  switch (attribute.aggregate) {
    case Aggregate::kCount:
      return {counted(CountedRows(attribute, scope)), ColumnType::kInt};
    case Aggregate::kAny:
      return {"(" + counted(CountedRows(attribute, scope)) + " > 0)", ColumnType::kBool};
    case Aggregate::kCountDistinct:
      return {CastSql(AggregateSql("count_distinct", RowValue(attribute, scope).sql, condition,
                                   dialect),
                      ColumnType::kInt, dialect),
              ColumnType::kInt};
    default:
      break;
  }
  const TypedSql value = RowValue(attribute, scope);
  switch (attribute.aggregate) {
    case Aggregate::kSum: {
      const Partial sum = ExactSum(attribute, value, condition, dialect, places);
      if (value.type == ColumnType::kNumber) {
        const std::string number = as_number(sum.sql);
        return {sum.billionths ? fmt::format("({} / 1e{})", number, places) : number, value.type};
      }
      const bool truth = value.type == ColumnType::kBool;
      return {sum.sql, truth ? ColumnType::kInt : value.type};
    }
    case Aggregate::kMean: {
      const Partial sum = ExactSum(attribute, value, condition, dialect, places);
      const char* null_if = dialect == Dialect::kClickHouse ? "nullIf" : "nullif";
      return {fmt::format("({}{} / {}({}, 0))", as_number(sum.sql),
                          sum.billionths ? fmt::format(" / 1e{}", places) : "", null_if,
                          as_number(AggregateSql("count", value.sql, condition, dialect))),
              ColumnType::kNumber};
    }
    case Aggregate::kMedian:
      return {QuantileSql(value.sql, 0.5, condition, dialect), ColumnType::kNumber};
    default:
      break;
  }
  return {AggregateSql(AggregateName(attribute.aggregate), value.sql, condition, dialect),
          value.type};
}

TypedSql DeclaredSql(const AttributeSpec& attribute, const TypedSql& value, Dialect dialect) {
  const ColumnType declared = attribute.type;
  // A whole number is what an attribute is when nothing is declared.
  if (declared == ColumnType::kInt && value.type != ColumnType::kInt) return value;
  const bool castable = declared == value.type || (IsNumber(declared) && IsNumber(value.type)) ||
                        (IsMoment(declared) && IsMoment(value.type));
  if (!castable) {
    throw Error(fmt::format("{} is declared as {}, but its expression gives {}", attribute.name,
                            ColumnTypeName(declared), ColumnTypeName(value.type)),
                attribute.place);
  }
  return {DeclaredCast(value, declared, dialect), declared};
}

}  // namespace tessera
