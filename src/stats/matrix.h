// Observations by features, row after row, as clustering and regression take them.
#ifndef TESSERA_STATS_MATRIX_H_
#define TESSERA_STATS_MATRIX_H_

#include <cstddef>
#include <span>
#include <vector>

namespace tessera::stats {

// REQUIRES: values.size() = rows × columns.
struct MatrixView {
  std::span<const double> values;
  size_t rows = 0;
  size_t columns = 0;

  std::span<const double> row(size_t i) const { return values.subspan(i * columns, columns); }
  double at(size_t i, size_t j) const { return values[i * columns + j]; }
};

struct Matrix {
  std::vector<double> values;
  size_t rows = 0;
  size_t columns = 0;

  std::span<const double> row(size_t i) const { return view().row(i); }
  double& at(size_t i, size_t j) { return values[i * columns + j]; }
  double at(size_t i, size_t j) const { return values[i * columns + j]; }
  MatrixView view() const { return {values, rows, columns}; }
};

Matrix ZeroMatrix(size_t rows, size_t columns);
double SquaredDistance(std::span<const double> a, std::span<const double> b);
// The matrix of equally long columns.
Matrix MatrixOfColumns(std::span<const std::span<const double>> columns);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_MATRIX_H_
