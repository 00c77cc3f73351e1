#include "warehouse/counted_classes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <variant>

#include "base/text.h"
#include "warehouse/sql.h"
#include "warehouse/text_table.h"
#include "warehouse/typed_select.h"

namespace tessera {
namespace {

using Codes = std::vector<std::uint8_t>;

bool IsBareName(const ExpressionTree& tree) {
  return tree && std::holds_alternative<NameReference>(tree->node);
}

// The numbers of the classes that meet `condition`.
Codes CodesWhere(const CountedClasses& counted, const std::string& condition, Database& database) {
  Codes codes;
  const Result found = database.Query(
      fmt::format("SELECT code FROM {} WHERE {} ORDER BY code", counted.table, condition));
  for (const double code : found.columns.front().numbers) {
    codes.push_back(static_cast<std::uint8_t>(code));
  }
  return codes;
}

// The numbers of each value, in the values' order: several texts of the file may mean the same.
std::map<std::optional<std::string>, Codes> CodesByValue(const CountedClasses& counted,
                                                         const Codes& among) {
  std::map<std::optional<std::string>, Codes> values;
  for (const CountedClass& one : counted.classes) {
    if (std::ranges::find(among, one.code) != among.end()) values[one.value].push_back(one.code);
  }
  return values;
}

Codes AllCodes(const CountedClasses& counted) {
  Codes codes;
  for (const CountedClass& one : counted.classes) codes.push_back(one.code);
  return codes;
}

std::string SumOf(const std::string& rows, bool one_group) {
  return one_group ? rows : fmt::format("sum({})", rows);
}

std::string DistinctValues(const CountedClasses& counted, const Codes& among, bool one_group) {
  std::string sql = "0::BIGINT";
  for (const auto& [value, codes] : CodesByValue(counted, among)) {
    sql += fmt::format(" + ({} > 0)::BIGINT", SumOf(RowsOf(codes), one_group));
  }
  return "(" + sql + ")";
}

}  // namespace

bool CanCountClasses(const Reduction& reduction, const Intake& intake) {
  if (reduction.classes.size() != 1) return false;
  const BoundColumn& column = intake.Column(*reduction.classes.begin());
  if (column.type() != ColumnType::kText || !column.present || column.key) return false;
  if (column.file.type != "VARCHAR") return false;
  return std::ranges::all_of(reduction.attributes, [](const ReducedAttribute& attribute) {
    switch (attribute.spec->aggregate) {
      case Aggregate::kCount:
      case Aggregate::kAny:
        return true;
      case Aggregate::kCountDistinct:
        return attribute.over_groups && IsBareName(attribute.spec->expression);
      default:
        return !attribute.over_groups;
    }
  });
}

CountedClasses TakeClasses(const std::string& column, const Intake& intake, Database& database) {
  CountedClasses counted;
  counted.column = column;
  counted.table = QuoteName("#classes " + intake.source->name);
  const std::vector<std::optional<std::string>> texts = database.classes().Classes();
  database.classes().Clear();

  const std::string met = QuoteName("#texts " + intake.source->name);
  TextTable table("#texts " + intake.source->name, 2, database);
  for (size_t code = 0; code < texts.size(); ++code) {
    table.Append(std::to_string(code));
    table.Append(texts[code]);
    table.EndRow();
  }
  table.Finish();
  const std::string name = QuoteName(column);
  database.Execute(fmt::format(
      "CREATE OR REPLACE TABLE {} AS SELECT code, {}, {} AS changed FROM (SELECT c1::INTEGER AS "
      "code, c2, {} AS {} FROM {}) ORDER BY code",
      counted.table, name, ChangedTextSql("c2", name),
      CleanTextSql(intake.Column(column), "c2", intake.spec->null_values), name, met));
  database.Execute("DROP TABLE " + met);

  const Result classes = database.Query("SELECT * FROM " + counted.table);
  for (size_t row = 0; row < classes.rows; ++row) {
    CountedClass one;
    one.code = static_cast<std::uint8_t>(classes.Number(row, "code"));
    if (!classes.Column(column).IsNull(row)) one.value = classes.Text(row, column);
    one.changed = classes.Number(row, "changed") == 1;
    counted.classes.push_back(std::move(one));
  }
  return counted;
}

std::string RowsOf(std::span<const std::uint8_t> codes) {
  if (codes.empty()) return "0::BIGINT";
  std::vector<std::string> counts;
  for (const std::uint8_t code : codes) {
    counts.push_back(fmt::format("{}[{}]::BIGINT", kClassCounts, code + 1));
  }
  return "(" + Join(counts, " + ") + ")";
}

std::vector<std::uint8_t> MissingCodes(const CountedClasses& counted) {
  Codes codes;
  for (const CountedClass& one : counted.classes) {
    if (!one.value) codes.push_back(one.code);
  }
  return codes;
}

std::vector<std::uint8_t> ChangedCodes(const CountedClasses& counted) {
  Codes codes;
  for (const CountedClass& one : counted.classes) {
    if (one.changed) codes.push_back(one.code);
  }
  return codes;
}

TypedSql TotalOfClasses(const AttributeSpec& attribute, const CountedClasses& counted,
                        bool one_group, const SqlScope& scope, Database& database) {
  std::string condition = attribute.filter ? ConditionSql(*attribute.filter, scope) : "true";
  if (attribute.expression) {
    condition += fmt::format(" AND {} IS NOT NULL", ToSql(*attribute.expression, scope));
  }
  const Codes codes = CodesWhere(counted, condition, database);
  const bool every = codes.size() == counted.classes.size();
  const std::string rows = SumOf(every ? kGroupRows : RowsOf(codes), one_group);
  switch (attribute.aggregate) {
    case Aggregate::kAny:
      return DeclaredSql(attribute, {fmt::format("({} > 0)", rows), ColumnType::kBool});
    case Aggregate::kCountDistinct:
      return DeclaredSql(attribute, {DistinctValues(counted, codes, one_group), ColumnType::kInt});
    default:
      return DeclaredSql(attribute, {rows, ColumnType::kInt});
  }
}

void WriteClassValues(const std::string& table, const CountedClasses& counted, bool one_group,
                      const std::string& key, const std::string& groups, Database& database) {
  std::vector<std::string> values, rows, entities;
  for (const auto& [value, codes] : CodesByValue(counted, AllCodes(counted))) {
    const std::string count = RowsOf(codes);
    values.push_back(value ? QuoteText(*value) : "NULL");
    rows.push_back(fmt::format("coalesce(sum({}), 0)", count));
    entities.push_back(one_group ? fmt::format("count(*) FILTER ({} > 0)", count)
                                 : fmt::format("count(DISTINCT {}) FILTER ({} > 0)", key, count));
  }
  database.Execute(fmt::format(
      "CREATE OR REPLACE TABLE {} AS SELECT value, rows, entities FROM (SELECT "
      "unnest([{}]::VARCHAR[]) AS value, unnest([{}]::HUGEINT[]) AS rows, unnest([{}]::BIGINT[]) "
      "AS entities FROM {}) WHERE rows > 0 ORDER BY rows DESC, value",
      table, Join(values, ", "), Join(rows, ", "), Join(entities, ", "), groups));
}

}  // namespace tessera
