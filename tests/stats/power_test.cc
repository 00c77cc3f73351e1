#include "stats/power.h"

#include "reference.h"

namespace tessera::stats {
namespace {

#include "../reference/adjusted.inc"

TEST_CASE("rates: power and sample size equal R's power.prop.test") {
  CHECK(PowerOfRates(50, 0.50, 0.75) == Close(kPowerRates[0], 1e-9));
  CHECK(*SampleSizeOfRates(0.50, 0.75, 0.9) == Close(kPowerRates[1], 1e-4));
  CHECK(*SampleSizeOfRates(0.296, 0.296 * 0.85) == Close(kPowerRates[2], 1e-4));
  CHECK(*SampleSizeOfRates(0.10, 0.11, 0.9, 0.01) == Close(kPowerRates[3], 1e-4));
  CHECK(*SampleSizeOfRates(0.15, 0.30, 0.9) == Close(kPowerRates[4], 1e-4));
  CHECK(*DetectableRate(0.2, 1000, false) == Close(kPowerRates[5], 1e-4));
}

TEST_CASE("rates: what is detectable has the power asked for") {
  const auto lower = DetectableRate(0.3, 400, true, 0.9);
  CHECK(*lower < 0.3);
  CHECK(PowerOfRates(400, 0.3, *lower) == Close(0.9, 1e-9));
  CHECK_FALSE(DetectableRate(0.02, 50, true));
  CHECK_FALSE(DetectableRate(0, 50, true));
  CHECK_FALSE(SampleSizeOfRates(0.2, 0.2));
}

TEST_CASE("means: power and sample size equal R's power.t.test") {
  CHECK(PowerOfMeans(20, 1, 1) == Close(kPowerMeans[0], 1e-9));
  CHECK(*SampleSizeOfMeans(1, 1, 0.9) == Close(kPowerMeans[1], 1e-4));
  CHECK(*SampleSizeOfMeans(0.02, 1) == Close(kPowerMeans[2], 1e-4));
  CHECK(*SampleSizeOfMeans(-3, 1) == Close(kPowerMeans[3], 1e-4));
}

TEST_CASE("means: edges") {
  CHECK_FALSE(SampleSizeOfMeans(0, 1));
  CHECK_FALSE(SampleSizeOfMeans(1, 0));
  CHECK(*SampleSizeOfMeans(100, 1) == 2);
  CHECK(*NormalSampleSizeOfMeans(0.02, 1) == Close(39244.399, 1e-6));
  CHECK(*SampleSizeOfMeans(1e-4, 1) == Close(*NormalSampleSizeOfMeans(1e-4, 1), 1e-6));
}

}  // namespace
}  // namespace tessera::stats
