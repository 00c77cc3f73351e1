// The expression's tree, walked once, from its leaves up.
#include <fmt/format.h>

#include "base/text.h"
#include "warehouse/operand.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

// A date plus this many days is still a date.
constexpr double kMostDays = 1e6;

class Compiler {
 public:
  explicit Compiler(const SqlScope& scope) : scope_(scope) {}

  Operand Walk(const Expression& expression) const {
    Operand operand =
        std::visit([&](const auto& node) { return Visit(node, expression); }, expression.node);
    operand.expression = &expression;
    return operand;
  }

 private:
  Operand Make(std::string sql, std::optional<ColumnType> type) const {
    Operand operand;
    operand.dialect = scope_.dialect;
    operand.sql = std::move(sql);
    operand.type = type;
    return operand;
  }

  Operand Constant(double value) const {
    const std::string sql = NumberSql(value);
    const bool whole = sql.find('e') == std::string::npos;
    Operand operand = Make(sql, whole ? ColumnType::kInt : ColumnType::kNumber);
    operand.constant = value;
    return operand;
  }

  Operand Visit(const NullLiteral&, const Expression&) const { return Make("NULL", std::nullopt); }
  Operand Visit(const NumberLiteral& number, const Expression&) const {
    return Constant(number.value);
  }
  Operand Visit(const TextLiteral& text, const Expression&) const {
    Operand operand = Make(QuoteText(text.value, scope_.dialect), ColumnType::kText);
    operand.text = &text.value;
    return operand;
  }
  Operand Visit(const BoolLiteral& literal, const Expression&) const {
    return Make(BoolSql(literal.value, scope_.dialect), ColumnType::kBool);
  }

  Operand Visit(const NameReference& reference, const Expression& expression) const {
    if (const auto found = scope_.names.find(reference.name); found != scope_.names.end()) {
      Operand operand = Make(found->second.sql, found->second.type);
      if (found->second.enumerated) operand.dimension = &found->second;
      return operand;
    }
    if (const auto found = scope_.parameters.find(reference.name);
        found != scope_.parameters.end()) {
      return Constant(found->second);
    }
    if (reference.name == "as_of" && scope_.as_of) {
      return Make(DateSql(*scope_.as_of, scope_.dialect), ColumnType::kDate);
    }
    throw Unknown(reference.name, expression.place);
  }

  Error Unknown(const std::string& name, const Place& place) const {
    std::vector<std::string> known;
    for (const auto& [known_name, unused] : scope_.names) known.push_back(known_name);
    for (const auto& [known_name, unused] : scope_.parameters) known.push_back(known_name);
    if (scope_.as_of) known.emplace_back("as_of");
    return Error(fmt::format("unknown name '{}'", name), place).Remedy(DidYouMean(name, known));
  }

  Operand Visit(const UnaryOperation& operation, const Expression&) const {
    const Operand operand = Walk(*operation.operand);
    switch (operation.op) {
      case UnaryOperator::kNot:
        RequireBool(operand, "not");
        return Make("(NOT " + operand.sql + ")", ColumnType::kBool);
      case UnaryOperator::kMinus:
        RequireNumber(operand, "a minus");
        if (operand.constant) return Constant(-*operand.constant);
        return Make("(-" + operand.sql + ")", operand.type);
      case UnaryOperator::kIsNull:
        return Make("(" + operand.sql + " IS NULL)", ColumnType::kBool);
      case UnaryOperator::kIsNotNull:
        break;
    }
    return Make("(" + operand.sql + " IS NOT NULL)", ColumnType::kBool);
  }

  Operand Visit(const BinaryOperation& operation, const Expression&) const {
    const Operand left = Walk(*operation.left), right = Walk(*operation.right);
    const auto compare = [&](std::string_view sign) {
      return Make(CompareSql(left, sign, right), ColumnType::kBool);
    };
    switch (operation.op) {
      case BinaryOperator::kOr:
        return Logic(left, "OR", right);
      case BinaryOperator::kAnd:
        return Logic(left, "AND", right);
      case BinaryOperator::kEqual:
        return compare("=");
      case BinaryOperator::kNotEqual:
        return compare("<>");
      case BinaryOperator::kLess:
        return compare("<");
      case BinaryOperator::kLessEqual:
        return compare("<=");
      case BinaryOperator::kGreater:
        return compare(">");
      case BinaryOperator::kGreaterEqual:
        return compare(">=");
      case BinaryOperator::kAdd:
        return Sum(left, "+", right);
      case BinaryOperator::kSubtract:
        return Sum(left, "-", right);
      case BinaryOperator::kMultiply:
        return Product(left, right);
      case BinaryOperator::kDivide:
        break;
    }
    return Quotient(left, right);
  }

  Operand Logic(const Operand& left, std::string_view word, const Operand& right) const {
    for (const Operand* side : {&left, &right}) RequireBool(*side, AsciiLower(word));
    return Make(fmt::format("({} {} {})", left.sql, word, right.sql), ColumnType::kBool);
  }

  Operand Sum(const Operand& left, std::string_view sign, const Operand& right) const {
    if (left.type && IsDay(*left.type)) return DaySum(left, sign, right);
    RequireNumber(left, fmt::format("'{}'", sign));
    RequireNumber(right, fmt::format("'{}'", sign));
    const bool exact = left.type != ColumnType::kNumber && right.type != ColumnType::kNumber;
    const bool money = left.type == ColumnType::kMoney || right.type == ColumnType::kMoney;
    if (!exact) {
      return Make(fmt::format("({} {} {})", AsDouble(left), sign, AsDouble(right)),
                  ColumnType::kNumber);
    }
    return Make(fmt::format("({} {} {})", left.sql, sign, right.sql),
                money ? ColumnType::kMoney : ColumnType::kInt);
  }

  Operand DaySum(const Operand& left, std::string_view sign, const Operand& right) const {
    if (sign == "-" && right.type && IsDay(*right.type)) {
      return Make(DaysBetweenSql(right.sql, left.sql, scope_.dialect), ColumnType::kInt);
    }
    if (!right.constant || right.type != ColumnType::kInt || *right.constant > kMostDays ||
        *right.constant < -kMostDays) {
      throw Error(
          fmt::format("{}: a date takes '+' and '-' with a whole number of days", Describe(right)),
          right.expression->place);
    }
    return Make(AddDaysSql(left.sql, sign, right.sql, scope_.dialect), ColumnType::kDate);
  }

  Operand Product(const Operand& left, const Operand& right) const {
    RequireNumber(left, "'*'");
    RequireNumber(right, "'*'");
    const auto is = [](const Operand& operand, ColumnType type) { return operand.type == type; };
    if ((is(left, ColumnType::kMoney) && is(right, ColumnType::kInt)) ||
        (is(left, ColumnType::kInt) && is(right, ColumnType::kMoney))) {
      return Make(MoneySql(fmt::format("{} * {}", left.sql, right.sql), scope_.dialect),
                  ColumnType::kMoney);
    }
    return Make(fmt::format("({} * {})", AsDouble(left), AsDouble(right)), ColumnType::kNumber);
  }

  Operand Quotient(const Operand& left, const Operand& right) const {
    RequireNumber(left, "'/'");
    RequireNumber(right, "'/'");
    const char* null_if = scope_.dialect == Dialect::kClickHouse ? "nullIf" : "nullif";
    return Make(fmt::format("({} / {}({}, 0))", AsDouble(left), null_if, AsDouble(right)),
                ColumnType::kNumber);
  }

  Operand Visit(const Membership& membership, const Expression&) const {
    const Operand operand = Walk(*membership.operand);
    std::vector<Operand> list;
    for (const ExpressionTree& item : membership.list) list.push_back(Walk(*item));
    return Make(MembershipSql(operand, list, membership.negated), ColumnType::kBool);
  }

  Operand Visit(const FunctionCall& call, const Expression& expression) const {
    std::vector<Operand> arguments;
    for (const ExpressionTree& argument : call.arguments) arguments.push_back(Walk(*argument));
    return CallSql(call, arguments, expression);
  }

  const SqlScope& scope_;
};

}  // namespace

TypedSql Compile(const Expression& expression, const SqlScope& scope) {
  Operand operand = Compiler(scope).Walk(expression);
  return {std::move(operand.sql), operand.type.value_or(ColumnType::kNumber)};
}

std::string ToSql(const Expression& expression, const SqlScope& scope) {
  return Compile(expression, scope).sql;
}

std::string ConditionSql(const Expression& expression, const SqlScope& scope) {
  const Operand operand = Compiler(scope).Walk(expression);
  RequireBool(operand, "a filter");
  return operand.sql;
}

}  // namespace tessera
