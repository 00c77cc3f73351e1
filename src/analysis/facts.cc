#include "analysis/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace tessera {
namespace {

std::vector<std::string> Ids(const auto& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

[[noreturn]] void RefuseArguments(const FunctionCall& call, const Place& place,
                                  std::string_view usage) {
  throw Error(fmt::format("'{}' takes {}", call.function, usage), place);
}

Fact NumberFact(std::optional<double> value, Format format = Format::kNum1) {
  Fact fact;
  fact.format = format;
  if (value && std::isfinite(*value)) fact.value = *value;
  return fact;
}

Fact TextFact(std::string text) {
  Fact fact;
  fact.value = std::move(text);
  fact.format = Format::kText;
  return fact;
}

Fact BoolFact(bool value) {
  Fact fact;
  fact.value = value;
  return fact;
}

std::optional<double> MetricPart(const Metric& metric, std::string_view part) {
  if (part == "low" && metric.interval) return metric.interval->low;
  if (part == "high" && metric.interval) return metric.interval->high;
  if (part == "n") return metric.n;
  if (part == "p") return metric.p_value;
  if (part == "p_adjusted") return metric.p_adjusted;
  if (part == "whole") return metric.denominator;
  if (part == "family") return metric.family_size;
  return std::nullopt;
}

constexpr std::string_view kClaimParts[] = {"low",        "high",  "n",     "p",
                                            "p_adjusted", "whole", "family"};

Format PartFormat(const Metric& metric, std::string_view part) {
  if (part == "n" || part == "whole" || part == "family") return Format::kInt;
  if (part == "p" || part == "p_adjusted") return Format::kNum2;
  return metric.format;
}

std::optional<bool> Compare(BinaryOperator op, const Fact& left, const Fact& right) {
  const auto ordered = [&](const auto& a, const auto& b) -> std::optional<bool> {
    switch (op) {
      case BinaryOperator::kEqual:
        return a == b;
      case BinaryOperator::kNotEqual:
        return a != b;
      case BinaryOperator::kLess:
        return a < b;
      case BinaryOperator::kLessEqual:
        return a <= b;
      case BinaryOperator::kGreater:
        return a > b;
      case BinaryOperator::kGreaterEqual:
        return a >= b;
      default:
        return std::nullopt;
    }
  };
  if (left.missing() || right.missing()) return std::nullopt;
  if (left.number() && right.number()) return ordered(*left.number(), *right.number());
  if (left.value.index() != right.value.index()) return op == BinaryOperator::kNotEqual;
  return ordered(left.text(), right.text());
}

}  // namespace

std::optional<double> Fact::number() const {
  if (const double* value_number = std::get_if<double>(&value)) return *value_number;
  return std::nullopt;
}

std::string Fact::text() const {
  if (const std::string* value_text = std::get_if<std::string>(&value)) return *value_text;
  return "";
}

bool Fact::truth() const {
  const bool* value_bool = std::get_if<bool>(&value);
  return value_bool != nullptr && *value_bool;
}

Facts::Facts(const Report& report, const std::map<std::string, double>& parameters)
    : report_(report), parameters_(parameters) {}

bool Facts::Holds(const ExpressionTree& condition) const {
  return condition == nullptr || Evaluate(*condition).truth();
}

Fact Facts::Evaluate(const Expression& expression) const {
  const auto visit = [&](const auto& node) -> Fact {
    using Node = std::decay_t<decltype(node)>;
    if constexpr (std::is_same_v<Node, NullLiteral>) return Fact{};
    if constexpr (std::is_same_v<Node, NumberLiteral>) return NumberFact(node.value);
    if constexpr (std::is_same_v<Node, TextLiteral>) return TextFact(node.value);
    if constexpr (std::is_same_v<Node, BoolLiteral>) return BoolFact(node.value);
    if constexpr (std::is_same_v<Node, NameReference>) return Name(node, expression.place);
    if constexpr (std::is_same_v<Node, UnaryOperation>) return Unary(node);
    if constexpr (std::is_same_v<Node, BinaryOperation>) return Binary(node);
    if constexpr (std::is_same_v<Node, FunctionCall>) return Call(node, expression.place);
    if constexpr (std::is_same_v<Node, Membership>) {
      const Fact left = Evaluate(*node.operand);
      if (left.missing()) return Fact{};
      const bool found = std::ranges::any_of(node.list, [&](const ExpressionTree& item) {
        return Compare(BinaryOperator::kEqual, left, Evaluate(*item)).value_or(false);
      });
      return BoolFact(found != node.negated);
    }
  };
  return std::visit(visit, expression.node);
}

Fact Facts::Name(const NameReference& name, const Place& place) const {
  if (const auto parameter = parameters_.find(name.name); parameter != parameters_.end()) {
    return NumberFact(parameter->second);
  }
  const size_t dot = name.name.find('.');
  const std::string id = name.name.substr(0, dot);
  const Metric* metric = report_.FindMetric(id);
  if (metric == nullptr && report_.IsLeftOut(id)) return Fact{};
  if (metric == nullptr) {
    throw Error(fmt::format("'{}' is no metric", id), place)
        .Remedy(DidYouMean(id, Ids(report_.metrics)));
  }
  if (dot != std::string::npos) {
    const std::string part = name.name.substr(dot + 1);
    if (std::ranges::find(kClaimParts, part) == std::end(kClaimParts)) {
      throw Error(fmt::format("a metric has no part '{}'", part), place)
          .Remedy("known: low, high, n, p, p_adjusted, whole, family");
    }
    Fact fact = NumberFact(MetricPart(*metric, part), PartFormat(*metric, part));
    fact.kind = Piece::Kind::kMetric;
    fact.ref = name.name;
    return fact;
  }
  Fact fact = NumberFact(metric->value, metric->format);
  fact.kind = Piece::Kind::kMetric;
  fact.ref = id;
  fact.interval = metric->interval;
  fact.metric = metric;
  return fact;
}

Fact Facts::Unary(const UnaryOperation& operation) const {
  const Fact operand = Evaluate(*operation.operand);
  switch (operation.op) {
    case UnaryOperator::kIsNull:
      return BoolFact(operand.missing());
    case UnaryOperator::kIsNotNull:
      return BoolFact(!operand.missing());
    case UnaryOperator::kNot:
      return operand.missing() ? Fact{} : BoolFact(!operand.truth());
    case UnaryOperator::kMinus:
      return operand.number() ? NumberFact(-*operand.number(), operand.format) : Fact{};
  }
  return Fact{};
}

Fact Facts::Binary(const BinaryOperation& operation) const {
  const Fact left = Evaluate(*operation.left);
  if (operation.op == BinaryOperator::kAnd) {
    return BoolFact(left.truth() && Evaluate(*operation.right).truth());
  }
  if (operation.op == BinaryOperator::kOr) {
    return BoolFact(left.truth() || Evaluate(*operation.right).truth());
  }
  const Fact right = Evaluate(*operation.right);
  if (const auto compared = Compare(operation.op, left, right)) return BoolFact(*compared);
  if (!left.number() || !right.number()) return Fact{};
  const double a = *left.number(), b = *right.number();
  switch (operation.op) {
    case BinaryOperator::kAdd:
      return NumberFact(a + b, left.format);
    case BinaryOperator::kSubtract:
      return NumberFact(a - b, left.format);
    case BinaryOperator::kMultiply:
      return NumberFact(a * b, left.format);
    case BinaryOperator::kDivide:
      return b == 0 ? Fact{} : NumberFact(a / b);
    default:
      return Fact{};
  }
}

Fact Facts::Call(const FunctionCall& call, const Place& place) const {
  const std::string& name = call.function;
  if (name == "cell") return CellOf(call, place);
  if (name == "top" || name == "bottom" || name == "top_cell" || name == "bottom_cell") {
    return Ranked(call, place);
  }
  if (name == "row_cell" || name == "row_label" || name == "rows") return RowOf(call, place);
  if (name == "member_label" || name == "first_member" || name == "last_member") {
    return MemberOf(call, place);
  }
  if (name == "checks_failed") {
    return NumberFact(static_cast<double>(report_.FailedChecks()), Format::kInt);
  }
  if (name == "abs" || name == "min" || name == "max") {
    std::vector<double> numbers;
    Fact first;
    for (const ExpressionTree& argument : call.arguments) {
      const Fact fact = Evaluate(*argument);
      if (!fact.number()) return Fact{};
      if (numbers.empty()) first = fact;
      numbers.push_back(*fact.number());
    }
    if (numbers.empty()) RefuseArguments(call, place, "at least one number");
    if (name == "abs") return NumberFact(std::abs(numbers[0]), first.format);
    return NumberFact(name == "min" ? std::ranges::min(numbers) : std::ranges::max(numbers),
                      first.format);
  }
  static const std::vector<std::string> kFunctions = {
      "cell",        "top",           "bottom", "top_cell",     "bottom_cell",
      "row_cell",    "row_label",     "rows",   "member_label", "first_member",
      "last_member", "checks_failed", "abs",    "min",          "max"};
  throw Error(fmt::format("'{}' is no function of figures", name), place)
      .Remedy(DidYouMean(name, kFunctions));
}

const Table* Facts::FindTable(const Expression& name) const {
  const std::string id = TextArgument(name);
  if (const Table* table = report_.FindTable(id)) return table;
  if (report_.IsLeftOut(id)) return nullptr;
  throw Error(fmt::format("'{}' is no table", id), name.place)
      .Remedy(DidYouMean(id, Ids(report_.tables)));
}

int Facts::RequireColumn(const Table& table, const Expression& name) const {
  const std::string column = TextArgument(name);
  const int index = table.ColumnIndex(column);
  if (index >= 0) return index;
  std::vector<std::string> names;
  for (const Column& known : table.columns) names.push_back(known.name);
  throw Error(fmt::format("table '{}' has no column '{}'", table.id, column), name.place)
      .Remedy(DidYouMean(column, names));
}

std::string Facts::TextArgument(const Expression& argument) const {
  if (const auto* name = std::get_if<NameReference>(&argument.node)) return name->name;
  return Evaluate(argument).text();
}

// What a comparing word about a difference in a row needs beside its interval.
void Facts::AddTest(const Table& table, const std::vector<Cell>& cells, Fact& fact) {
  const auto number = [&](const char* column) {
    const int index = table.ColumnIndex(column);
    return index < 0 ? std::nullopt : CellNumber(cells[static_cast<size_t>(index)]);
  };
  fact.p_adjusted = number("p_holm");
  if (!fact.p_adjusted) return;
  const auto one = number("n_cohort") ? number("n_cohort") : number("n");
  const auto other = number("n_rest");
  if (one && other) fact.smaller_group = std::min(*one, *other);
}

Fact Facts::TableCell(const Table& table, size_t row, int column) const {
  const Column& described = table.columns[static_cast<size_t>(column)];
  const bool is_total = row == table.rows.size();
  if (is_total && table.total.empty()) return Fact{};
  const std::vector<Cell>& cells = is_total ? table.total : table.rows[row];
  const Cell& cell = cells[static_cast<size_t>(column)];
  if (std::holds_alternative<std::string>(cell)) return TextFact(CellText(cell));
  Fact fact =
      NumberFact(CellNumber(cell),
                 described.row_format && !is_total ? table.row_formats[row] : described.format);
  fact.kind = Piece::Kind::kCell;
  fact.ref = table.id + "/";
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].role != ColumnRole::kKey) continue;
    fact.ref += (is_total ? "total" : CellText(cells[c])) + "/";
    if (is_total) break;
  }
  fact.ref += described.name;
  const auto limit = [&](ColumnRole role, const char* suffix) {
    const int known = table.RelatedColumn(described.name, role);
    return known >= 0 ? known : table.ColumnIndex(described.name + suffix);
  };
  const int low = limit(ColumnRole::kLow, "_lo"), high = limit(ColumnRole::kHigh, "_hi");
  if (low >= 0 && high >= 0) {
    const auto lower = CellNumber(cells[static_cast<size_t>(low)]);
    const auto upper = CellNumber(cells[static_cast<size_t>(high)]);
    if (lower && upper) fact.interval = Interval{*lower, *upper};
    AddTest(table, cells, fact);
  }
  return fact;
}

Fact Facts::CellOf(const FunctionCall& call, const Place& place) const {
  if (call.arguments.size() < 3) RefuseArguments(call, place, "a table, its members and a column");
  const Table* found = FindTable(*call.arguments.front());
  if (found == nullptr) return Fact{};
  const Table& table = *found;
  const int column = RequireColumn(table, *call.arguments.back());
  std::vector<std::string> members;
  for (size_t i = 1; i + 1 < call.arguments.size(); ++i) {
    members.push_back(TextArgument(*call.arguments[i]));
  }
  if (members.front() == "total") return TableCell(table, table.rows.size(), column);
  const int row = table.RowIndex(members);
  return row < 0 ? Fact{} : TableCell(table, static_cast<size_t>(row), column);
}

std::vector<size_t> Facts::Ranking(const Table& table, int column, bool largest) const {
  std::vector<size_t> rows;
  const auto value = [&](size_t row) {
    return CellNumber(table.rows[row][static_cast<size_t>(column)]);
  };
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (value(row)) rows.push_back(row);
  }
  std::ranges::stable_sort(rows, [&](size_t a, size_t b) {
    return largest ? *value(a) > *value(b) : *value(a) < *value(b);
  });
  return rows;
}

std::string Facts::RowLabel(const Table& table, size_t row) const {
  std::vector<std::string> labels;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].role != ColumnRole::kKey) continue;
    const std::string member = CellText(table.rows[row][c]);
    const Dimension* dimension =
        c < table.dimensions.size() ? report_.FindDimension(table.dimensions[c]) : nullptr;
    std::string label = member;
    if (dimension != nullptr) {
      for (const Member& known : dimension->members) {
        if (known.name == member) label = known.label;
      }
    }
    labels.push_back(label);
  }
  return Join(labels, table.dimensions.empty() ? ": " : " → ");
}

Fact Facts::Ranked(const FunctionCall& call, const Place& place) const {
  const bool wants_cell = call.function.ends_with("_cell");
  const size_t least = wants_cell ? 3 : 2;
  if (call.arguments.size() < least || call.arguments.size() > least + 1) {
    RefuseArguments(call, place,
                    wants_cell ? "a table, a column, another column and maybe a rank"
                               : "a table, a column and maybe a rank");
  }
  const Table* found = FindTable(*call.arguments[0]);
  if (found == nullptr) return Fact{};
  const Table& table = *found;
  const int column = RequireColumn(table, *call.arguments[1]);
  const std::vector<size_t> ranking = Ranking(table, column, call.function.starts_with("top"));
  size_t rank = 1;
  if (call.arguments.size() > least) {
    rank = static_cast<size_t>(Evaluate(*call.arguments.back()).number().value_or(1));
  }
  if (rank < 1 || rank > ranking.size()) return Fact{};
  const size_t row = ranking[rank - 1];
  if (wants_cell) return TableCell(table, row, RequireColumn(table, *call.arguments[2]));
  std::vector<std::string> labels;
  const auto value = [&](size_t r) { return table.rows[r][static_cast<size_t>(column)]; };
  for (const size_t other : ranking) {
    if (value(other) == value(row)) labels.push_back(RowLabel(table, other));
  }
  return TextFact(JoinWords(labels));
}

Fact Facts::RowOf(const FunctionCall& call, const Place& place) const {
  if (call.arguments.empty()) RefuseArguments(call, place, "a table");
  const Table* found = FindTable(*call.arguments[0]);
  if (found == nullptr) return Fact{};
  const Table& table = *found;
  if (call.function == "rows") {
    return NumberFact(static_cast<double>(table.rows.size()), Format::kInt);
  }
  const bool wants_cell = call.function == "row_cell";
  if (call.arguments.size() != (wants_cell ? 3U : 2U)) {
    RefuseArguments(call, place, wants_cell ? "a table, a row and a column" : "a table and a row");
  }
  const auto row = static_cast<size_t>(Evaluate(*call.arguments[1]).number().value_or(0));
  if (row < 1 || row > table.rows.size()) return Fact{};
  if (!wants_cell) return TextFact(RowLabel(table, row - 1));
  return TableCell(table, row - 1, RequireColumn(table, *call.arguments[2]));
}

Fact Facts::MemberOf(const FunctionCall& call, const Place& place) const {
  if (call.arguments.empty()) RefuseArguments(call, place, "a dimension");
  const std::string id = TextArgument(*call.arguments[0]);
  const Dimension* dimension = report_.FindDimension(id);
  if (dimension == nullptr) {
    throw Error(fmt::format("'{}' is no dimension", id), call.arguments[0]->place)
        .Remedy(DidYouMean(id, Ids(report_.dimensions)));
  }
  std::vector<const Member*> members;
  for (const Member& member : dimension->members) {
    if (!member.muted) members.push_back(&member);
  }
  if (members.empty()) return Fact{};
  if (call.function == "first_member") return TextFact(members.front()->name);
  if (call.function == "last_member") return TextFact(members.back()->name);
  if (call.arguments.size() != 2) RefuseArguments(call, place, "a dimension and a member");
  const std::string name = TextArgument(*call.arguments[1]);
  for (const Member& member : dimension->members) {
    if (member.name == name) return TextFact(member.label);
  }
  return Fact{};
}

}  // namespace tessera
