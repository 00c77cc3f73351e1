#include "app/timings.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>

namespace tessera {

void Stopwatch::Stage(const std::string& name) {
  const Clock::time_point now = Clock::now();
  laps_.push_back({name, std::chrono::duration<double>(now - last_).count()});
  last_ = now;
}

void Stopwatch::Print(const Database& database) const {
  if (!wanted_) return;
  double total = 0;
  for (const Lap& lap : laps_) {
    fmt::print(stderr, "{:>9.3f} s  {}\n", lap.seconds, lap.name);
    total += lap.seconds;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(stderr, "{:>9.3f} s  in all, {} MB at the peak\n\n", total, usage.ru_maxrss / 1024);
  for (const QueryTiming& query : database.timings()) {
    fmt::print(stderr, "{:>9.4f} s  {:>9} rows  {:>11} bytes  {}: {}\n", query.seconds, query.rows,
               query.bytes, query.stage.empty() ? "sources" : query.stage,
               query.sql.substr(0, 120));
  }
}

}  // namespace tessera
