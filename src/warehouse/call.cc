// The functions of the expression language.
#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/text.h"
#include "warehouse/operand.h"

namespace tessera {
namespace {

struct Function {
  std::string_view name;
  size_t least, most;  // arguments
};

constexpr size_t kAny = 100;
constexpr std::array<Function, 23> kFunctions = {{
    {"abs", 1, 1},         {"round", 1, 2},        {"floor", 1, 1},          {"ceil", 1, 1},
    {"sqrt", 1, 1},        {"ln", 1, 1},           {"log1p", 1, 1},          {"least", 1, kAny},
    {"greatest", 1, kAny}, {"min", 1, kAny},       {"max", 1, kAny},         {"coalesce", 1, kAny},
    {"if", 3, 3},          {"days_between", 2, 2}, {"months_between", 2, 2}, {"length", 1, 1},
    {"lower", 1, 1},       {"upper", 1, 1},        {"contains", 2, 2},       {"starts_with", 2, 2},
    {"ends_with", 2, 2},   {"is_missing", 1, 1},   {"concat", 2, kAny},
}};

const Function& Find(const FunctionCall& call, const Place& place) {
  std::vector<std::string> names;
  for (const Function& function : kFunctions) {
    if (function.name == call.function) return function;
    names.emplace_back(function.name);
  }
  throw Error(fmt::format("there is no function '{}'", call.function), place)
      .Remedy(DidYouMean(call.function, names));
}

void CheckCount(const Function& function, size_t given, const Place& place) {
  if (given >= function.least && given <= function.most) return;
  const std::string expected =
      function.most == kAny ? "at least 1 argument"
      : function.least == function.most
          ? fmt::format("{} argument{}", function.least, function.least == 1 ? "" : "s")
          : fmt::format("{} to {} arguments", function.least, function.most);
  throw Error(fmt::format("{}() takes {}, not {}", function.name, expected, given), place);
}

// A number where the function is defined; null elsewhere.
std::string Guarded(const std::string& value, std::string_view domain) {
  return fmt::format("CASE WHEN {} {} THEN {} END", value, domain, value);
}

TypedSql Rounded(std::span<Operand> arguments) {
  const Operand& value = arguments[0];
  int places = 0;
  if (arguments.size() == 2) {
    const Operand& digits = arguments[1];
    constexpr int kMost = 9;
    if (!digits.constant || *digits.constant < 0 || *digits.constant > kMost) {
      throw Error("the places of round() are a whole number from 0 to 9", digits.expression->place);
    }
    places = static_cast<int>(*digits.constant);
  }
  if (value.type == ColumnType::kInt) return {value.sql, ColumnType::kInt};
  return {RoundSql(AsDouble(value), places, value.dialect), ColumnType::kNumber};
}

// Of one number.
TypedSql NumberFunction(std::string_view name, std::span<Operand> arguments) {
  for (const Operand& argument : arguments) RequireNumber(argument, fmt::format("{}()", name));
  const Operand& value = arguments[0];
  const ColumnType type = value.type.value_or(ColumnType::kNumber);
  if (name == "abs") return {fmt::format("abs({})", value.sql), type};
  if (name == "round") return Rounded(arguments);
  const std::string number = AsDouble(value);
  if (name == "sqrt") {
    return {fmt::format("sqrt({})", Guarded(number, ">= 0")), ColumnType::kNumber};
  }
  if (name == "ln" || name == "log1p") {
    const std::string of = name == "ln" ? number : fmt::format("(1e0 + {})", number);
    return {LogarithmSql(Guarded(of, "> 0"), value.dialect), ColumnType::kNumber};
  }
  if (type == ColumnType::kInt) return {value.sql, type};  // floor and ceil
  return {fmt::format("{}({})", name, number), ColumnType::kNumber};
}

// One of several values.
TypedSql Choice(std::string_view name, std::span<Operand> values) {
  if (name == "min") name = "least";
  if (name == "max") name = "greatest";
  const std::optional<ColumnType> type = Unify(values);
  if (name != "coalesce" && type) {
    for (const Operand& value : values) {
      if (!IsDay(*type)) RequireNumber(value, fmt::format("{}()", name));
    }
  }
  std::vector<std::string> list;
  for (const Operand& value : values) list.push_back(value.sql);
  const std::string sql = name == "coalesce" ? fmt::format("coalesce({})", Join(list, ", "))
                                             : ExtremeSql(name, list, values.front().dialect);
  return {sql, type.value_or(ColumnType::kNumber)};
}

TypedSql Conditional(std::span<Operand> arguments) {
  RequireBool(arguments[0], "if()");
  const std::optional<ColumnType> type = Unify(arguments.subspan(1));
  return {fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", arguments[0].sql, arguments[1].sql,
                      arguments[2].sql),
          type.value_or(ColumnType::kNumber)};
}

TypedSql Between(std::string_view name, std::span<Operand> arguments) {
  for (const Operand& argument : arguments) RequireDay(argument, fmt::format("{}()", name));
  const auto sql = name == "days_between" ? DaysBetweenSql : MonthsBetweenSql;
  return {sql(arguments[0].sql, arguments[1].sql, arguments[0].dialect), ColumnType::kInt};
}

TypedSql TextFunction(std::string_view name, std::span<Operand> arguments) {
  std::vector<std::string> list;
  for (const Operand& argument : arguments) {
    RequireText(argument, fmt::format("{}()", name));
    list.push_back(AsText(argument));
  }
  const ColumnType type = name == "length" ? ColumnType::kInt
                          : name == "lower" || name == "upper" || name == "concat"
                              ? ColumnType::kText
                              : ColumnType::kBool;
  return {TextFunctionSql(name, list, arguments.front().dialect), type};
}

TypedSql Dispatch(std::string_view name, std::span<Operand> arguments) {
  if (name == "if") return Conditional(arguments);
  if (name == "is_missing")
    return {fmt::format("({} IS NULL)", arguments[0].sql), ColumnType::kBool};
  if (name.ends_with("_between")) return Between(name, arguments);
  for (const std::string_view choice : {"least", "greatest", "min", "max", "coalesce"}) {
    if (name == choice) return Choice(name, arguments);
  }
  for (const std::string_view text :
       {"length", "lower", "upper", "contains", "starts_with", "ends_with", "concat"}) {
    if (name == text) return TextFunction(name, arguments);
  }
  return NumberFunction(name, arguments);
}

}  // namespace

Operand CallSql(const FunctionCall& call, std::span<Operand> arguments,
                const Expression& expression) {
  CheckCount(Find(call, expression.place), arguments.size(), expression.place);
  TypedSql result = Dispatch(call.function, arguments);
  Operand operand;
  operand.sql = std::move(result.sql);
  operand.type = result.type;
  operand.expression = &expression;
  operand.dialect = arguments.front().dialect;
  return operand;
}

}  // namespace tessera
