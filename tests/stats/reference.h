// What the tests of this folder compare with.
#ifndef TESSERA_TESTS_STATS_REFERENCE_H_
#define TESSERA_TESTS_STATS_REFERENCE_H_

#include <doctest/doctest.h>

#include <iterator>
#include <limits>

// What stands for NA in the files of tests/reference.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Equal to within `tolerance` of the expected value, however small it is.
inline doctest::Approx Close(double expected, double tolerance) {
  return doctest::Approx(expected).epsilon(tolerance).scale(1e-290);
}

#endif  // TESSERA_TESTS_STATS_REFERENCE_H_
