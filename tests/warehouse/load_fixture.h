// Small sources written to a folder of their own, and the definition that reads them.
#ifndef TESSERA_TESTS_WAREHOUSE_LOAD_FIXTURE_H_
#define TESSERA_TESTS_WAREHOUSE_LOAD_FIXTURE_H_

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/format.h"
#include "warehouse/load.h"

namespace tessera {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("tessera-test-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string Path(const std::string& name) const { return (path_ / name).string(); }
  std::string Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return Path(name);
  }

 private:
  std::filesystem::path path_;
};

inline SourceSpec MakeSource(const std::string& file) {
  SourceSpec source;
  source.name = "users";
  source.file = file;
  source.place = {"report.yml", 4, 3};
  return source;
}

inline ColumnSpec MakeColumn(const std::string& name, ColumnType type, bool optional = false) {
  ColumnSpec column;
  column.name = name;
  column.bound = name;
  column.type = type;
  column.optional = optional;
  return column;
}

inline AttributeSpec MakeAttribute(const std::string& name, Aggregate aggregate,
                                   const std::string& expression = "",
                                   const std::string& filter = "",
                                   const std::string& source = "events",
                                   ColumnType type = ColumnType::kInt) {
  AttributeSpec attribute;
  attribute.name = name;
  attribute.source = source;
  attribute.aggregate = aggregate;
  attribute.type = type;
  if (!expression.empty()) attribute.expression = ParseExpression(expression, {});
  if (!filter.empty()) attribute.filter = ParseExpression(filter, {});
  return attribute;
}

// Users with one column of each type, and their events.
struct Fixture {
  TemporaryFolder folder;
  ReportSpec spec;

  Fixture() {
    spec.path = "report.yml";
    spec.entity = "user";
    spec.entities = "users";
    spec.entity_source = "users";
    spec.null_values = {"NA", "null"};
    spec.as_of = ParseDate("2025-08-01");
    SourceSpec users;
    users.name = "users";
    users.key = "id";
    users.place = {"report.yml", 4, 3};
    users.columns = {MakeColumn("id", ColumnType::kText),
                     MakeColumn("plan", ColumnType::kText, true),
                     MakeColumn("units", ColumnType::kInt, true),
                     MakeColumn("arr", ColumnType::kMoney, true),
                     MakeColumn("score", ColumnType::kNumber, true),
                     MakeColumn("active", ColumnType::kBool, true),
                     MakeColumn("since", ColumnType::kDate, true)};
    users.columns[1].fold = true;
    spec.sources.push_back(users);
  }

  void Users(const std::string& bytes, const std::string& name = "users.csv") {
    spec.sources[0].file = folder.Write(name, bytes);
  }

  void Events(const std::string& bytes, const std::string& name = "events.csv") {
    SourceSpec events;
    events.name = "events";
    events.file = folder.Write(name, bytes);
    events.relationship = Relationship::kManyToOne;
    events.to = "users";
    events.on = "user";
    events.time = "at";
    events.place = {"report.yml", 5, 3};
    events.columns = {MakeColumn("user", ColumnType::kText), MakeColumn("type", ColumnType::kText),
                      MakeColumn("at", ColumnType::kTimestamp),
                      MakeColumn("amount", ColumnType::kMoney, true),
                      MakeColumn("weight", ColumnType::kNumber, true)};
    spec.sources.resize(1);
    spec.sources.push_back(events);
  }

  // What was read; `rows` holds the entities as text, one a line, columns separated by bars.
  struct Loaded {
    Sources sources;
    std::string rows;
    const SourceSummary& users() const { return sources.summaries.at(0); }
    const SourceSummary& events() const { return sources.summaries.at(1); }
    const ColumnSummary& column(const std::string& name) const {
      for (const SourceSummary& source : sources.summaries) {
        for (const ColumnSummary& column : source.column_summaries) {
          if (column.name == name) return column;
        }
      }
      throw Error("no column " + name);
    }
  };

  Loaded Load(const std::string& columns = "*", const DatabaseOptions& options = {.threads = 2},
              const std::string& rest = "") {
    Database database(options);
    Loaded loaded;
    loaded.sources = LoadSources(spec, database);
    loaded.rows = Lines(database, "SELECT " + columns + " FROM entities" + rest);
    return loaded;
  }

  static std::string Lines(Database& database, const std::string& query) {
    const Result result = database.Query(query);
    std::string lines;
    for (size_t row = 0; row < result.rows; ++row) {
      for (const ResultColumn& column : result.columns) {
        lines += (&column == &result.columns.front() ? "" : "|") +
                 (column.IsNull(row) ? "-" : result.Text(row, column.name));
      }
      lines += "\n";
    }
    return lines;
  }

  // The error that loading throws, as main would print it.
  std::string Failure() {
    try {
      Load();
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
};

}  // namespace tessera

#endif  // TESSERA_TESTS_WAREHOUSE_LOAD_FIXTURE_H_
