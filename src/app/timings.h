// What --timings prints: each stage, then each query with its rows.
#ifndef TESSERA_APP_TIMINGS_H_
#define TESSERA_APP_TIMINGS_H_

#include <chrono>
#include <string>
#include <vector>

#include "warehouse/database.h"

namespace tessera {

class Stopwatch {
 public:
  explicit Stopwatch(bool wanted) : wanted_(wanted) {}

  // Ends the stage that has been running since the one before.
  void Stage(const std::string& name);
  // To standard error; nothing unless wanted.
  void Print(const Database& database) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Lap {
    std::string name;
    double seconds;
  };

  bool wanted_;
  Clock::time_point last_ = Clock::now();
  std::vector<Lap> laps_;
};

}  // namespace tessera

#endif  // TESSERA_APP_TIMINGS_H_
