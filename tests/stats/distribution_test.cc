#include "stats/distribution.h"

#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/interval.h"

namespace tessera::stats {
namespace {

#include "../reference/bootstrap.inc"

TEST_CASE("the normal distribution, also far out") {
  CHECK(NormalCritical(0.95) == Close(1.959963984540054, 1e-14));
  CHECK(NormalTail(1.959963984540054) == Close(0.025, 1e-14));
  CHECK(NormalTail(20) == Close(2.753624118606234e-89, 1e-12));
  CHECK(NormalCdf(-20) == Close(2.753624118606234e-89, 1e-12));
  CHECK(NormalTwoSided(-3) == Close(0.002699796063260191, 1e-13));
  CHECK(NormalQuantile(0.975) == Close(1.959963984540054, 1e-14));
  CHECK(NormalQuantile(0) == -INFINITY);
  CHECK(NormalQuantile(1) == INFINITY);
}

TEST_CASE("Student's t at fractional degrees of freedom and at 1e-64") {
  CHECK(StudentCritical(0.95, 61.37) == Close(1.999379794844121, 1e-12));
  CHECK(StudentTwoSided(1e30, 2) == Close(1e-60, 1e-12));
  CHECK(StudentTwoSided(INFINITY, 5) == 0);
}

TEST_CASE("the noncentral t equals SciPy's") {
  for (size_t i = 0; i < std::size(kNoncentralCdf); ++i) {
    const double* at = kNoncentralCases + 3 * i;
    CHECK(NoncentralStudentCdf(at[0], at[1], at[2]) == Close(kNoncentralCdf[i], 1e-11));
    CHECK(NoncentralStudentTail(at[0], at[1], at[2]) == Close(1 - kNoncentralCdf[i], 1e-11));
  }
}

TEST_CASE("the noncentral t at noncentrality 0 is Student's, whatever the degrees of freedom") {
  for (const double df : {1.0, 2.0, 3.0, 30.0, 1e4, 1e7}) {
    CHECK(NoncentralStudentTail(2, df, 0) == Close(StudentTwoSided(2, df) / 2, 1e-11));
  }
}

TEST_CASE("the noncentral t stays finite where others give up") {
  const double far = NoncentralStudentCdf(120, 9998, 120);
  CHECK(far > 0.49);
  CHECK(far < 0.51);
}

TEST_CASE("tails of 0 and beyond") {
  CHECK(ChiSquareTail(0, 3) == 1);
  CHECK(ChiSquareTail(INFINITY, 3) == 0);
  CHECK(ChiSquareTail(1000, 1) == Close(1.7958327848007e-219, 1e-10));
  CHECK(FisherTail(0, 2, 3) == 1);
  CHECK(FisherTail(INFINITY, 2, 3) == 0);
  CHECK(BinomialCdf(-1, 5, 0.5) == 0);
  CHECK(BinomialCdf(5, 5, 0.5) == 1);
  CHECK(BinomialCdf(2, 5, 0.5) == Close(0.5, 1e-14));
}

TEST_CASE("estimates carry their interval and their test") {
  const Estimate estimate = NormalEstimate(2, 1, 0.95);
  CHECK(estimate.interval.low == Close(2 - 1.959963984540054, 1e-12));
  CHECK(estimate.p_value == Close(0.04550026389635842, 1e-12));
  const Estimate ratio = LogNormalEstimate(std::log(2), 0.5, 0.90);
  CHECK(ratio.value == Close(2, 1e-15));
  CHECK(ratio.interval.low * ratio.interval.high == Close(4, 1e-14));
}

}  // namespace
}  // namespace tessera::stats
