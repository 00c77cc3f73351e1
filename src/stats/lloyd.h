// One run of k-means from given centres: what KMeans is made of.
#ifndef TESSERA_STATS_LLOYD_H_
#define TESSERA_STATS_LLOYD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/kmeans.h"
#include "stats/matrix.h"
#include "stats/random.h"

namespace tessera::stats {

// The data column after column, so that distances of many rows are computed side by side.
class Columns {
 public:
  explicit Columns(MatrixView data);
  // Only the rows given, in that order.
  Columns(MatrixView data, std::span<const std::uint32_t> rows);

  size_t rows() const { return rows_; }
  size_t columns() const { return columns_; }
  const double* column(size_t j) const { return values_.data() + j * rows_; }
  double at(size_t i, size_t j) const { return values_[j * rows_ + i]; }
  std::vector<double> row(size_t i) const;

 private:
  size_t rows_;
  size_t columns_;
  std::vector<double> values_;
};

// Centres drawn by k-means++: each with a chance in proportion to its squared distance to the
// nearest one so far.
Matrix DrawCentres(const Columns& data, size_t k, Random& random);

// Lloyd's algorithm until no row changes its cluster, or `max_iterations`.
Clustering RunLloyd(const Columns& data, Matrix centres, std::uint32_t max_iterations,
                    unsigned threads);

// Moves single rows between clusters as long as that lowers the inertia, which counts how both
// centres would follow (Hartigan 1975): it gets out of places where Lloyd's algorithm rests.
// Whether any moved.
bool ExchangeRows(const Columns& data, Clustering& clustering);

// The nearest centre of each row.
std::vector<std::uint32_t> Assign(const Columns& data, const Matrix& centres, unsigned threads);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_LLOYD_H_
