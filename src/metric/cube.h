// The exact figures of everyone, where the report is about a hash sample: worked out by the engine
// that holds them, and only the figures come back.
//
// The cube has a cell for everyone and one a member of each dimension, with the additive metrics,
// means and shares; two queries, one for the cube and one for the quantiles.
#ifndef TESSERA_METRIC_CUBE_H_
#define TESSERA_METRIC_CUBE_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/metric_value.h"
#include "warehouse/everyone.h"

namespace tessera {

inline constexpr std::array<double, 5> kQuantiles = {0.1, 0.25, 0.5, 0.75, 0.9};

// One group of everyone.
struct CubeCell {
  double entities = 0;
  double drawn = 0;  // of them, in the sample
  std::map<std::string, std::optional<double>, std::less<>> simple;  // by metric
};

// The quantiles of what a metric is made of, over everyone who has it and meets its filter.
struct CubeQuantiles {
  const MetricSpec* metric = nullptr;  // the first of that value
  double n = 0;
  std::array<std::optional<double>, kQuantiles.size()> values;
};

struct Cube {
  CubeCell everyone;
  CubeCell sample;                                          // those of everyone who are in it
  std::vector<std::map<std::string, CubeCell>> dimensions;  // in their order, by member
  std::vector<CubeQuantiles> quantiles;

  // A simple metric or a ratio of a cell; a share is that of everyone. Medians are those of
  // everyone alone.
  std::optional<double> Value(const MetricPlan& plan, const CubeCell& cell) const;
};

Cube AskCube(const MetricCatalogue& catalogue, const Everyone& everyone, const EveryoneRows& rows,
             Database& database);

}  // namespace tessera

#endif  // TESSERA_METRIC_CUBE_H_
