#include "stats/survival.h"

#include <vector>

#include "reference.h"
#include "stats/cox.h"

namespace tessera::stats {
namespace {

#include "../reference/survival.inc"

struct Sample {
  std::vector<Spell> spells;
  std::vector<std::uint32_t> groups;
};

// Rows of time, event, group; or time, event, entry, group.
Sample Rows(std::span<const double> values, size_t width) {
  Sample sample;
  for (size_t at = 0; at < values.size(); at += width) {
    sample.spells.push_back({values[at], values[at + 1] == 1, width == 4 ? values[at + 2] : 0});
    sample.groups.push_back(static_cast<std::uint32_t>(values[at + width - 1]));
  }
  return sample;
}

std::vector<Spell> GroupOf(const Sample& sample, std::uint32_t group) {
  std::vector<Spell> spells;
  for (size_t i = 0; i < sample.spells.size(); ++i) {
    if (sample.groups[i] == group) spells.push_back(sample.spells[i]);
  }
  return spells;
}

void CheckCurve(std::span<const double> expected, const SurvivalCurve& curve) {
  REQUIRE(curve.steps.size() == expected.size() / 7);
  for (size_t i = 0; i < curve.steps.size(); ++i) {
    const double* at = expected.data() + 7 * i;
    const SurvivalStep& step = curve.steps[i];
    CHECK(step.time == at[0]);
    CHECK(step.at_risk == at[1]);
    CHECK(step.events == at[2]);
    CHECK(step.survival == doctest::Approx(at[3]).epsilon(1e-12));
    if (step.survival == 0) {
      CHECK_FALSE(step.interval);
      continue;
    }
    CHECK(step.standard_error == Close(at[4], 1e-10));
    CHECK(step.interval->low == Close(at[5], 1e-10));
    CHECK(step.interval->high == Close(at[6], 1e-10));
  }
}

TEST_CASE("Kaplan-Meier with Greenwood's error and the log-log interval equals R's") {
  const Sample aml = Rows(kAml, 3);
  CheckCurve(kAmlCurve1, KaplanMeier(GroupOf(aml, 0)));
  CheckCurve(kAmlCurve2, KaplanMeier(GroupOf(aml, 1)));
}

TEST_CASE("medians of the aml data are 31 and 23, with R's limits") {
  const Sample aml = Rows(kAml, 3);
  for (std::uint32_t group = 0; group < 2; ++group) {
    const SurvivalCurve curve = KaplanMeier(GroupOf(aml, group));
    CHECK(*curve.Quantile(0.5) == kAmlMedians[group]);
    CHECK(*curve.QuantileLow(0.5) == kAmlMedianLimits[group]);
    const double high = kAmlMedianLimits[2 + group];
    CHECK(curve.QuantileHigh(0.5).has_value() == (high == high));
    if (high == high) CHECK(*curve.QuantileHigh(0.5) == high);
  }
}

TEST_CASE("restricted means equal R's") {
  const Sample aml = Rows(kAml, 3);
  for (std::uint32_t group = 0; group < 2; ++group) {
    const auto mean = RestrictedMean(KaplanMeier(GroupOf(aml, group)), 40);
    CHECK(mean->value == Close(kAmlRestricted[2 * group], 1e-10));
    CHECK(mean->standard_error == Close(kAmlRestricted[2 * group + 1], 1e-10));
  }
}

TEST_CASE("the log-rank test equals survdiff: two groups, four, and within strata") {
  const Sample aml = Rows(kAml, 3);
  const auto test = LogRank(aml.spells, aml.groups);
  CHECK(test->statistic == Close(kAmlLogRank[0], 1e-10));
  CHECK(test->p_value == Close(kAmlLogRank[1], 1e-10));
  CHECK(test->observed[0] == kAmlLogRank[2]);
  CHECK(test->expected[0] == Close(kAmlLogRank[4], 1e-10));
  const Sample lung = Rows(kLungTimes, 3);
  CHECK(LogRank(lung.spells, lung.groups)->statistic == Close(kLungSex, 1e-10));

  std::vector<Spell> spells;
  std::vector<std::uint32_t> sex;
  std::vector<std::uint32_t> ecog;
  for (const double* at = kLung; at != std::end(kLung); at += 5) {
    spells.push_back({at[0], at[1] == 1});
    sex.push_back(static_cast<std::uint32_t>(at[3]));
    ecog.push_back(static_cast<std::uint32_t>(at[4]));
  }
  CHECK(LogRank(spells, ecog)->statistic == Close(kLungEcog, 1e-10));
  CHECK(LogRank(spells, ecog)->df == 3);
  CHECK(LogRank(spells, sex, ecog)->statistic == Close(kLungStratified, 1e-10));
}

TEST_CASE("customers who joined before the data start are at risk from then on only") {
  const Sample late = Rows(kLate, 4);
  const SurvivalCurve curve = KaplanMeier(late.spells);
  REQUIRE(curve.steps.size() == std::size(kLateCurve) / 5);
  for (size_t i = 0; i < curve.steps.size(); ++i) {
    CHECK(curve.steps[i].at_risk == kLateCurve[5 * i + 1]);
    CHECK(curve.steps[i].survival == Close(kLateCurve[5 * i + 3], 1e-10));
    CHECK(curve.steps[i].standard_error == Close(kLateCurve[5 * i + 4], 1e-10));
  }
  const std::vector<double> group(late.groups.begin(), late.groups.end());
  const auto cox = FitCox(late.spells, {group, group.size(), 1});
  CHECK(cox->coefficients[0] == Close(kLateCox[0], 1e-6));
  CHECK(cox->hazard_ratios[0].standard_error == Close(kLateCox[1], 1e-6));
}

TEST_CASE("a curve is read at any time that it reaches") {
  const std::vector<Spell> spells = {{2, true}, {4, false}, {6, true}, {9, false}};
  const SurvivalCurve curve = KaplanMeier(spells);
  CHECK(curve.At(1)->survival == 1);
  CHECK(curve.At(2)->survival == 0.75);
  CHECK(curve.At(8)->survival == 0.375);
  CHECK_FALSE(curve.At(10));
  CHECK(*curve.Quantile(0.5) == 6);
  CHECK_FALSE(curve.Quantile(0.9));
  CHECK_FALSE(RestrictedMean(curve, 10));
  const std::vector<double> times = {0, 2, 3, 9, 10};
  CHECK(NumbersAtRisk(spells, times) == std::vector<double>{4, 4, 3, 1, 0});
}

TEST_CASE("survival of none, without events, and until nobody is left") {
  CHECK(KaplanMeier({}).steps.empty());
  CHECK_FALSE(KaplanMeier({}).At(1));
  CHECK_FALSE(RestrictedMean(KaplanMeier({}), 1));
  const std::vector<Spell> stayed = {{5, false}, {7, false}};
  CHECK(KaplanMeier(stayed).At(6)->survival == 1);
  CHECK(RestrictedMean(KaplanMeier(stayed), 6)->value == 6);
  const std::vector<std::uint32_t> groups = {0, 1};
  CHECK_FALSE(LogRank(stayed, groups));
  CHECK_FALSE(LogRank({}, {}));
  const std::vector<Spell> gone = {{5, true}, {7, true}};
  CHECK(KaplanMeier(gone).At(100)->survival == 0);
  CHECK(RestrictedMean(KaplanMeier(gone), 100)->value == 6);
  CHECK_FALSE(LogRank(gone, std::vector<std::uint32_t>{1, 1}));
}

std::vector<double> LungFeatures() {
  std::vector<double> features;
  for (const double* at = kLung; at != std::end(kLung); at += 5) {
    features.insert(features.end(), at + 2, at + 5);
  }
  return features;
}

std::vector<Spell> LungSpells() {
  std::vector<Spell> spells;
  for (const double* at = kLung; at != std::end(kLung); at += 5) {
    spells.push_back({at[0], at[1] == 1});
  }
  return spells;
}

TEST_CASE("Cox regression equals R's coxph") {
  const std::vector<Spell> spells = LungSpells();
  const std::vector<double> features = LungFeatures();
  const auto model = FitCox(spells, {features, spells.size(), 3});
  for (size_t j = 0; j < 3; ++j) {
    CHECK(model->coefficients[j] == Close(kLungCox[3 * j], 1e-6));
    CHECK(model->hazard_ratios[j].standard_error == Close(kLungCox[3 * j + 1], 1e-6));
    CHECK(model->hazard_ratios[j].p_value == Close(kLungCox[3 * j + 2], 1e-5));
    CHECK(model->hazard_ratios[j].interval.low == Close(kLungCoxLimits[2 * j], 1e-6));
    CHECK(model->hazard_ratios[j].interval.high == Close(kLungCoxLimits[2 * j + 1], 1e-6));
  }
  CHECK(model->null_log_likelihood == Close(kLungCoxLikelihood[0], 1e-9));
  CHECK(model->log_likelihood == Close(kLungCoxLikelihood[1], 1e-9));
}

TEST_CASE("the test of proportional hazards equals cox.zph") {
  const std::vector<Spell> spells = LungSpells();
  const std::vector<double> features = LungFeatures();
  const MatrixView x = {features, spells.size(), 3};
  const auto test = TestProportionalHazards(spells, x, *FitCox(spells, x));
  for (size_t j = 0; j < 3; ++j) {
    CHECK(test->statistics[j] == Close(kLungZph[2 * j], 1e-6));
    CHECK(test->p_values[j] == Close(kLungZph[2 * j + 1], 1e-6));
  }
}

TEST_CASE("Cox regression refuses what has no finite answer") {
  const std::vector<Spell> spells = {{1, true}, {2, true}, {3, true}, {8, false}, {9, false}};
  const std::vector<double> parting = {1, 1, 1, 0, 0};
  CHECK_FALSE(FitCox(spells, {parting, 5, 1}));
  const std::vector<double> constant(5, 4.0);
  CHECK_FALSE(FitCox(spells, {constant, 5, 1}));
  const std::vector<double> repeated = {1, 2, 3, 6, 2, 4, 0, 0, 5, 10};
  CHECK_FALSE(FitCox(spells, {repeated, 5, 2}));
  const std::vector<Spell> stayed = {{5, false}, {7, false}};
  CHECK_FALSE(FitCox(stayed, {std::span(parting).first(2), 2, 1}));
}

}  // namespace
}  // namespace tessera::stats
