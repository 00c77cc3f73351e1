#include "stats/matrix.h"

namespace tessera::stats {

Matrix ZeroMatrix(size_t rows, size_t columns) {
  return {std::vector<double>(rows * columns), rows, columns};
}

Matrix MatrixOfColumns(std::span<const std::span<const double>> columns) {
  Matrix matrix = ZeroMatrix(columns.empty() ? 0 : columns.front().size(), columns.size());
  for (size_t j = 0; j < matrix.columns; ++j) {
    for (size_t i = 0; i < matrix.rows; ++i) matrix.at(i, j) = columns[j][i];
  }
  return matrix;
}

}  // namespace tessera::stats
