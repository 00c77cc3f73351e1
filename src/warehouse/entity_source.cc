#include "warehouse/entity_source.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/sql.h"
#include "warehouse/typed_select.h"

namespace tessera {
namespace {

constexpr int kShownKeys = 10;

// How many rows of `table` meet `condition`; they are gone then.
double Remove(const std::string& table, const std::string& condition, Database& database) {
  const Result removed = database.Query(fmt::format("DELETE FROM {} WHERE {}", table, condition));
  return removed.columns.front().numbers.front();
}

void RemoveAfterAsOf(Intake& intake, const std::string& table, Database& database) {
  if (intake.source->time.empty() || !intake.spec->as_of) return;
  intake.summary.after_as_of = Remove(
      table,
      fmt::format("{} >= {}", QuoteName(intake.source->time), DateSql(*intake.spec->as_of + 1)),
      database);
}

// Of the rows of one key one stays: the first, or the latest and of those the last.
std::string KeptRowSql(const SourceSpec& source) {
  if (!source.keep_latest) return "min(rowid)";
  return fmt::format("arg_max(rowid, (coalesce({}::TIMESTAMP, TIMESTAMP '0001-01-01'), rowid))",
                     QuoteName(source.time));
}

void CountRepeated(Intake& intake, const std::string& repeated, Database& database) {
  SourceSummary& summary = intake.summary;
  const Result counts = database.Query(fmt::format(
      "SELECT count(*) FILTER (identical) AS identical, count(*) FILTER (NOT identical) AS other"
      " FROM {}",
      repeated));
  summary.identical_duplicates = counts.Number(0, "identical");
  (intake.source->keep_latest ? summary.older_rows : summary.conflicting_duplicates) =
      counts.Number(0, "other");
  if (intake.source->keep_latest) return;
  const Result shown =
      database.Query(fmt::format("SELECT key FROM {} WHERE NOT identical GROUP BY key"
                                 " ORDER BY min(position) LIMIT {}",
                                 repeated, kShownKeys));
  for (size_t row = 0; row < shown.rows; ++row) {
    summary.conflicting_keys.push_back(SanitizeUtf8(shown.Text(row, "key")));
  }
}

bool RemoveRepeatedKeys(Intake& intake, const std::string& table, Database& database) {
  const std::string key = QuoteName(intake.source->UniqueColumn());
  // Most files are in the order of their key, which is soon seen.
  const Result order = database.Query(fmt::format(
      "SELECT count(*) AS n FROM (SELECT {0} <= lag({0}) OVER () AS after FROM {1}) WHERE after",
      key, table));
  if (order.Number(0, "n") == 0) return false;
  const Result keys = database.Query(
      fmt::format("SELECT count(*) - count(DISTINCT {}) AS repeated FROM {}", key, table));
  if (keys.Number(0, "repeated") == 0) return false;

  std::vector<std::string> same;
  for (const BoundColumn& column : intake.columns) {
    const std::string name = QuoteName(column.spec.name);
    same.push_back(fmt::format("t.{0} IS NOT DISTINCT FROM f.{0}", name));
  }
  const std::string repeated = QuoteName("#repeated " + intake.source->name);
  database.Execute(fmt::format(
      "CREATE OR REPLACE TABLE {} AS SELECT {} AS key, count(*) AS rows FROM {} GROUP BY 1",
      RepeatsTable(intake.source->name), key, table));
  database.Execute(fmt::format(
      "CREATE OR REPLACE TABLE {4} AS"
      " WITH k AS (SELECT {1} AS key, {3} AS kept FROM {0} GROUP BY 1 HAVING count(*) > 1)"
      " SELECT t.rowid AS position, k.key AS key, {2} AS identical"
      " FROM {0} t JOIN k ON t.{1} = k.key JOIN {0} f ON f.rowid = k.kept"
      " WHERE t.rowid <> k.kept",
      table, key, Join(same, " AND "), KeptRowSql(*intake.source), repeated));
  CountRepeated(intake, repeated, database);
  Remove(table, fmt::format("rowid IN (SELECT position FROM {})", repeated), database);
  database.Execute("DROP TABLE " + repeated);
  return true;
}

// One row with what the summary says of every column. Row numbers count the rows that were read.
void SummarizeColumns(Intake& intake, const std::string& table, Database& database) {
  std::vector<std::string> figures = {"count(*) AS used"};
  for (size_t index = 0; index < intake.columns.size(); ++index) {
    const BoundColumn& column = intake.columns[index];
    const std::string& name = column.spec.name;
    const std::string value = QuoteName(name);
    const bool extremes = column.type() != ColumnType::kText && column.type() != ColumnType::kBool;
    figures.push_back(
        fmt::format("count(*) - count({0}) AS missing{3}, count({1}) AS failed{3},"
                    " min(rowid) FILTER ({1} IS NOT NULL) AS row{3},"
                    " arg_min({1}, rowid) FILTER ({1} IS NOT NULL) AS failure{3},"
                    " count(*) FILTER ({2}) AS changed{3}, {4} AS low{3}, {5} AS high{3}",
                    value, FailedName(name), ChangedName(name), index,
                    extremes ? "min(" + value + ")" : "NULL::DOUBLE",
                    extremes ? "max(" + value + ")" : "NULL::DOUBLE"));
  }
  const Result result =
      database.Query(fmt::format("SELECT {} FROM {}", Join(figures, ", "), table));
  intake.summary.used_rows = result.Number(0, "used");

  for (size_t index = 0; index < intake.columns.size(); ++index) {
    const BoundColumn& column = intake.columns[index];
    const auto number = [&](std::string_view figure) {
      return result.Number(0, fmt::format("{}{}", figure, index));
    };
    ColumnSummary summary = DescribeColumn(column);
    summary.missing = number("missing");
    summary.failed = number("failed");
    if (summary.failed > 0) {
      summary.first_failure =
          fmt::format("row {}: {}", FormatCount(number("row") + 1),
                      ShownValue(result.Text(0, fmt::format("failure{}", index))));
    }
    if (column.type() == ColumnType::kMoney) {
      if (number("changed") > 0) {
        intake.Note(Severity::kWarning,
                    fmt::format("{} values of {} have more than two decimals and were rounded",
                                FormatCount(number("changed")), column.spec.name));
      }
    } else {
      summary.folded = number("changed");
    }
    summary.minimum = ShownExtreme(number("low"), column.type(), intake.spec->locale);
    summary.maximum = ShownExtreme(number("high"), column.type(), intake.spec->locale);
    intake.summary.column_summaries.push_back(std::move(summary));
  }
}

std::string Statement(const Intake& intake, const std::string& table, const std::string& scan) {
  std::vector<std::string> columns;
  for (const BoundColumn& column : intake.columns) {
    const std::string& name = column.spec.name;
    columns.push_back(
        fmt::format("{}, {}, {}", QuoteName(name), FailedName(name), ChangedName(name)));
  }
  return fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM ({})", table,
                     Join(columns, ", "),
                     TypedSelect(intake.columns, scan, intake.spec->null_values));
}

}  // namespace

std::string FurtherTable(const std::string& source) { return QuoteName("#further " + source); }
std::string RepeatsTable(const std::string& source) { return QuoteName("#repeats " + source); }

bool ReadEntities(Intake& intake, Database& database, const std::string& table) {
  Scan(intake, database, [&](const std::string& scan) { return Statement(intake, table, scan); });
  SourceSummary& summary = intake.summary;
  summary.rows = database.Query(fmt::format("SELECT count(*) AS n FROM {}", table)).Number(0, "n");
  CheckRejected(intake);
  if (summary.rows == 0 && intake.source->relationship == Relationship::kEntity) {
    throw Error(fmt::format("{} has a header but no rows", intake.file.name), intake.source->place);
  }
  summary.missing_keys =
      Remove(table, QuoteName(intake.source->UniqueColumn()) + " IS NULL", database);
  RemoveAfterAsOf(intake, table, database);
  const bool repeated = RemoveRepeatedKeys(intake, table, database);
  SummarizeColumns(intake, table, database);
  if (!intake.source->time.empty()) {
    const Result days = database.Query(
        fmt::format("SELECT min({0}::DATE) AS first, max({0}::DATE) AS last FROM {1}",
                    QuoteName(intake.source->time), table));
    if (!days.Column("first").IsNull(0)) {
      summary.first_day = static_cast<int>(days.Number(0, "first"));
      summary.last_day = static_cast<int>(days.Number(0, "last"));
    }
  }
  return repeated;
}

}  // namespace tessera
