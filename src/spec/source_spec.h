// The data of a definition: sources with their columns, and what is computed an entity.
#ifndef TESSERA_SPEC_SOURCE_SPEC_H_
#define TESSERA_SPEC_SOURCE_SPEC_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

// kMoney is exact in hundredths. kBool reads true/false, yes/no, t/f, y/n, 1/0 in any case.
enum class ColumnType { kText, kInt, kNumber, kMoney, kBool, kDate, kTimestamp };
const char* ColumnTypeName(ColumnType type);

struct ColumnSpec {
  std::string name;   // the kind's name
  std::string bound;  // the file's own name; `name` unless `columns:` says otherwise
  ColumnType type = ColumnType::kText;
  bool fold = false;      // text: case folds to lower case, counted
  bool optional = false;  // what needs it is listed as not computable when it is absent
  std::string label;
  std::string description;
  std::string unit;
  std::vector<std::string> null_values;  // further sentinels of this column ("999")
  Place place;
};

// kSnapshot: the entities as they were on another day, in the same columns. kOneToOne: further
// columns of an entity, one row each at most.
enum class Relationship { kEntity, kManyToOne, kSnapshot, kOneToOne };

struct SourceSpec {
  std::string name;
  // The path as to be opened, or the address of a server, which may hold credentials; "" when the
  // definition gives none. Only ShownFile() is ever shown.
  std::string file;
  std::string format;          // "csv", "parquet", "jsonl"; "" decides by the file's name
  std::string encoding;        // of a text file; "" detects UTF-8 and UTF-16
  std::string table;           // of a database file or server
  std::string query;           // instead of a table
  // Of a server: which of its rows are taken, in its own SQL; "" for all. No definition says it: it
  // is how a hash sample is drawn (warehouse/everyone.h).
  std::string where;
  std::string separator;       // "" detects among , ; tab |
  bool decimal_comma = false;  // 1.234,50 in texts
  Relationship relationship = Relationship::kEntity;
  std::string key;                  // entity: canonical name of its key column
  std::string to;                   // but for the entity: the source that it belongs to
  std::string on;                   // and the canonical name of its foreign key column
  std::string time;                 // canonical name of its time column; "" if none
  std::vector<ColumnSpec> columns;  // those that the report knows, bound
  std::optional<int> as_of;         // snapshot: its day
  bool keep_latest = false;         // of the rows of one key: the latest by `time`, else the first
  bool optional = false;
  Place place;

  // The column whose values are in it at most once: `key`, or `on` of a one-to-one source.
  const std::string& UniqueColumn() const { return key.empty() ? on : key; }
  const ColumnSpec* FindColumn(std::string_view canonical) const;
  std::string ShownFile() const;  // without user, password and options
  bool IsAddress() const { return file.find("://") != std::string::npos; }
  bool IsFetched() const;  // a file at an address: https://, s3://
  bool IsServer() const { return IsAddress() && !IsFetched(); }
};

// "postgres://user:secret@host/db?x=y" as "postgres://host/db"; a path as it is.
std::string WithoutCredentials(std::string_view file);

// One value an entity, reduced from the rows of a many-to-one source (or computed from its
// columns).
// kNps is of metrics alone: the net promoter score of answers from 0 to 10.
enum class Aggregate { kCount, kCountDistinct, kAny, kSum, kMean, kMedian, kMin, kMax, kNps };
std::optional<Aggregate> ParseAggregate(std::string_view name);
const char* AggregateName(Aggregate aggregate);

struct AttributeSpec {
  std::string name;
  std::string label;
  std::string description;
  std::string unit;
  std::string source;  // the source reduced; the entity source for plain expressions
  Aggregate aggregate = Aggregate::kCount;
  ExpressionTree expression;  // what is aggregated; null for count and any
  ExpressionTree filter;      // rows that count; null is all
  ColumnType type = ColumnType::kInt;
  Place place;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_SOURCE_SPEC_H_
