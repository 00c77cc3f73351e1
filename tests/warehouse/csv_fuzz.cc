// Any bytes as a file of entities or of events: they are read, or refused with an Error; nothing
// else may happen.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "warehouse/entity_source.h"
#include "warehouse/row_source.h"

namespace {

using tessera::ColumnSpec;
using tessera::ColumnType;

ColumnSpec Column(const std::string& name, ColumnType type) {
  ColumnSpec column;
  column.name = name;
  column.bound = name;
  column.type = type;
  column.optional = name != "id";
  return column;
}

struct Reader {
  tessera::Database database{{.threads = 1}};
  tessera::ReportSpec spec;
  std::string path = database.WorkFolder() + "/fuzzed";

  Reader() {
    spec.path = "report.yml";
    spec.entity_source = "users";
    spec.null_values = {"NA", "null"};
    spec.as_of = 20000;
    tessera::SourceSpec users;
    users.name = "users";
    users.key = "id";
    users.file = path;
    users.columns = {Column("id", ColumnType::kText),      Column("plan", ColumnType::kText),
                     Column("units", ColumnType::kInt),    Column("arr", ColumnType::kMoney),
                     Column("score", ColumnType::kNumber), Column("active", ColumnType::kBool),
                     Column("since", ColumnType::kDate)};
    users.columns[1].fold = true;
    tessera::SourceSpec events;
    events.name = "events";
    events.file = path;
    events.relationship = tessera::Relationship::kManyToOne;
    events.to = "users";
    events.on = "id";
    events.time = "at";
    events.columns = {Column("id", ColumnType::kText), Column("type", ColumnType::kText),
                      Column("at", ColumnType::kTimestamp)};
    spec.sources = {users, events};
    tessera::AttributeSpec types;
    types.name = "types";
    types.source = "events";
    types.aggregate = tessera::Aggregate::kCountDistinct;
    types.expression = tessera::ParseExpression("type", {});
    spec.attributes = {types};
  }

  void Read(bool entities) {
    tessera::SqlScope scope;
    scope.as_of = spec.as_of;
    if (entities) {
      tessera::Intake users = tessera::Open(spec, spec.sources[0], database);
      tessera::ReadEntities(users, database);
      tessera::Finish(users);
      return;
    }
    tessera::RowSource rows =
        tessera::ScanRows(tessera::Open(spec, spec.sources[1], database), scope, database);
    tessera::SummarizeRows("SELECT 'a' AS id", database, rows);
    tessera::ReduceRows(rows, scope, database);
    tessera::CountValues(rows, "", database);
    tessera::Finish(rows.intake);
  }
};

}  // namespace

// The first byte says what the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Reader reader;
  if (size < 2) return 0;
  std::ofstream(reader.path, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(data) + 1, static_cast<std::streamsize>(size) - 1);
  try {
    reader.Read(data[0] % 2 == 0);
  } catch (const tessera::Error&) {
  }
  return 0;
}
