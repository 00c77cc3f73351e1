#include "warehouse/operand.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace tessera {
namespace {

const char* InWords(std::optional<ColumnType> type) {
  if (!type) return "nothing";
  switch (*type) {
    case ColumnType::kText:
      return "text";
    case ColumnType::kInt:
    case ColumnType::kNumber:
      return "a number";
    case ColumnType::kMoney:
      return "money";
    case ColumnType::kBool:
      return "true or false";
    case ColumnType::kDate:
      return "a date";
    case ColumnType::kTimestamp:
      return "a time";
  }
  return "text";
}

void Require(const Operand& operand, bool fits, std::string_view what_for,
             std::string_view expected) {
  if (!operand.type || fits) return;
  throw Error(fmt::format("{}, but {} needs {}", Describe(operand), what_for, expected),
              operand.expression->place);
}

void RequireMember(const Operand& dimension, const Operand& text) {
  const std::vector<std::string>& members = dimension.dimension->members;
  if (std::ranges::find(members, *text.text) != members.end()) return;
  throw Error(
      fmt::format("'{}' is no member of {}", *text.text, ExpressionText(*dimension.expression)),
      text.expression->place)
      .Remedy(DidYouMean(*text.text, members));
}

// Days beside times are compared as times.
std::string SecondsOf(const std::string& sql, ColumnType type, ColumnType beside, Dialect dialect) {
  return type == beside ? sql : SecondsSql(sql, type, dialect);
}

// A text written beside a date is a date.
std::string DayLiteral(const Operand& text, ColumnType beside) {
  const std::optional<int> days = ParseDate(*text.text);
  if (!days) {
    throw Error(fmt::format("'{}' is no date", *text.text), text.expression->place)
        .Remedy("dates are written '2025-08-31'");
  }
  return SecondsOf(DateSql(*days, text.dialect), ColumnType::kDate, beside, text.dialect);
}

[[noreturn]] void RefuseComparison(const Operand& left, const Operand& right) {
  throw Error(fmt::format("{} and {}: they cannot be compared", Describe(left), Describe(right)),
              right.expression->place);
}

// Both sides as SQL that can be compared with `=`.
struct Sides {
  std::string left, right;
};

Sides Comparable(const Operand& left, const Operand& right) {
  if (!left.type || !right.type) {
    const Operand& null = left.type ? right : left;
    throw Error("nothing equals null", null.expression->place)
        .Remedy("ask `is null` or `is not null`");
  }
  const ColumnType l = *left.type, r = *right.type;
  if (IsDay(l) && right.text) {
    return {SecondsOf(left.sql, l, ColumnType::kDate, left.dialect), DayLiteral(right, l)};
  }
  if (left.text && IsDay(r)) {
    return {DayLiteral(left, r), SecondsOf(right.sql, r, ColumnType::kDate, left.dialect)};
  }
  if (left.dimension && right.text) {
    RequireMember(left, right);
    return {left.sql, right.sql};
  }
  if (left.text && right.dimension) {
    RequireMember(right, left);
    return {left.sql, right.sql};
  }
  if (l == ColumnType::kText && r == ColumnType::kText) return {AsText(left), AsText(right)};
  const bool comparable = l == r || (IsNumeric(l) && IsNumeric(r)) || (IsDay(l) && IsDay(r));
  if (!comparable) RefuseComparison(left, right);
  if (IsDay(l)) {
    return {SecondsOf(left.sql, l, r, left.dialect), SecondsOf(right.sql, r, l, left.dialect)};
  }
  // ClickHouse compares no DECIMAL with another kind of number.
  if (l != r && IsNumeric(l) && left.dialect == Dialect::kClickHouse) {
    return {AsDouble(left), AsDouble(right)};
  }
  return {left.sql, right.sql};
}

}  // namespace

bool IsNumeric(ColumnType type) {
  return type == ColumnType::kInt || type == ColumnType::kNumber || type == ColumnType::kMoney;
}

bool IsDay(ColumnType type) { return type == ColumnType::kDate || type == ColumnType::kTimestamp; }

std::string Describe(const Operand& operand) {
  return fmt::format("{} is {}", ExpressionText(*operand.expression), InWords(operand.type));
}

std::string AsDouble(const Operand& operand) {
  if (operand.type == ColumnType::kNumber) return operand.sql;
  return CastSql(operand.sql, ColumnType::kNumber, operand.dialect);
}

std::string AsText(const Operand& operand) {
  const bool enumeration = operand.dimension && operand.dialect == Dialect::kDuckDb;
  return enumeration ? operand.sql + "::VARCHAR" : operand.sql;
}

void RequireNumber(const Operand& operand, std::string_view what_for) {
  Require(operand, operand.type && IsNumeric(*operand.type), what_for, "a number");
}

void RequireText(const Operand& operand, std::string_view what_for) {
  Require(operand, operand.type == ColumnType::kText, what_for, "text");
}

void RequireBool(const Operand& operand, std::string_view what_for) {
  Require(operand, operand.type == ColumnType::kBool, what_for, "a condition");
}

void RequireDay(const Operand& operand, std::string_view what_for) {
  Require(operand, operand.type && IsDay(*operand.type), what_for, "a date");
}

std::string CompareSql(const Operand& left, std::string_view sign, const Operand& right) {
  const Sides sides = Comparable(left, right);
  const bool ordering = sign != "=" && sign != "<>";
  if (ordering) {
    for (const Operand* side : {&left, &right}) {
      if (side->dimension || side->type == ColumnType::kBool) {
        throw Error(fmt::format("{} has no order", ExpressionText(*side->expression)),
                    side->expression->place)
            .Remedy("compare it with = or !=, or list its members: in ('a', 'b')");
      }
    }
  }
  return fmt::format("({} {} {})", sides.left, sign, sides.right);
}

std::string MembershipSql(const Operand& left, std::span<const Operand> list, bool negated) {
  std::string subject = left.sql;
  std::vector<std::string> items;
  for (const Operand& item : list) {
    Sides sides = Comparable(left, item);
    subject = std::move(sides.left);
    items.push_back(std::move(sides.right));
  }
  return InSql(subject, items, negated, left.dialect);
}

std::optional<ColumnType> Unify(std::span<Operand> operands) {
  const Operand* first = nullptr;
  for (const Operand& operand : operands) {
    if (operand.type && first == nullptr) first = &operand;
  }
  if (first == nullptr) return std::nullopt;

  ColumnType common = *first->type;
  for (const Operand& operand : operands) {
    if (!operand.type || *operand.type == common) continue;
    if (IsNumeric(common) && IsNumeric(*operand.type)) {
      common = ColumnType::kNumber;
    } else if (IsDay(common) && IsDay(*operand.type)) {
      common = ColumnType::kTimestamp;
    } else {
      throw Error(
          fmt::format("{} and {}: one value cannot be both", Describe(*first), Describe(operand)),
          operand.expression->place);
    }
  }
  for (Operand& operand : operands) {
    if (common == ColumnType::kNumber) operand.sql = AsDouble(operand);
    if (common == ColumnType::kText) operand.sql = AsText(operand);
    if (common == ColumnType::kMoney || common == ColumnType::kTimestamp) {
      operand.sql = CastSql(operand.sql, common, operand.dialect);
    }
  }
  return common;
}

}  // namespace tessera
