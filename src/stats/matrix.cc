#include "stats/matrix.h"

namespace tessera::stats {

Matrix ZeroMatrix(size_t rows, size_t columns) {
  return {std::vector<double>(rows * columns), rows, columns};
}

double SquaredDistance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (size_t j = 0; j < a.size(); ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

Matrix MatrixOfColumns(std::span<const std::span<const double>> columns) {
  Matrix matrix = ZeroMatrix(columns.empty() ? 0 : columns.front().size(), columns.size());
  for (size_t j = 0; j < matrix.columns; ++j) {
    for (size_t i = 0; i < matrix.rows; ++i) matrix.at(i, j) = columns[j][i];
  }
  return matrix;
}

}  // namespace tessera::stats
