// Are two categories associated? (B-14)
#ifndef TESSERA_STATS_CONTINGENCY_H_
#define TESSERA_STATS_CONTINGENCY_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tessera::stats {

// A table of counts, row by row. REQUIRES: counts.size() = rows × columns, no count below 0.
struct CountTable {
  std::span<const double> counts;
  size_t rows = 0;
  size_t columns = 0;

  double at(size_t row, size_t column) const { return counts[row * columns + column]; }
};

// Rows and columns that are empty carry no information: they are left out, df counts the others.
struct AssociationTest {
  double statistic = 0;
  double df = 0;
  double p_value = 1;
  double n = 0;
  double smallest_expected = 0;  // below 5: the approximation is doubtful
};

// Pearson's Σ(o − e)²/e without correction. Nothing when fewer than two rows or columns have
// counts.
std::optional<AssociationTest> ChiSquareTest(const CountTable& table);
// The likelihood ratio 2·Σ o·ln(o/e), cells with o = 0 adding 0.
std::optional<AssociationTest> GTest(const CountTable& table);

// (o − e) / √(e·(1 − row/n)·(1 − column/n)), Haberman (1973), R chisq.test()$stdres: beyond ±2 a
// cell is out of line. In the table's order; nothing where the row or column is empty or holds
// everything.
std::vector<std::optional<double>> AdjustedResiduals(const CountTable& table);

// V = √(χ²/n / (min(r, c) − 1)), and Bergsma's (2013) V̂ that does not grow with the table:
//   φ̂² = max(0, χ²/n − (r−1)(c−1)/(n−1)),  r̂ = r − (r−1)²/(n−1),  ĉ alike,  V̂ = √(φ̂²/(min(r̂,
//   ĉ)−1)).
struct CramersV {
  double v = 0;
  double corrected = 0;
  double w = 0;  // Cohen's: V·√(min(r, c) − 1)
};
// Nothing where ChiSquareTest gives nothing, or n < 2.
std::optional<CramersV> CramersAssociation(const CountTable& table);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_CONTINGENCY_H_
