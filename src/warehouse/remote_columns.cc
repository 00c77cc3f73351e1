#include "warehouse/remote_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

// What PostgreSQL casts without an error.
constexpr const char* kNumberPattern =
    R"(^[+-]?([0-9]{1,200}(\.[0-9]*)?|\.[0-9]{1,200})([eE][+-]?[0-9]{1,2})?$)";
constexpr const char* kMomentPattern =
    R"(^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-(0[1-9]|1[0-2])-)"
    R"((0[1-9]|[12][0-9]|3[01])([ T]([01][0-9]|2[0-3]):[0-5][0-9])"
    R"((:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?$)";

// The expressions of one column, each made from those before it.
class Maker {
 public:
  Maker(const BoundColumn& column, std::span<const std::string> null_values, Dialect dialect)
      : column_(column), dialect_(dialect), clickhouse_(dialect == Dialect::kClickHouse) {
    texts_ = {""};
    texts_.insert(texts_.end(), null_values.begin(), null_values.end());
    texts_.insert(texts_.end(), column.spec.null_values.begin(), column.spec.null_values.end());
    const std::string& type = column.file.type;
    text_ = type == "VARCHAR";
    moment_ = type == "DATE" || type == "TIMESTAMP";
  }

  RemoteColumn Make() const {
    RemoteColumn made;
    made.raw = Raw();
    const bool text = column_.type() == ColumnType::kText;
    made.value = text ? CleanText() : Typed();
    made.missing = fmt::format("({} IS NULL)", made.value);
    made.flawed = IsSound() ? False()
                  : text    ? fmt::format("coalesce({} <> {}, {})", made.value, made.raw, False())
                            : fmt::format("(({}) IS NULL AND {})", made.value, IsSomething());
    return made;
  }

 private:
  std::string False() const { return BoolSql(false, dialect_); }
  std::string Quote(const std::string& text) const { return QuoteText(text, dialect_); }

  const std::string& Source() const { return column_.file.sql; }
  std::string Raw() const {
    if (!clickhouse_) return Source() + "::VARCHAR";
    if (text_) return Source();
    return fmt::format("toString({})", column_.file.type == "TIMESTAMP" ? Moment() : Source());
  }
  std::string Moment() const {
    return clickhouse_ ? fmt::format("toDateTime({}, 'UTC')", Source())
                       : column_.file.sql + "::TIMESTAMP";
  }

  std::string Trimmed() const {
    if (!clickhouse_) return fmt::format("btrim({}, E' \\t\\r\\n\u00A0')", Raw());
    if (!text_) return Raw();
    const std::string space = R"([ \\t\\r\\n\\x{00A0}]+)";
    return fmt::format("replaceRegexpAll(replaceAll({}, '\\0', ' '), '^{}|{}$', '')", Raw(), space,
                       space);
  }
  std::string IsNullText() const {
    std::vector<std::string> quoted;
    for (const std::string& text : texts_) quoted.push_back(Quote(text));
    return fmt::format("{} IN ({})", Trimmed(), Join(quoted, ", "));
  }
  std::string Lower(const std::string& text) const {
    return TextFunctionSql("lower", {text}, dialect_);
  }

  std::string CleanText() const {
    const std::string text = column_.spec.fold ? Lower(Trimmed()) : Trimmed();
    return fmt::format("(CASE WHEN NOT ({}) THEN {} END)", IsNullText(), text);
  }

  // The value as a double, a moment or a folded text, before it is judged; null where it is none.
  std::string Number() const {
    if (!text_) return CastSql(Source(), ColumnType::kNumber, dialect_);
    if (clickhouse_) return fmt::format("toFloat64OrNull(assumeNotNull({}))", Trimmed());
    return fmt::format("(CASE WHEN {0} ~ '{1}' THEN {0}::DOUBLE PRECISION END)", Trimmed(),
                       kNumberPattern);
  }
  std::string Time() const {
    if (moment_) {
      if (!clickhouse_) return fmt::format("(CASE WHEN isfinite({0}) THEN {0} END)", Moment());
      return column_.file.type == "DATE" ? Source() : Moment();
    }
    const std::string text = Trimmed();
    if (clickhouse_) {
      // It would take the 31st of February for the 3rd of March.
      return fmt::format(
          "(CASE WHEN match({0}, '{1}') AND toString(toDateOrNull(substring({0}, 1, 10))) = "
          "substring({0}, 1, 10) THEN parseDateTimeBestEffortOrNull({0}, 'UTC') END)",
          fmt::format("assumeNotNull({})", text), ReplaceAll(kMomentPattern, "\\", "\\\\"));
    }
    return fmt::format(
        "(CASE WHEN {0} ~ '{1}' THEN CASE WHEN substr({0}, 9, 2)::INT <= extract(day FROM "
        "(substr({0}, 1, 7) || '-01')::DATE + interval '1 month - 1 day') THEN "
        "{0}::TIMESTAMPTZ AT TIME ZONE 'UTC' END END)",
        text, kMomentPattern);
  }

  // 999 where that is a null value, and what is no number at all.
  std::string IsNoNumber() const {
    const std::string number = Number();
    std::string sql = clickhouse_ ? fmt::format("isNaN({})", number)
                                  : fmt::format("{} = 'NaN'::DOUBLE PRECISION", number);
    for (const std::string& text : texts_) {
      char* end = nullptr;
      const double value = std::strtod(text.c_str(), &end);
      if (text.empty() || *end != '\0' || !std::isfinite(value)) continue;
      sql += fmt::format(" OR {} = {}", number, NumberSql(value));
    }
    return "(" + sql + ")";
  }
  std::string IsNoDay() const {
    std::string sql = False();
    for (const std::string& text : texts_) {
      const std::optional<int> day = ParseDate(text);
      if (!day || (clickhouse_ && *day < 0)) continue;
      sql += fmt::format(" OR {} = {}", CastSql(Time(), ColumnType::kDate, dialect_),
                         DateSql(*day, dialect_));
    }
    return "(" + sql + ")";
  }

  std::string WhenNumber(const std::string& also, const std::string& value) const {
    const std::string number = Number();
    const std::string finite = clickhouse_
                                   ? fmt::format("isFinite({})", number)
                                   : fmt::format("abs({}) < 'Infinity'::DOUBLE PRECISION", number);
    return fmt::format("(CASE WHEN {} AND NOT {}{} THEN {} END)", finite, IsNoNumber(), also,
                       value);
  }

  std::string Money() const {
    const std::string number = Number();
    if (!clickhouse_) {
      return fmt::format("{}::DECIMAL(18,2)", text_ ? Trimmed() : column_.file.sql + "::NUMERIC");
    }
    if (column_.file.type == "BIGINT") return CastSql(Source(), ColumnType::kMoney, dialect_);
    if (column_.file.type == "DECIMAL(18,2)") return Source();
    if (column_.file.type == "DECIMAL") {
      return fmt::format(
          "toDecimal64(if({0} < 0, {1} - toDecimal128('0.005', 3), {1} + toDecimal128('0.005', "
          "3)), "
          "2)",
          number, Source());
    }
    // It cuts off what does not fit; a thousandth puts what was rounded beyond its cent.
    std::string rounded =
        fmt::format("toDecimal64(round({0}, 2) + if({0} < 0, -0.001, 0.001), 2)", number);
    if (!text_) return rounded;
    // From the digits, not from the double: half a cent is rounded up as written.
    const std::string thousandths = fmt::format(
        "toInt64OrZero(concat(extract({0}, '^[+-]?([0-9]*)'), substring(concat(extract({0}, "
        "'[.]([0-9]*)'), '000'), 1, 3)))",
        fmt::format("assumeNotNull({})", Trimmed()));
    return fmt::format(
        "if(match(assumeNotNull({0}), '^[+-]?[0-9]+([.][0-9]*)?$'), toDecimal64(if({1} < 0, -1, 1) "
        "* "
        "intDiv({2} + 5, 10), 0) * toDecimal64('0.01', 2), {3})",
        Trimmed(), number, thousandths, rounded);
  }

  std::string Typed() const {
    const std::string limit = fmt::format(" AND abs({}) <= 1e15", Number());
    switch (column_.type()) {
      case ColumnType::kInt:
        return WhenNumber(
            fmt::format(" AND {0} = trunc({0}) AND abs({0}) <= 9007199254740991", Number()),
            CastSql(Number(), ColumnType::kInt, dialect_));
      case ColumnType::kNumber:
        return WhenNumber("", Number());
      case ColumnType::kMoney:
        return WhenNumber(limit, Money());
      case ColumnType::kDate:
      case ColumnType::kTimestamp:
        if (IsSound()) return CastSql(Time(), column_.type(), dialect_);
        return fmt::format("(CASE WHEN {} IS NOT NULL AND NOT {} THEN {} END)", Time(), IsNoDay(),
                           moment_ && column_.type() == ColumnType::kTimestamp && !clickhouse_
                               ? Time()
                               : CastSql(Time(), column_.type(), dialect_));
      case ColumnType::kBool:
      case ColumnType::kText:
        break;
    }
    const std::string text = Lower(Trimmed());
    return fmt::format(
        "(CASE WHEN {0} IN ('true', 't', 'yes', 'y', '1', '1.0') THEN {1} WHEN {0} IN ('false', "
        "'f', 'no', 'n', '0', '0.0') THEN {2} END)",
        text, BoolSql(true, dialect_), False());
  }

  // Whether every value of the server's column is one of the report's, so that none is to be looked
  // at: a time of ClickHouse's, where no day means nothing.
  bool IsSound() const {
    const bool day =
        column_.type() == ColumnType::kDate || column_.type() == ColumnType::kTimestamp;
    return clickhouse_ && moment_ && day && std::ranges::none_of(texts_, [](const auto& text) {
             return ParseDate(text).has_value();
           });
  }

  // Whether the table says something that was not understood.
  std::string IsSomething() const {
    const ColumnType type = column_.type();
    std::string nothing = text_ || type == ColumnType::kBool ? IsNullText() : False();
    if (type == ColumnType::kDate || type == ColumnType::kTimestamp) {
      nothing += " OR coalesce(" + IsNoDay() + ", " + False() + ")";
    } else if (type != ColumnType::kBool) {
      nothing += " OR coalesce(" + IsNoNumber() + ", " + False() + ")";
    }
    return fmt::format("{} IS NOT NULL AND NOT ({})", Source(), nothing);
  }

  const BoundColumn& column_;
  Dialect dialect_;
  bool clickhouse_;
  std::vector<std::string> texts_;  // that mean nothing
  bool text_ = false;               // what the server's column holds
  bool moment_ = false;
};

}  // namespace

RemoteColumn MakeRemoteColumn(const BoundColumn& column, std::span<const std::string> null_values,
                              Dialect dialect) {
  return Maker(column, null_values, dialect).Make();
}

}  // namespace tessera
