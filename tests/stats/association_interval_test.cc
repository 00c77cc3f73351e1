#include "stats/association_interval.h"

#include <doctest/doctest.h>

#include <vector>

namespace tessera::stats {
namespace {

TEST_CASE("Cramér's V has the interval of R effectsize") {
  const std::vector<double> square = {15, 5, 5, 15};
  const auto of_square = CramersInterval({square, 2, 2});
  CHECK(of_square->low == doctest::Approx(0.1900852731).epsilon(1e-7));
  CHECK(of_square->high == doctest::Approx(0.8098974983).epsilon(1e-7));

  // HairEyeColor, hair by eye.
  const std::vector<double> hair = {68, 20, 15, 5, 119, 84, 54, 29, 26, 17, 14, 14, 7, 94, 10, 16};
  const auto of_hair = CramersInterval({hair, 4, 4});
  CHECK(of_hair->low == doctest::Approx(0.2235269947).epsilon(1e-7));
  CHECK(of_hair->high == doctest::Approx(0.3179880993).epsilon(1e-7));
}

TEST_CASE("empty lines do not count, and nothing is said of nothing") {
  const std::vector<double> wide = {15, 0, 5, 5, 0, 15, 0, 0, 0};
  const auto with_empty = CramersInterval({wide, 3, 3});
  CHECK(with_empty->low == doctest::Approx(0.1900852731).epsilon(1e-7));
  const std::vector<double> even = {10, 10, 10, 10};
  CHECK_FALSE(CramersInterval({even, 2, 2}));
  const std::vector<double> one = {10, 10};
  CHECK_FALSE(CramersInterval({one, 1, 2}));
}

TEST_CASE("a million customers and a perfect association stay finite") {
  const std::vector<double> perfect = {500000, 0, 0, 500000};
  const auto interval = CramersInterval({perfect, 2, 2});
  CHECK(interval->low > 0.99);
  CHECK(interval->high == 1);
}

}  // namespace
}  // namespace tessera::stats
