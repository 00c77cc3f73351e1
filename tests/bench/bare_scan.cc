// The floor of every report: one pass over the two files by the same engine, each column that the
// report uses hashed and summed, and nothing kept. Times are the whole process's.
#include <fmt/format.h>

#include <exception>

#include "warehouse/database.h"
#include "warehouse/sql.h"

namespace {

void Scan(tessera::Database& database, const std::string& path, const std::string& columns) {
  const tessera::Result result = database.Query(
      fmt::format("SELECT count(*) AS n, sum(hash({})::HUGEINT)::VARCHAR AS hash FROM read_csv({}, "
                  "all_varchar = true, header = true)",
                  columns, tessera::QuoteText(path)));
  fmt::print("{}: {:.0f} rows\n", path, result.Number(0, "n"));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bare_scan USERS EVENTS\n");
    return 2;
  }
  try {
    tessera::Database database;
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
