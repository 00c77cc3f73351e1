// One figure of many rows, as the aggregates of a definition say it: an attribute of an entity over
// its rows, a metric over the entities. In the dialect of the scope.
#ifndef TESSERA_WAREHOUSE_AGGREGATE_H_
#define TESSERA_WAREHOUSE_AGGREGATE_H_

#include <string>

#include "spec/report_spec.h"
#include "warehouse/sql.h"

namespace tessera {

// An aggregate over some of the rows, what DuckDB calls its type, and the aggregate that makes one
// of several; "" where there is none.
struct Partial {
  std::string sql, type, together;
  bool billionths = false;  // it comes as a whole number of them
};

// Which rows an attribute takes, with `also` beside its own filter; "" for all.
std::string RowsCondition(const AttributeSpec& attribute, const SqlScope& scope,
                          const std::string& also = "");
// What is aggregated. Throws Error where the attribute has no expression.
TypedSql RowValue(const AttributeSpec& attribute, const SqlScope& scope);
// What a count counts: "" for rows, or where its expression is not null.
std::string CountedRows(const AttributeSpec& attribute, const SqlScope& scope);

inline constexpr int kPlaces = 9;

// The sum of a number so that it does not depend on the order of the rows. A number is summed to so
// many `places`, which ClickHouse gives as a whole number of its last one: 9 are billionths. Throws
// Error for what is no number.
Partial ExactSum(const AttributeSpec& attribute, const TypedSql& value,
                 const std::string& condition, Dialect dialect, int places = kPlaces);

// 1 of what is true and 0 of what is false: not every engine sums truth.
std::string OneOrNoneSql(const std::string& truth);

// The whole attribute as one aggregate, not yet of its declared type. Of no rows: 0, false, or null
// as WithoutRows says. REQUIRES: it is no net promoter score.
TypedSql OverRowsSql(const AttributeSpec& attribute, const SqlScope& scope, int places = kPlaces);

// Casts an attribute's value to the type that the definition declares; a whole number stays what it
// is computed to be. Throws Error, at the attribute, where that cannot be.
TypedSql DeclaredSql(const AttributeSpec& attribute, const TypedSql& value,
                     Dialect dialect = Dialect::kDuckDb);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_AGGREGATE_H_
