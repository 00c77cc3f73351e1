// A part of an expression on its way to SQL. Private to this room.
#ifndef TESSERA_WAREHOUSE_OPERAND_H_
#define TESSERA_WAREHOUSE_OPERAND_H_

#include <optional>
#include <span>
#include <string>

#include "warehouse/sql.h"

namespace tessera {

struct Operand {
  std::string sql;
  std::optional<ColumnType> type;          // nothing: the word `null`
  const Expression* expression = nullptr;  // where it came from, for errors
  const SqlName* dimension = nullptr;      // it is this enumeration, bare
  const std::string* text = nullptr;       // it is this text, written out
  std::optional<double> constant;          // it is this number, written out or a parameter
  Dialect dialect = Dialect::kDuckDb;
};

bool IsNumeric(ColumnType type);
bool IsDay(ColumnType type);  // a date or a timestamp

// "plan_type is text", as an error says it.
std::string Describe(const Operand& operand);

// The operand as DOUBLE, and as plain text where it is an enumeration.
std::string AsDouble(const Operand& operand);
std::string AsText(const Operand& operand);

// Throws Error unless the operand is of that type (or null).
void RequireNumber(const Operand& operand, std::string_view what_for);
void RequireText(const Operand& operand, std::string_view what_for);
void RequireBool(const Operand& operand, std::string_view what_for);
void RequireDay(const Operand& operand, std::string_view what_for);

// left = right and the like: `sign` is SQL's. Throws Error for what cannot be compared.
std::string CompareSql(const Operand& left, std::string_view sign, const Operand& right);
// left IN (…).
std::string MembershipSql(const Operand& left, std::span<const Operand> list, bool negated);

// The one type of several values of which one is chosen (coalesce, if, least); each of `operands`
// is rewritten to it.
std::optional<ColumnType> Unify(std::span<Operand> operands);

// A call of one of the functions that sql.h lists.
Operand CallSql(const FunctionCall& call, std::span<Operand> arguments,
                const Expression& expression);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_OPERAND_H_
