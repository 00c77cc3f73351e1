// How the engines' SQL differs. What is not here is the same in all of them.
//
// ClickHouse is written for its version 18.16 and later: no `::`, no FILTER, no literals of truth;
// a value that may be missing is Nullable. PostgreSQL is written for version 10 and later.
#ifndef TESSERA_WAREHOUSE_DIALECT_H_
#define TESSERA_WAREHOUSE_DIALECT_H_

#include <string>
#include <string_view>
#include <vector>

#include "spec/report_spec.h"

namespace tessera {

// Whose SQL is written.
enum class Dialect { kDuckDb, kClickHouse, kPostgres };

// A name and a text as they stand in SQL: "na""me", 'te''xt'.
std::string QuoteName(std::string_view name, Dialect dialect = Dialect::kDuckDb);
std::string QuoteText(std::string_view text, Dialect dialect = Dialect::kDuckDb);
std::string BoolSql(bool value, Dialect dialect);
// DATE '2025-08-01'.
std::string DateSql(int days, Dialect dialect = Dialect::kDuckDb);
// The engine's name of a column's type: DECIMAL(18,2).
std::string TypeSql(ColumnType type, Dialect dialect = Dialect::kDuckDb);

// Nothing, of a type: NULL::DOUBLE.
std::string NullSql(ColumnType type, Dialect dialect);
// A value as another type of its kind: a number as money, a time as a day. It must fit.
std::string CastSql(const std::string& sql, ColumnType type, Dialect dialect);
// A value as it is shown: a text of true and false is the same in all.
std::string ShownSql(const std::string& sql, ColumnType type, Dialect dialect);
// Whether the MD5 of a text, in 32 lower-case hexadecimal digits, stands before `digits`.
std::string HashBelowSql(const std::string& text, std::string_view digits, Dialect dialect);
// The product of money and a whole number; null where it is too large.
std::string MoneySql(const std::string& product, Dialect dialect);

// Days or months from one day to another; a day and some days.
std::string DaysBetweenSql(const std::string& from, const std::string& to, Dialect dialect);
std::string MonthsBetweenSql(const std::string& from, const std::string& to, Dialect dialect);
std::string AddDaysSql(const std::string& day, std::string_view sign, const std::string& days,
                       Dialect dialect);
// A day and a time, as numbers that can be compared: seconds.
std::string SecondsSql(const std::string& sql, ColumnType type, Dialect dialect);

// Half away from zero.
std::string RoundSql(const std::string& number, int places, Dialect dialect);
std::string LogarithmSql(const std::string& number, Dialect dialect);
// "least" or "greatest" of those that are not null.
std::string ExtremeSql(std::string_view which, const std::vector<std::string>& list,
                       Dialect dialect);
// length, lower, upper, contains, starts_with, ends_with, concat.
std::string TextFunctionSql(std::string_view name, const std::vector<std::string>& list,
                            Dialect dialect);
// The subject may be null: then so is the answer.
std::string InSql(const std::string& subject, const std::vector<std::string>& list, bool negated,
                  Dialect dialect);

// An aggregate (count, count_distinct, sum, min, max, list, …) over the rows that meet `condition`;
// "" takes all. "count" of "*" counts rows.
std::string AggregateSql(std::string_view aggregate, const std::string& argument,
                         const std::string& condition, Dialect dialect);
// The type 7 quantile (REPORTS.md B-08) of the numbers that are there, among those rows; null of
// nothing.
std::string QuantileSql(const std::string& number, double at, const std::string& condition,
                        Dialect dialect);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_DIALECT_H_
