// An expression of the definition as SQL: typed, quoted, and unable to fail when it runs.
//
// What could go wrong is found here, at the expression's place: an unknown name, a text compared
// with a number, a text that is no member of its dimension. What is left gives null: a division by
// zero, a logarithm of nothing. A null fails a condition.
//
// Types: + and - of whole numbers and money stay exact; money times a whole number is money, to the
// cent; every other arithmetic is DOUBLE. Dates take + and - days; a date minus a date is days.
//
// Functions: abs round floor ceil sqrt ln log1p least greatest min max (of their arguments)
//            coalesce if(condition, a, b) days_between(from, to) months_between(from, to)
//            length lower upper contains starts_with ends_with concat
#ifndef TESSERA_WAREHOUSE_SQL_H_
#define TESSERA_WAREHOUSE_SQL_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/expression.h"
#include "spec/report_spec.h"
#include "warehouse/dialect.h"

namespace tessera {

// What a name of an expression stands for.
struct SqlName {
  ColumnType type = ColumnType::kText;
  std::string sql;          // how it stands in the query: "arr", quoted
  bool enumerated = false;  // a dimension: an enumeration of `members`
  std::vector<std::string> members;
};

// Every name that an expression may use.
struct SqlScope {
  std::map<std::string, SqlName, std::less<>> names;
  std::map<std::string, double> parameters;
  std::optional<int> as_of;  // days since 1970-01-01
  Dialect dialect = Dialect::kDuckDb;

  void AddColumn(const std::string& name, ColumnType type);
  void AddDimension(const std::string& id, const std::vector<std::string>& members);
};

struct TypedSql {
  std::string sql;  // safe inside any larger expression: in parentheses where it needs them
  ColumnType type = ColumnType::kNumber;
};

// Throws Error at the place of what is wrong, with the nearest known name.
TypedSql Compile(const Expression& expression, const SqlScope& scope);
std::string ToSql(const Expression& expression, const SqlScope& scope);
// As ToSql; what is not true or false is an Error.
std::string ConditionSql(const Expression& expression, const SqlScope& scope);

// A number as it stands in SQL: 0.1e0.
std::string NumberSql(double value);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SQL_H_
