#include "warehouse/row_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "warehouse/clickhouse_source.h"
#include "warehouse/group_columns.h"
#include "warehouse/key_counts.h"
#include "warehouse/postgres_source.h"
#include "warehouse/remote_groups.h"
#include "warehouse/sql.h"
#include "warehouse/typed_select.h"

namespace tessera {
namespace {

constexpr const char* kKey = "\"#key\"";

bool IsCounted(const RowSource& rows, const BoundColumn& column) {
  return rows.counted && rows.counted->column == column.spec.name;
}

bool IsGroupedText(const RowSource& rows, const BoundColumn& column) {
  return !IsCounted(rows, column) && IsGroupedText(column, rows.reduction);
}

SqlScope ColumnScope(const Intake& intake, SqlScope scope) {
  for (const BoundColumn& column : intake.columns) scope.AddColumn(column.spec.name, column.type());
  return scope;
}

// The flaws of a row, two bits a column. Rows with a flaw are in groups of their own, so that sound
// rows carry no counters.
std::string MaskSql(const RowSource& rows, size_t first) {
  const std::vector<BoundColumn>& columns = rows.intake.columns;
  std::string mask = "0::BIGINT";
  for (size_t index = first; index < std::min(first + kColumnsPerMask, columns.size()); ++index) {
    const BoundColumn& column = columns[index];
    if (IsGroupedText(rows, column) || IsCounted(rows, column) || !column.present) continue;
    const std::string& name = column.spec.name;
    const bool text = column.type() == ColumnType::kText;
    mask += fmt::format(" + CASE WHEN {} IS NULL THEN {} ELSE 0 END", QuoteName(name),
                        FlawBit(index, false));
    mask += fmt::format(" + CASE WHEN {} THEN {} ELSE 0 END",
                        text ? ChangedName(name) : FailedName(name) + " IS NOT NULL",
                        FlawBit(index, true));
  }
  return mask;
}

std::string LateSql(const Intake& intake) {
  if (!intake.spec->as_of || intake.source->time.empty()) return "false";
  return fmt::format("coalesce({} >= {}, false)", QuoteName(intake.source->time),
                     DateSql(*intake.spec->as_of + 1));
}

// The columns that rows are grouped by.
std::vector<std::string> GroupColumns(const RowSource& rows) {
  const Intake& intake = rows.intake;
  std::vector<std::string> columns;
  for (const BoundColumn& column : intake.columns) {
    const std::string& name = column.spec.name;
    if (IsGroupedText(rows, column)) {
      columns.push_back(column.present ? RawName(name)
                                       : fmt::format("NULL::VARCHAR AS {}", RawName(name)));
    } else if (rows.reduction.classes.contains(name) && !IsCounted(rows, column)) {
      columns.push_back(QuoteName(name));
    }
  }
  columns.push_back(fmt::format("{} AS {}", LateSql(intake), kLate));
  for (size_t first = 0; first < intake.columns.size(); first += kColumnsPerMask) {
    columns.push_back(fmt::format("{} AS {}", MaskSql(rows, first), MaskName(first)));
  }
  return columns;
}

// Notes the first column that failed in a row of the report's time; null for a sound row.
std::string NoteFailureSql(const Intake& intake) {
  std::vector<std::string> notes;
  for (size_t index = 0; index < intake.columns.size(); ++index) {
    const BoundColumn& column = intake.columns[index];
    if (!column.present || column.type() == ColumnType::kText) continue;
    const std::string failed = FailedName(column.spec.name);
    notes.push_back(
        fmt::format("WHEN {0} IS NOT NULL THEN note_failure({1}::UINTEGER, {0})", failed, index));
  }
  if (notes.empty()) return "";
  return fmt::format("bool_or(CASE {} END) AS \"#failed\"", Join(notes, " "));
}

// Remembers each row by what the file says, to count those that are there twice.
std::string NoteRowSql(const Intake& intake) {
  std::vector<std::string> hashes;
  for (const BoundColumn& column : intake.columns) {
    if (!column.present) continue;
    const char* function = column.file.type == "VARCHAR" ? "text_hash" : "hash";
    hashes.push_back(fmt::format("{}({})", function, RawName(column.spec.name)));
  }
  return fmt::format("note_row({})", Join(hashes, ", "));
}

// The scan whose groups are counted beside the engine.
std::string CountStatement(const RowSource& rows, const std::string& scan) {
  const Intake& intake = rows.intake;
  std::vector<std::string> columns = {
      fmt::format("bool_or({}) AS counted", CountRowSql(*rows.key_groups, rows.counted->column,
                                                        LateSql(intake), MaskSql(rows, 0))),
      fmt::format("bool_or({}) AS noted", NoteRowSql(intake))};
  if (std::string note = NoteFailureSql(intake); !note.empty()) columns.push_back(std::move(note));
  return fmt::format("SELECT {} FROM ({})", Join(columns, ", "),
                     TypedSelect(intake.columns, scan, intake.spec->null_values));
}

std::string ScanStatement(const RowSource& rows, const std::string& scan) {
  const Intake& intake = rows.intake;
  if (rows.key_groups) return CountStatement(rows, scan);
  std::vector<std::string> columns = GroupColumns(rows);
  columns.push_back(fmt::format("count(*) AS {}", kGroupRows));
  if (std::string note = NoteFailureSql(intake); !note.empty()) columns.push_back(std::move(note));
  if (rows.counted) {
    columns.push_back(fmt::format("class_counts(class_code({})) AS {}",
                                  RawName(rows.counted->column), kClassCounts));
  }
  columns.push_back(fmt::format("bool_or({}) AS \"#noted\"", NoteRowSql(intake)));
  for (const BoundColumn& column : intake.columns) {
    if (!HasExtremes(column)) continue;
    const std::string& name = column.spec.name;
    columns.push_back(fmt::format("min({0}) AS {1}, max({0}) AS {2}", QuoteName(name),
                                  LowName(name), HighName(name)));
  }
  for (size_t index = 0; index < rows.reduction.attributes.size(); ++index) {
    const std::vector<Partial>& partials = rows.reduction.attributes[index].partials;
    for (size_t part = 0; part < partials.size(); ++part) {
      columns.push_back(fmt::format("{} AS {}", partials[part].sql, PartialName(index, part)));
    }
  }
  return fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM ({}) GROUP BY ALL",
                     GroupsTable(*intake.source), Join(columns, ", "),
                     TypedSelect(intake.columns, scan, intake.spec->null_values));
}

// The groups with their keys and classes under their own names. Rows differ in the file's texts, so
// cleaning makes some of them equal; `clean` tells that no text of them needs it.
std::string CleanGroups(const RowSource& rows) {
  const Intake& intake = rows.intake;
  std::vector<std::string> cleaned = {"*"}, changed = {"*"};
  for (const BoundColumn& column : intake.columns) {
    if (!IsGroupedText(rows, column)) continue;
    const std::string& name = column.spec.name;
    const std::string raw = RawName(name), clean = QuoteName(name);
    cleaned.push_back(fmt::format(
        "{} AS {}", rows.clean ? raw : CleanTextSql(column, raw, intake.spec->null_values), clean));
    changed.push_back(fmt::format("{} AS {}", rows.clean ? "false" : ChangedTextSql(raw, clean),
                                  ChangedName(name)));
    if (name == intake.source->on) changed.push_back(fmt::format("{} AS {}", clean, kKey));
  }
  return fmt::format("(SELECT {} FROM (SELECT {} FROM {}))", Join(changed, ", "),
                     Join(cleaned, ", "), GroupsTable(*intake.source));
}

// Whether cleaning would change no text of the groups: asked of each different class, and of the
// keys that are no entity's as they are.
bool IsClean(const RowSource& rows, const std::string& entity_keys, Database& database) {
  const Intake& intake = rows.intake;
  for (const BoundColumn& column : intake.columns) {
    if (!IsGroupedText(rows, column) || !column.present) continue;
    const std::string raw = RawName(column.spec.name);
    const std::string others =
        column.spec.name == intake.source->on
            ? fmt::format(" WHERE {} IS NULL OR {} NOT IN ({})", raw, raw, entity_keys)
            : "";
    const Result unclean = database.Query(fmt::format(
        "SELECT count(*) AS n FROM (SELECT DISTINCT {0} FROM {1}{2}) WHERE {3} IS DISTINCT FROM "
        "{0}",
        raw, GroupsTable(*intake.source), others,
        CleanTextSql(column, raw, intake.spec->null_values)));
    if (unclean.Number(0, "n") > 0) return false;
  }
  return true;
}

std::string AnyFlawSql(const Intake& intake) {
  std::vector<std::string> masks;
  for (size_t first = 0; first < intake.columns.size(); first += kColumnsPerMask) {
    masks.push_back(MaskName(first) + " <> 0");
  }
  return Join(masks, " OR ");
}

std::string CountedFigures(const CountedClasses& counted, size_t index) {
  const auto rows_of = [](const std::vector<std::uint8_t>& codes) {
    return fmt::format("coalesce(sum({}) FILTER (WHERE NOT {}), 0)", RowsOf(codes), kLate);
  };
  return fmt::format("{} AS missing{}, {} AS flawed{}", rows_of(MissingCodes(counted)), index,
                     rows_of(ChangedCodes(counted)), index);
}

// One row with what the summary says of the source and of each of its columns.
std::string FiguresQuery(const RowSource& rows) {
  const Intake& intake = rows.intake;
  const auto sum = [](const std::string& condition) {
    return fmt::format("coalesce(sum({}) FILTER (WHERE {}), 0)", kGroupRows, condition);
  };
  std::vector<std::string> figures = {
      sum("true") + " AS rows", sum(fmt::format("NOT {}", kLate)) + " AS not_late",
      sum(fmt::format("{} AND {} IS NOT NULL", kLate, kKey)) + " AS late",
      sum(fmt::format("{} IS NULL", kKey)) + " AS missing_keys",
      fmt::format("coalesce(bool_or({}), false) AS flaws", AnyFlawSql(intake))};
  for (size_t index = 0; index < intake.columns.size(); ++index) {
    const BoundColumn& column = intake.columns[index];
    const std::string& name = column.spec.name;
    if (IsCounted(rows, column)) {
      figures.push_back(CountedFigures(*rows.counted, index));
      continue;
    }
    const bool grouped = IsGroupedText(rows, column);
    const std::string missing =
        grouped ? QuoteName(name) + " IS NULL"
                : fmt::format("{} & {} <> 0", MaskName(index), FlawBit(index, false));
    const std::string flawed =
        grouped ? ChangedName(name)
                : fmt::format("{} & {} <> 0", MaskName(index), FlawBit(index, true));
    figures.push_back(fmt::format("{} AS missing{}, {} AS flawed{}",
                                  sum(fmt::format("NOT {} AND {}", kLate, missing)), index,
                                  sum(fmt::format("NOT {} AND {}", kLate, flawed)), index));
    if (!HasExtremes(column)) continue;
    const std::string low = LowName(name), high = HighName(name);
    figures.push_back(fmt::format("min({}) FILTER (WHERE NOT {}) AS low{}", low, kLate, index));
    figures.push_back(fmt::format("max({}) FILTER (WHERE NOT {}) AS high{}", high, kLate, index));
    if (name != intake.source->time) continue;
    figures.push_back(fmt::format("min({}::DATE) FILTER (WHERE NOT {}) AS first_day", low, kLate));
    figures.push_back(fmt::format("max({}::DATE) FILTER (WHERE NOT {}) AS last_day", high, kLate));
  }
  return fmt::format("SELECT {} FROM {}", Join(figures, ", "), CleanGroups(rows));
}

ColumnSummary SummarizeColumn(const RowSource& rows, size_t index, const Result& figures) {
  const BoundColumn& column = rows.intake.columns[index];
  ColumnSummary summary = DescribeColumn(column);
  summary.missing =
      figures.Number(0, column.present ? fmt::format("missing{}", index) : "not_late");
  const double flawed = figures.Number(0, fmt::format("flawed{}", index));
  if (column.type() == ColumnType::kText) {
    summary.folded = flawed;
  } else {
    summary.failed = flawed;
  }
  if (summary.failed > 0) {
    const auto failure = rows.failures.find(static_cast<std::uint32_t>(index));
    if (failure != rows.failures.end()) {
      summary.first_failure = "for example " + ShownValue(failure->second);
    }
  }
  if (HasExtremes(column)) {
    const auto extreme = [&](std::string_view which) {
      return ShownExtreme(figures.Number(0, fmt::format("{}{}", which, index)), column.type(),
                          rows.intake.spec->locale);
    };
    summary.minimum = extreme("low");
    summary.maximum = extreme("high");
  }
  return summary;
}

void CountRepeated(Intake& intake, Database& database) {
  const std::optional<size_t> repeated = database.TakeRepeated();
  if (repeated) {
    intake.summary.identical_duplicates = static_cast<double>(*repeated);
  } else {
    intake.Note(Severity::kInfo, "it has too many rows to look for identical ones");
  }
}

void Summarize(RowSource& rows, Database& database) {
  const Result figures = database.Query(FiguresQuery(rows));
  Intake& intake = rows.intake;
  intake.summary.rows = figures.Number(0, "rows");
  CheckRejected(intake);
  intake.summary.after_as_of = figures.Number(0, "late");
  intake.summary.missing_keys = figures.Number(0, "missing_keys");
  if (rows.clean && rows.reduction.classes.size() == 1 && figures.Number(0, "flaws") == 0) {
    rows.kind = GroupKind::kUnique;
  }
  for (size_t index = 0; index < intake.columns.size(); ++index) {
    intake.summary.column_summaries.push_back(SummarizeColumn(rows, index, figures));
  }
  if (!intake.source->time.empty() && !figures.Column("last_day").IsNull(0)) {
    intake.summary.first_day = static_cast<int>(figures.Number(0, "first_day"));
    intake.summary.last_day = static_cast<int>(figures.Number(0, "last_day"));
    rows.newest_day = intake.summary.last_day;
  }
}

// The server makes the groups.
void ReduceThere(const SqlScope& scope, Database& database, RowSource& rows) {
  Intake& intake = rows.intake;
  const bool clickhouse = intake.file.format == FileFormat::kClickHouse;
  RemoteGroups groups =
      PlanRemoteGroups(intake, scope, clickhouse ? Dialect::kClickHouse : Dialect::kPostgres);
  const auto reduce = clickhouse ? ReduceInClickHouse : ReduceInPostgres;
  reduce(*intake.source, groups, database, intake.file);
  rows.reduction = std::move(groups.reduction);
  intake.summary.identical_duplicates =
      database
          .Query(fmt::format("SELECT coalesce(sum({}), 0) AS n FROM {}", kRepeatedRows,
                             GroupsTable(*intake.source)))
          .Number(0, "n");
}

}  // namespace

std::string TotalsTable(const std::string& source) { return QuoteName("#totals " + source); }

RowSource ScanRows(Intake intake, const SqlScope& scope, Database& database) {
  RowSource rows;
  rows.intake = std::move(intake);
  if (IsReducedThere(*rows.intake.source, *rows.intake.spec)) {
    ReduceThere(scope, database, rows);
    return rows;
  }
  const Intake& read = rows.intake;
  rows.reduction = PlanReduction(*read.spec, *read.source, ColumnScope(read, scope));
  if (CanCountClasses(rows.reduction, read)) {
    rows.counted = CountedClasses{*rows.reduction.classes.begin(), "", {}};
    if (!database.has_memory_limit()) rows.key_groups = PlanKeyGroups(rows.reduction, read);
  }
  const auto statement = [&](const std::string& scan) {
    database.ForgetNotes();  // a scan that had to be given up leaves some behind
    return ScanStatement(rows, scan);
  };
  Scan(rows.intake, database, statement, [&] {
    const bool many_classes = rows.counted && database.classes().overflowed();
    const bool many_keys = rows.key_groups && database.keys().overflowed();
    if (many_classes) rows.counted.reset();
    if (many_classes || many_keys) rows.key_groups.reset();
    return many_classes || many_keys;
  });
  CountRepeated(rows.intake, database);  // first, since it gives back much memory
  if (rows.key_groups) WriteKeyGroups(*rows.key_groups, *read.source, database);
  if (rows.counted) rows.counted = TakeClasses(rows.counted->column, read, database);
  rows.failures = database.failures().Take();
  return rows;
}

void SummarizeRows(const std::string& entity_keys, Database& database, RowSource& rows) {
  rows.clean = IsClean(rows, entity_keys, database);
  Summarize(rows, database);
}

std::vector<ColumnType> ReduceRows(RowSource& rows, const SqlScope& scope, Database& database) {
  const SqlScope columns = ColumnScope(rows.intake, scope);
  // A key with one group has nothing to be summed.
  const bool single = rows.counted && rows.kind == GroupKind::kUnique;
  std::vector<std::string> totals = {
      kKey, single ? kGroupRows : fmt::format("sum({0}) AS {0}", kGroupRows)};
  std::vector<ColumnType> types;
  for (size_t index = 0; index < rows.reduction.attributes.size(); ++index) {
    const ReducedAttribute& attribute = rows.reduction.attributes[index];
    const TypedSql total =
        rows.counted && attribute.over_groups
            ? TotalOfClasses(*attribute.spec, *rows.counted, single, columns, database)
        : single ? SingleSql(attribute, index, columns)
                 : TotalSql(attribute, index, rows.kind, columns);
    totals.push_back(fmt::format("{} AS {}", total.sql, QuoteName(attribute.spec->name)));
    types.push_back(total.type);
  }
  database.Execute(
      fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM {} WHERE NOT {} AND {} IS NOT "
                  "NULL{}",
                  TotalsTable(rows.intake.source->name), Join(totals, ", "), CleanGroups(rows),
                  kLate, kKey, single ? "" : fmt::format(" GROUP BY {}", kKey)));
  return types;
}

void CountValues(const RowSource& rows, const std::string& entity_keys, Database& database) {
  const Intake& intake = rows.intake;
  const std::string known =
      entity_keys.empty() ? "" : fmt::format(" AND {} IN ({})", kKey, entity_keys);
  for (const BlockSpec& block : intake.spec->blocks) {
    const auto* values = std::get_if<ValuesBlock>(&block.block);
    if (values == nullptr || values->source != intake.source->name) continue;
    const std::string table = QuoteName(intake.source->name + "_values_" + values->column);
    const std::string groups =
        fmt::format("{} WHERE NOT {} AND {} IS NOT NULL{}", CleanGroups(rows), kLate, kKey, known);
    if (rows.counted) {
      WriteClassValues(table, *rows.counted, rows.kind == GroupKind::kUnique, kKey, groups,
                       database);
      continue;
    }
    const std::string once = rows.kind == GroupKind::kUnique ? "count(*)" : "count(DISTINCT key)";
    database.Execute(fmt::format(
        "CREATE OR REPLACE TABLE {} AS SELECT value, sum(n) AS rows, {} AS entities FROM ("
        "SELECT {}::VARCHAR AS value, {} AS key, {} AS n FROM {}) GROUP BY value ORDER BY rows "
        "DESC,"
        " value",
        table, once, QuoteName(values->column), kKey, kGroupRows, groups));
  }
  database.Execute("DROP TABLE " + GroupsTable(*intake.source));
  if (rows.counted) database.Execute("DROP TABLE " + rows.counted->table);
}

}  // namespace tessera
