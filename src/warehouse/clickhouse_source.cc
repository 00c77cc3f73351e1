#include "warehouse/clickhouse_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "warehouse/clickhouse_server.h"
#include "warehouse/group_columns.h"
#include "warehouse/refusals.h"
#include "warehouse/row_binary.h"
#include "warehouse/rows_hash.h"
#include "warehouse/text_table.h"

namespace tessera {
namespace {

// "database.table" as two names, or the query in brackets, and which of its rows.
std::string Origin(const SourceSpec& source) {
  const std::string where = source.where.empty() ? "" : " WHERE " + source.where;
  if (!source.query.empty()) return "(" + source.query + ")" + where;
  RequireTable(source);
  std::vector<std::string> names;
  for (const std::string& part : Split(source.table, '.')) {
    names.push_back(QuoteName(part, Dialect::kClickHouse));
  }
  return Join(names, ".") + where;
}

// "LowCardinality(Nullable(String))" as "String".
std::string BareType(std::string type) {
  for (const std::string_view around : {"LowCardinality(", "Nullable("}) {
    if (type.starts_with(around))
      type = type.substr(around.size(), type.size() - around.size() - 1);
  }
  return type;
}

// What DuckDB would call it; "" for what holds no single values.
std::string EmbeddedType(const std::string& declared) {
  const std::string type = BareType(declared);
  const auto starts = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names,
                               [&](std::string_view name) { return type.starts_with(name); });
  };
  if (starts({"DateTime"})) return "TIMESTAMP";
  if (starts({"Date"})) return "DATE";
  if (starts({"Int", "UInt", "Bool"})) return "BIGINT";
  if (starts({"Float"})) return "DOUBLE";
  if (starts({"Decimal"})) {
    const size_t comma = type.find(',');
    const std::string scale = comma == std::string::npos ? "0" : type.substr(comma + 1);
    return std::string(Trim(scale)).starts_with("2)") ? "DECIMAL(18,2)" : "DECIMAL";
  }
  if (starts({"Array", "Tuple", "Nested", "Map", "AggregateFunction"})) return "";
  return "VARCHAR";
}

// A value of a TabSeparated line.
std::string Unescaped(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    plain += text[at];
  }
  return plain;
}

std::optional<std::string_view> ValueOf(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text.substr(1);
}

// Takes rows into the table and fingerprints them.
class Rows {
 public:
  explicit Rows(TextTable& table) : table_(table) {}

  void Append(std::string_view text) {
    row_ += text;
    row_ += '\0';
    table_.Append(ValueOf(text));
  }
  void EndRow() { table_.EndRow(); }
  // Of the rows since the last call, which come in one order.
  void Note() {
    hash_.Add(row_);
    row_.clear();
  }
  std::string Hash() const { return hash_.Hex(); }

 private:
  TextTable& table_;
  RowsHash hash_;
  std::string row_;
};

// The groups of a key, which come in any order, in the order of their values.
std::vector<size_t> InOrder(const RowBinaryReader::Row& row, size_t groups) {
  std::vector<size_t> order(groups);
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    for (const std::vector<std::string_view>& values : row) {
      if (values.size() == groups && values[a] != values[b]) return values[a] < values[b];
    }
    return a < b;
  });
  return order;
}

// Runs the query and gives its rows to `take`.
void Fetch(const SourceSpec& source, const std::string& sql, RowBinaryReader reader,
           SourceFile& file) {
  file.bytes = 0;
  ClickHouseServer(source).Run(sql + " FORMAT RowBinary", [&](std::string_view piece) {
    file.bytes += static_cast<double>(piece.size());
    reader.Feed(piece);
  });
  if (!reader.ended()) throw CannotRead(source, "the server broke off in the middle of a row");
}

}  // namespace

void OpenClickHouse(const SourceSpec& source, SourceFile& file) {
  file.scan = Origin(source);
  std::string answer;
  ClickHouseServer(source).Run(
      fmt::format("SELECT * FROM {} LIMIT 0 FORMAT TabSeparatedWithNamesAndTypes", file.scan),
      [&](std::string_view piece) { answer += piece; });
  const std::vector<std::string> lines = Split(answer, '\n');
  if (lines.size() < 2) throw CannotRead(source, "the server names no columns");
  const std::vector<std::string> names = Split(lines[0], '\t'), types = Split(lines[1], '\t');
  for (size_t index = 0; index < std::min(names.size(), types.size()); ++index) {
    const std::string name = Unescaped(names[index]);
    const std::string type = EmbeddedType(Unescaped(types[index]));
    const bool bound =
        std::ranges::find(source.columns, name, &ColumnSpec::bound) != source.columns.end();
    if (bound && type.empty()) {
      file.left_out.push_back(name);
    } else {
      const std::string sql = QuoteName(name, Dialect::kClickHouse);
      const bool plain = type != "VARCHAR" || BareType(Unescaped(types[index])) == "String";
      file.columns.push_back({SanitizeUtf8(name), plain ? sql : fmt::format("toString({})", sql),
                              bound ? type : "VARCHAR"});
    }
  }
}

void ImportClickHouse(const SourceSpec& source, Database& database, SourceFile& file) {
  std::vector<std::string> sent, names;
  for (FileColumn& column : file.columns) {
    names.push_back(column.name);
    const bool bound =
        std::ranges::find(source.columns, column.name, &ColumnSpec::bound) != source.columns.end();
    if (!bound) {
      column.sql = "NULL::VARCHAR";
      continue;
    }
    const bool time = column.type == "TIMESTAMP";
    sent.push_back(
        ClickHouseText(time ? fmt::format("toDateTime({}, 'UTC')", column.sql) : column.sql));
    column.sql = fmt::format("c{}", sent.size());
    column.type = "VARCHAR";
  }
  if (sent.empty()) RefuseColumns(source, names);
  TextTable table(ImportTable(source), sent.size(), database);
  Rows rows(table);
  Fetch(source, fmt::format("SELECT {} FROM {}", Join(sent, ", "), file.scan),
        RowBinaryReader(sent.size(), sent.size(),
                        [&](const RowBinaryReader::Row& row) {
                          for (const auto& value : row) rows.Append(value.front());
                          rows.EndRow();
                          rows.Note();
                        }),
        file);
  table.Finish();
  file.repaired = static_cast<double>(table.repaired());
  file.hash = FileHash{rows.Hash(), false, ""};
  file.scan = QuoteName(ImportTable(source));
}

void ReduceInClickHouse(const SourceSpec& source, const RemoteGroups& groups, Database& database,
                        SourceFile& file) {
  const size_t columns = groups.columns.size();
  TextTable table(ImportTable(source), columns, database);
  Rows rows(table);
  const auto place = [&](const char* name) {
    return static_cast<size_t>(std::ranges::find(groups.columns, name, &RemoteGroupColumn::name) -
                               groups.columns.begin());
  };
  const size_t counts = place(kGroupRows), late = place(kLate);
  // A row a key becomes a row a group; what stands for several is said of the first that is not
  // late.
  const auto take = [&](const RowBinaryReader::Row& row) {
    const size_t count = row[counts].size();
    for (size_t column = 1; column < columns; ++column) {
      const bool together = !groups.columns[column].value.together.empty();
      const size_t size = row[column].size();
      if (together ? size != 1 : size != 0 && size != count) {
        throw CannotRead(source, "the server gives arrays of different lengths");
      }
    }
    const std::vector<size_t> order = InOrder(row, count);
    const auto timely = std::ranges::find_if(
        order, [&](size_t group) { return row[late].empty() || row[late][group] == "=0"; });
    const size_t first = timely == order.end() ? order.front() : *timely;
    for (const size_t group : order) {
      rows.Append(row.front().front());
      for (size_t column = 1; column < columns; ++column) {
        const std::vector<std::string_view>& values = row[column];
        if (!groups.columns[column].value.together.empty()) {
          rows.Append(group == first ? values.front() : std::string_view());
        } else {
          rows.Append(values.empty() ? "=0" : values[group]);
        }
      }
      rows.EndRow();
    }
    rows.Note();
  };
  Fetch(source, ClickHouseGroupsQuery(groups, file.scan), RowBinaryReader(columns, 1, take), file);
  table.Finish();
  file.repaired = static_cast<double>(table.repaired());
  file.hash = FileHash{rows.Hash(), false, ""};
  database.Execute(TypedGroups(groups, source, QuoteName(ImportTable(source))));
  database.Execute("DROP TABLE " + QuoteName(ImportTable(source)));
}

std::vector<std::vector<std::optional<std::string>>> AskClickHouse(const SourceSpec& source,
                                                                   const std::string& sql,
                                                                   size_t columns) {
  std::vector<std::vector<std::optional<std::string>>> rows;
  RowBinaryReader reader(columns, columns, [&](const RowBinaryReader::Row& row) {
    auto& texts = rows.emplace_back();
    for (const auto& value : row) texts.emplace_back(ValueOf(value.front()));
  });
  SourceFile unused;
  Fetch(source, sql, std::move(reader), unused);
  return rows;
}

}  // namespace tessera
