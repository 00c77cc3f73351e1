#include "app/timings.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace tessera {
namespace {

// The most memory that was this program's; getrusage() counts the one that started it as well.
double PeakMegabytes() {
  constexpr std::string_view kPeak = "VmHWM:";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kPeak)) return std::strtod(line.c_str() + kPeak.size(), nullptr) / 1024;
  }
  return 0;
}

}  // namespace

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
  fmt::print(stderr, "{:>9.3f} s  in all, {:.0f} MB at the peak\n\n", total, PeakMegabytes());
  for (const QueryTiming& query : database.timings()) {
    fmt::print(stderr, "{:>9.4f} s  {:>9} rows  {:>11} bytes  {}: {}\n", query.seconds, query.rows,
               query.bytes, query.stage.empty() ? "sources" : query.stage,
               query.sql.substr(0, 120));
  }
}

}  // namespace tessera
