#include "metric/measure.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace tessera {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<std::uint32_t> Every(size_t step, size_t rows) {
  std::vector<std::uint32_t> picked;
  for (size_t row = 0; row < rows; row += step) picked.push_back(static_cast<std::uint32_t>(row));
  return picked;
}

// What a tally must be, by a map.
void CheckAgainst(const std::vector<double>& values, const std::vector<std::uint32_t>& rows,
                  bool money, const Tally& tally) {
  std::map<double, std::uint64_t> counts;
  for (const std::uint32_t row : rows) {
    const double value = money ? std::round(values[row] * 100) / 100 : values[row];
    if (!std::isnan(value)) ++counts[value];
  }
  REQUIRE(tally.values.size() == counts.size());
  size_t i = 0;
  double n = 0, sum = 0;
  size_t wrong = 0;
  for (const auto& [value, count] : counts) {
    wrong += tally.values[i] != value || tally.counts[i] != count ? 1 : 0;
    ++i;
    n += static_cast<double>(count);
    sum += value * static_cast<double>(count);
  }
  CHECK(wrong == 0);
  CHECK(tally.n == n);
  CHECK(tally.sum == doctest::Approx(sum).epsilon(1e-12));
}

void CheckMeasure(const std::vector<double>& values, ColumnType type) {
  const double scale = type == ColumnType::kMoney ? 100 : 1;
  const Measure measure("m", values, type);
  REQUIRE(measure.size() == values.size());
  REQUIRE(std::ranges::is_sorted(measure.distinct()));
  bool complete = true;
  for (size_t row = 0; row < values.size(); ++row) {
    complete &= !std::isnan(values[row]);
    if (std::isnan(values[row])) {
      CHECK(std::isnan(measure.value(row)));
    } else {
      CHECK(measure[row] == doctest::Approx(values[row] * scale));
      CHECK(measure.Values()[row] == measure.value(row));
    }
    if (values.size() > 1000) row += 997;  // enough of many
  }
  for (const size_t step : {size_t{1}, size_t{3}, size_t{5000}}) {
    const auto rows = Every(step, values.size());
    CheckAgainst(values, rows, type == ColumnType::kMoney, measure.Count(rows));
    const auto [sum, n] = measure.SumOf(rows);
    CHECK(sum == doctest::Approx(measure.Count(rows).sum));
    CHECK(n == measure.Count(rows).n);
  }
}

TEST_CASE("a measure is its values, whatever they are") {
  CheckMeasure({}, ColumnType::kNumber);
  CheckMeasure({kMissing, kMissing}, ColumnType::kInt);
  CheckMeasure({7}, ColumnType::kInt);
  CheckMeasure({0, 1, 1, 0, 1}, ColumnType::kBool);
  CheckMeasure({0, 1, kMissing, 0, 1}, ColumnType::kInt);
  CheckMeasure({3, -2, 3, kMissing, 0, 65536, -2}, ColumnType::kInt);
  CheckMeasure({0.5, -0.25, kMissing, 0.5, 1e300, -1e300}, ColumnType::kNumber);
  CheckMeasure({12.34, 0.01, 12.34, kMissing, 99999999.99}, ColumnType::kMoney);
  CheckMeasure({9007199254740992, -9007199254740992, 1}, ColumnType::kInt);
  const Measure infinite("m", std::vector<double>{INFINITY, 1, -INFINITY}, ColumnType::kNumber);
  CHECK(infinite.distinct().front() == -INFINITY);
  CHECK(infinite[0] == INFINITY);
}

TEST_CASE("bytes, two bytes and four bytes a row") {
  std::mt19937 random(7);
  for (const unsigned distinct : {2U, 255U, 256U, 65535U, 70000U, 200000U}) {
    std::vector<double> whole, fractions, money;
    for (unsigned i = 0; i < 2 * distinct; ++i) {
      whole.push_back(static_cast<double>(random() % distinct) - 9);
      fractions.push_back(static_cast<double>(random() % distinct) / 7);
      money.push_back(static_cast<double>(random() % (distinct * 50)) / 100);
      if (i % 11 == 0) whole.back() = fractions.back() = kMissing;
    }
    CheckMeasure(whole, ColumnType::kNumber);
    CheckMeasure(fractions, ColumnType::kNumber);
    CheckMeasure(money, ColumnType::kMoney);
  }
}

TEST_CASE("no zero is negative, so that equal numbers are one") {
  const Measure measure("m", std::vector<double>{-0.0, 0.0, 0.5}, ColumnType::kNumber);
  CHECK(measure.distinct().size() == 2);
  CHECK_FALSE(std::signbit(measure[0]));
  const Measure whole("m", std::vector<double>{-0.0, 0.0, 1}, ColumnType::kInt);
  CHECK(whole.distinct().size() == 2);
  CHECK_FALSE(std::signbit(whole[0]));
}

TEST_CASE("groups are tallied apart, and rows of none are left out") {
  const Measure measure("m", std::vector<double>{1, 2, 2, kMissing, 9, 1}, ColumnType::kInt);
  const std::vector<std::uint32_t> groups = {0, 1, 1, 1, 2, 0};
  const std::vector<Tally> tallies = measure.CountByGroup(groups, 2);
  REQUIRE(tallies.size() == 2);
  CHECK(tallies[0].values == std::vector<double>{1});
  CHECK(tallies[0].n == 2);
  CHECK(tallies[1].values == std::vector<double>{2});
  CHECK(tallies[1].counts == std::vector<std::uint64_t>{2});
}

TEST_CASE("flags are counted by their bits as by their rows") {
  std::vector<double> flags(1000, 0);
  for (size_t row = 0; row < flags.size(); row += 7) flags[row] = 1;
  const Measure measure("m", flags, ColumnType::kInt);
  for (const size_t step : {size_t{1}, size_t{2}, size_t{13}, size_t{900}}) {
    const auto rows = Every(step, flags.size());
    double expected = 0;
    for (const std::uint32_t row : rows) expected += flags[row];
    const RowSet set(rows);
    CHECK(measure.SumOf(set).first == expected);
    CHECK(measure.SumOf(set).first == expected);  // with the bits that the first made
    CHECK(measure.SumOf(set).second == static_cast<double>(rows.size()));
  }
}

}  // namespace
}  // namespace tessera
