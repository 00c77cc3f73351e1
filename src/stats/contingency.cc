#include "stats/contingency.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

struct Margins {
  std::vector<double> rows;
  std::vector<double> columns;
  double n = 0;

  double expected(size_t row, size_t column) const { return rows[row] * columns[column] / n; }
};

Margins MarginsOf(const CountTable& table) {
  Margins margins{std::vector<double>(table.rows), std::vector<double>(table.columns), 0};
  for (size_t row = 0; row < table.rows; ++row) {
    for (size_t column = 0; column < table.columns; ++column) {
      const double count = table.at(row, column);
      margins.rows[row] += count;
      margins.columns[column] += count;
      margins.n += count;
    }
  }
  return margins;
}

double Filled(const std::vector<double>& sums) {
  return static_cast<double>(std::ranges::count_if(sums, [](double sum) { return sum > 0; }));
}

// Sums `term(observed, expected)` over the cells of rows and columns that are not empty.
template <typename Term>
std::optional<AssociationTest> TestBy(const CountTable& table, const Term& term) {
  const Margins margins = MarginsOf(table);
  const double rows = Filled(margins.rows);
  const double columns = Filled(margins.columns);
  if (rows < 2 || columns < 2) return std::nullopt;
  AssociationTest test;
  test.n = margins.n;
  test.df = (rows - 1) * (columns - 1);
  test.smallest_expected = std::numeric_limits<double>::infinity();
  for (size_t row = 0; row < table.rows; ++row) {
    for (size_t column = 0; column < table.columns; ++column) {
      const double expected = margins.expected(row, column);
      if (expected == 0) continue;
      test.statistic += term(table.at(row, column), expected);
      test.smallest_expected = std::min(test.smallest_expected, expected);
    }
  }
  test.p_value = ChiSquareTail(test.statistic, test.df);
  return test;
}

}  // namespace

std::optional<AssociationTest> ChiSquareTest(const CountTable& table) {
  return TestBy(table, [](double observed, double expected) {
    return (observed - expected) * (observed - expected) / expected;
  });
}

std::optional<AssociationTest> GTest(const CountTable& table) {
  return TestBy(table, [](double observed, double expected) {
    return observed == 0 ? 0 : 2 * observed * std::log(observed / expected);
  });
}

std::vector<std::optional<double>> AdjustedResiduals(const CountTable& table) {
  const Margins margins = MarginsOf(table);
  std::vector<std::optional<double>> residuals;
  residuals.reserve(table.counts.size());
  for (size_t row = 0; row < table.rows; ++row) {
    for (size_t column = 0; column < table.columns; ++column) {
      const double variance = margins.n == 0 ? 0
                                             : margins.expected(row, column) *
                                                   (1 - margins.rows[row] / margins.n) *
                                                   (1 - margins.columns[column] / margins.n);
      residuals.emplace_back();
      if (variance <= 0) continue;
      residuals.back() =
          (table.at(row, column) - margins.expected(row, column)) / std::sqrt(variance);
    }
  }
  return residuals;
}

std::optional<CramersV> CramersAssociation(const CountTable& table) {
  const std::optional<AssociationTest> test = ChiSquareTest(table);
  if (!test || test->n < 2) return std::nullopt;
  const Margins margins = MarginsOf(table);
  const double rows = Filled(margins.rows);
  const double columns = Filled(margins.columns);
  const double phi_squared = test->statistic / test->n;
  CramersV result;
  result.v = std::sqrt(phi_squared / (std::min(rows, columns) - 1));
  result.w = std::sqrt(phi_squared);
  const double unbiased = std::max(0.0, phi_squared - test->df / (test->n - 1));
  const auto shrunk = [&](double k) { return k - (k - 1) * (k - 1) / (test->n - 1); };
  const double range = std::min(shrunk(rows), shrunk(columns)) - 1;
  result.corrected = range > 0 ? std::sqrt(unbiased / range) : 0;
  return result;
}

}  // namespace tessera::stats
