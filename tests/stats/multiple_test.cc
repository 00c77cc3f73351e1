#include "stats/multiple.h"

#include <cmath>
#include <vector>

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/groups.inc"

void CheckAgainst(std::span<const double> expected, const std::vector<double>& adjusted) {
  REQUIRE(adjusted.size() == expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    if (std::isnan(expected[i])) {
      CHECK(std::isnan(adjusted[i]));
    } else {
      CHECK(adjusted[i] == Close(expected[i], 1e-12));
    }
  }
}

TEST_CASE("adjusted p-values equal R's p.adjust; tests that were not made are not counted") {
  CheckAgainst(kHolm, HolmAdjusted(kPValues));
  CheckAgainst(kBenjaminiHochberg, BenjaminiHochbergAdjusted(kPValues));
}

TEST_CASE("families of none and one") {
  CHECK(HolmAdjusted({}).empty());
  CHECK(HolmAdjusted(std::vector<double>{0.04}) == std::vector<double>{0.04});
  CHECK(BenjaminiHochbergAdjusted(std::vector<double>{0.04}) == std::vector<double>{0.04});
  CHECK(std::isnan(HolmAdjusted(std::vector<double>{kMissing})[0]));
}

}  // namespace
}  // namespace tessera::stats
