// The floor of every report: one pass over the two files by the same engine, each column that the
// report uses hashed and summed, and nothing kept. Times are the whole process's. With a folder, it
// writes the two files there as Parquet instead, typed as the engine finds them.
#include <fmt/format.h>

#include <exception>

#include "warehouse/database.h"
#include "warehouse/sql.h"

namespace {

using tessera::Database;
using tessera::QuoteText;

void Scan(Database& database, const std::string& path, const std::string& columns) {
  const tessera::Result result = database.Query(
      fmt::format("SELECT count(*) AS n, sum(hash({})::HUGEINT)::VARCHAR AS hash FROM read_csv({}, "
                  "all_varchar = true, header = true)",
                  columns, QuoteText(path)));
  fmt::print("{}: {:.0f} rows\n", path, result.Number(0, "n"));
}

void WriteParquet(Database& database, const std::string& path, const std::string& to) {
  database.Execute(fmt::format("COPY (SELECT * FROM read_csv({})) TO {} (FORMAT parquet)",
                               QuoteText(path), QuoteText(to)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    fmt::print(stderr, "usage: bare_scan USERS EVENTS [FOLDER]\n");
    return 2;
  }
  try {
    tessera::Database database;
    if (argc == 4) {
      const std::string folder = argv[3];
      WriteParquet(database, argv[1], folder + "/users.parquet");
      WriteParquet(database, argv[2], folder + "/events.parquet");
      return 0;
    }
    Scan(database, argv[1],
         "user_id, plan_type, portfolio_size, annual_revenue, is_active, "
         "support_tickets_last_90d, nps_score");
    Scan(database, argv[2], "user_id, event_type, event_time");
  } catch (const std::exception& error) {
    fmt::print(stderr, "bare_scan: {}\n", error.what());
    return 1;
  }
  return 0;
}
