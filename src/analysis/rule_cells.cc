#include "analysis/rule_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "spec/expression_walk.h"

namespace tessera {
namespace {

constexpr double kMostCells = 500'000;
constexpr size_t kMostTexts = 60;

bool IsOrdered(BinaryOperator op) {
  return op == BinaryOperator::kEqual || op == BinaryOperator::kNotEqual ||
         op == BinaryOperator::kLess || op == BinaryOperator::kLessEqual ||
         op == BinaryOperator::kGreater || op == BinaryOperator::kGreaterEqual;
}

// The columns that conditions rest on, with the limits that each is compared with.
class Limits {
 public:
  explicit Limits(const SqlScope& scope) : scope_(scope) {}

  // Adds what `condition` needs; notes what cannot be told apart by trying.
  void Add(const Expression& condition) {
    if (const auto* binary = std::get_if<BinaryOperation>(&condition.node)) {
      AddBinary(condition, *binary);
    } else if (const auto* member = std::get_if<Membership>(&condition.node)) {
      AddOperand(condition, *member->operand);
      for (const ExpressionTree& item : member->list) AddLimit(condition, *member->operand, *item);
    } else if (const auto* unary = std::get_if<UnaryOperation>(&condition.node)) {
      if (unary->op == UnaryOperator::kNot) {
        Add(*unary->operand);
      } else {
        AddOperand(condition, *unary->operand);
      }
    } else if (ColumnOf(condition) != nullptr) {
      AddOperand(condition, condition);
    } else if (!IsConstant(condition)) {
      Refuse(condition);
    }
  }

  const std::map<std::string, std::set<std::string>>& columns() const { return columns_; }
  const std::string& reason() const { return reason_; }

 private:
  void AddBinary(const Expression& condition, const BinaryOperation& binary) {
    if (binary.op == BinaryOperator::kOr || binary.op == BinaryOperator::kAnd) {
      Add(*binary.left);
      Add(*binary.right);
    } else if (!IsOrdered(binary.op)) {
      Refuse(condition);
    } else if (ColumnOf(*binary.left) != nullptr) {
      AddOperand(condition, *binary.left);
      AddLimit(condition, *binary.left, *binary.right);
    } else {
      AddOperand(condition, *binary.right);
      AddLimit(condition, *binary.right, *binary.left);
    }
  }

  const std::string* ColumnOf(const Expression& expression) const {
    const auto* name = std::get_if<NameReference>(&expression.node);
    return name != nullptr && scope_.names.contains(name->name) ? &name->name : nullptr;
  }

  bool IsConstant(const Expression& expression) const {
    bool constant = true;
    ForEachName(expression, [&](const std::string& name, const Place&) {
      constant = constant && !scope_.names.contains(name);
    });
    return constant;
  }

  void AddOperand(const Expression& condition, const Expression& operand) {
    const std::string* column = ColumnOf(operand);
    if (column == nullptr) return Refuse(condition);
    columns_[*column];
  }

  void AddLimit(const Expression& condition, const Expression& operand, const Expression& limit) {
    const std::string* column = ColumnOf(operand);
    if (column == nullptr || !IsConstant(limit)) return Refuse(condition);
    if (!std::holds_alternative<NullLiteral>(limit.node)) {
      columns_[*column].insert(Compile(limit, scope_).sql);
    }
  }

  void Refuse(const Expression& condition) {
    if (!reason_.empty()) return;
    reason_ = fmt::format("'{}' compares more than one column with a constant",
                          ExpressionText(condition));
  }

  const SqlScope& scope_;
  std::map<std::string, std::set<std::string>> columns_;
  std::string reason_;
};

bool IsNumeric(ColumnType type) {
  return type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
}

// The values of one column that its conditions can tell apart, as a list of SQL literals; empty
// when they are too many.
std::vector<std::string> ValuesOf(const std::set<std::string>& limits, const SqlName& column,
                                  Database& database) {
  std::vector<std::string> values;
  const Result range = database.Query(
      fmt::format("SELECT count(*) > count({0}) AS missing FROM customers", column.sql));
  if (range.Number(0, "missing") > 0) values.push_back("NULL");
  if (column.type == ColumnType::kBool) {
    values.insert(values.end(), {"TRUE", "FALSE"});
  } else if (IsNumeric(column.type)) {
    std::string list;
    for (const std::string& limit : limits) list += fmt::format("(({})::DOUBLE), ", limit);
    const bool whole = column.type == ColumnType::kInt;
    // Each limit, its neighbours or the middle to the next, and both ends, within what occurs.
    const Result points = database.Query(fmt::format(
        "WITH e AS (SELECT min({0})::DOUBLE AS low, max({0})::DOUBLE AS high FROM customers), "
        "l AS (SELECT DISTINCT x FROM (VALUES {1}(NULL::DOUBLE)) t(x) WHERE x IS NOT NULL), "
        "n AS (SELECT x, lead(x) OVER (ORDER BY x) AS next FROM l), "
        "p AS (SELECT x FROM l UNION SELECT {2} FROM n UNION SELECT low FROM e UNION SELECT high "
        "FROM e{3}) "
        "SELECT DISTINCT x FROM p, e WHERE x BETWEEN low AND high ORDER BY x",
        column.sql, list, whole ? "x + 1" : "(x + next) / 2",
        whole ? " UNION SELECT x - 1 FROM n" : ""));
    for (size_t row = 0; row < points.rows; ++row) {
      values.push_back(NumberSql(points.Number(row, "x")));
    }
  } else {
    const Result texts = database.Query(fmt::format(
        "SELECT DISTINCT ({0})::VARCHAR AS x FROM customers WHERE {0} IS NOT NULL ORDER BY 1",
        column.sql));
    if (texts.rows > kMostTexts) return {};
    for (size_t row = 0; row < texts.rows; ++row) values.push_back(QuoteText(texts.Text(row, "x")));
  }
  return values;
}

std::string ShownSql(const std::string& name, const SqlName& column) {
  const std::string quoted = QuoteName(name);
  const std::string shown =
      IsNumeric(column.type) ? fmt::format("format('{{:g}}', {}::DOUBLE)", quoted)
                             : (column.type == ColumnType::kBool
                                    ? fmt::format("CASE WHEN {} THEN 'yes' ELSE 'no' END", quoted)
                                    : fmt::format("{}::VARCHAR", quoted));
  return fmt::format("concat({}, ' ', coalesce({}, 'missing'))", QuoteText(name), shown);
}

}  // namespace

std::vector<ExpressionTree> RuleConditions(const DimensionSpec& dimension) {
  std::vector<ExpressionTree> conditions;
  for (const MemberRule& rule : dimension.cases) {
    if (rule.condition != nullptr) conditions.push_back(rule.condition);
  }
  return conditions;
}

ExpressionTree WithNumbers(const ExpressionTree& tree, const SqlScope& scope) {
  const auto with = [&](auto node) {
    return std::make_shared<const Expression>(Expression{std::move(node), tree->place});
  };
  const auto inside = [&](const ExpressionTree& part) { return WithNumbers(part, scope); };
  if (const auto* name = std::get_if<NameReference>(&tree->node)) {
    const auto number = scope.parameters.find(name->name);
    if (number == scope.parameters.end() || scope.names.contains(name->name)) return tree;
    return with(NumberLiteral{std::stod(fmt::format("{:.6g}", number->second))});
  }
  if (const auto* unary = std::get_if<UnaryOperation>(&tree->node)) {
    return with(UnaryOperation{unary->op, inside(unary->operand)});
  }
  if (const auto* binary = std::get_if<BinaryOperation>(&tree->node)) {
    return with(BinaryOperation{binary->op, inside(binary->left), inside(binary->right)});
  }
  if (const auto* call = std::get_if<FunctionCall>(&tree->node)) {
    std::vector<ExpressionTree> arguments;
    for (const ExpressionTree& argument : call->arguments) arguments.push_back(inside(argument));
    return with(FunctionCall{call->function, std::move(arguments)});
  }
  return tree;
}

RuleCells TryRuleCells(const std::vector<ExpressionTree>& conditions, const SqlScope& scope,
                       Database& database) {
  RuleCells found;
  Limits limits(scope);
  for (const ExpressionTree& condition : conditions) limits.Add(*condition);
  if (conditions.size() > 50) found.reason = "there are more rules than bits";
  if (!limits.reason().empty()) found.reason = limits.reason();
  if (!found.reason.empty()) return found;

  std::vector<std::string> tables, shown;
  found.cells = 1;
  for (const auto& [name, values_of] : limits.columns()) {
    const SqlName& column = scope.names.find(name)->second;
    const std::vector<std::string> values = ValuesOf(values_of, column, database);
    found.cells *= static_cast<double>(values.size());
    if (values.empty() || found.cells > kMostCells) {
      return {{}, 0, "there are too many kinds of {entities} to try them all"};
    }
    tables.push_back(fmt::format("(SELECT unnest([{}])::{} AS {})", Join(values, ", "),
                                 TypeSql(column.type), QuoteName(name)));
    shown.push_back(ShownSql(name, column));
  }
  std::string mask = "0::UBIGINT";
  for (size_t i = 0; i < conditions.size(); ++i) {
    mask += fmt::format(" + CASE WHEN {} THEN {}::UBIGINT ELSE 0 END",
                        ConditionSql(*conditions[i], scope), RuleMask{1} << i);
  }
  const Result result = database.Query(fmt::format(
      "SELECT mask::DOUBLE AS mask, count(*) AS cells, min(example) AS example FROM (SELECT {} AS "
      "mask, concat_ws(', ', {}) AS example FROM {}) GROUP BY mask ORDER BY mask",
      mask, shown.empty() ? "''" : Join(shown, ", "),
      tables.empty() ? "(SELECT 1)" : Join(tables, ", ")));
  for (size_t row = 0; row < result.rows; ++row) {
    found.patterns.push_back({static_cast<RuleMask>(result.Number(row, "mask")),
                              result.Number(row, "cells"), result.Text(row, "example")});
  }
  return found;
}

}  // namespace tessera
