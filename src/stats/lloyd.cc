#include "stats/lloyd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "stats/parallel.h"

namespace tessera::stats {
namespace {

// Rows are worked on in blocks of this many, whatever the number of threads: small enough for the
// cache, and the order in which their sums are added is always the same.
constexpr size_t kBlock = 1024;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using BlockOfDoubles = std::array<double, kBlock>;

size_t BlocksOf(size_t rows) { return (rows + kBlock - 1) / kBlock; }

// Squared distances of rows begin … begin + count − 1 to a centre.
void SquaredDistances(const Columns& data, size_t begin, size_t count,
                      std::span<const double> centre, BlockOfDoubles& distances) {
  for (size_t i = 0; i < count; ++i) distances[i] = 0;
  for (size_t j = 0; j < data.columns(); ++j) {
    const double* column = data.column(j) + begin;
    const double middle = centre[j];
    for (size_t i = 0; i < count; ++i) {
      const double difference = column[i] - middle;
      distances[i] += difference * difference;
    }
  }
}

struct NearestOfBlock {
  BlockOfDoubles distance;
  BlockOfDoubles centre;  // its number, as a double so that the loop runs in step
};

void FindNearest(const Columns& data, size_t begin, size_t count, const Matrix& centres,
                 NearestOfBlock& nearest) {
  SquaredDistances(data, begin, count, centres.row(0), nearest.distance);
  for (size_t i = 0; i < count; ++i) nearest.centre[i] = 0;
  BlockOfDoubles distances;
  for (size_t c = 1; c < centres.rows; ++c) {
    SquaredDistances(data, begin, count, centres.row(c), distances);
    const auto number = static_cast<double>(c);
    for (size_t i = 0; i < count; ++i) {
      const bool nearer = distances[i] < nearest.distance[i];
      nearest.distance[i] = nearer ? distances[i] : nearest.distance[i];
      nearest.centre[i] = nearer ? number : nearest.centre[i];
    }
  }
}

// What a pass over some rows adds up to.
struct Tally {
  std::vector<double> sums;    // k × columns
  std::vector<double> counts;  // k
  double inertia = 0;
  size_t changed = 0;

  Tally(size_t k, size_t columns) : sums(k * columns), counts(k) {}

  void Add(const Tally& other) {
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += other.sums[i];
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    inertia += other.inertia;
    changed += other.changed;
  }
};

Tally TallyBlock(const Columns& data, size_t begin, size_t count, const Matrix& centres,
                 std::uint32_t* labels) {
  Tally tally(centres.rows, data.columns());
  NearestOfBlock nearest;
  FindNearest(data, begin, count, centres, nearest);
  for (size_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::uint32_t>(nearest.centre[i]);
    tally.changed += labels[i] != label ? 1 : 0;
    labels[i] = label;
    tally.counts[label] += 1;
    tally.inertia += nearest.distance[i];
  }
  for (size_t j = 0; j < data.columns(); ++j) {
    const double* column = data.column(j) + begin;
    for (size_t i = 0; i < count; ++i) tally.sums[labels[i] * data.columns() + j] += column[i];
  }
  return tally;
}

// Puts every row to its nearest centre.
Tally Pass(const Columns& data, const Matrix& centres, std::vector<std::uint32_t>& labels,
           unsigned threads) {
  std::vector<Tally> blocks(BlocksOf(data.rows()), Tally(0, 0));
  ParallelRanges(blocks.size(), threads, [&](size_t first, size_t last) {
    for (size_t b = first; b < last; ++b) {
      const size_t begin = b * kBlock;
      const size_t count = std::min(kBlock, data.rows() - begin);
      blocks[b] = TallyBlock(data, begin, count, centres, labels.data() + begin);
    }
  });
  Tally total(centres.rows, data.columns());
  for (const Tally& block : blocks) total.Add(block);
  return total;
}

// Gives each cluster that ran empty the row farthest from its own centre, which then is a centre
// itself. Where all rows lie on centres there are fewer distinct rows than clusters: it stays
// empty.
void FillEmpty(const Columns& data, const std::vector<std::uint32_t>& labels, const Tally& tally,
               Matrix& centres) {
  std::vector<double> distances;
  for (size_t c = 0; c < centres.rows; ++c) {
    if (tally.counts[c] > 0) continue;
    if (distances.empty()) {
      for (size_t i = 0; i < data.rows(); ++i) {
        distances.push_back(SquaredDistance(data.row(i), centres.row(labels[i])));
      }
    }
    const auto farthest = std::ranges::max_element(distances);
    if (*farthest == 0) return;
    const auto row = static_cast<size_t>(farthest - distances.begin());
    for (size_t j = 0; j < data.columns(); ++j) centres.at(c, j) = data.at(row, j);
    *farthest = 0;
  }
}

void MoveCentres(const Tally& tally, Matrix& centres) {
  for (size_t c = 0; c < centres.rows; ++c) {
    if (tally.counts[c] == 0) continue;
    for (size_t j = 0; j < centres.columns; ++j) {
      centres.at(c, j) = tally.sums[c * centres.columns + j] / tally.counts[c];
    }
  }
}

// A row with a chance in proportion to its weight; the first one when all are 0.
size_t DrawByWeight(std::span<const double> weights, Random& random) {
  double left = random.Uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
  size_t row = 0;
  while (row + 1 < weights.size() && (left -= weights[row]) >= 0) ++row;
  return row;
}

// Takes a further centre into the squared distances to the nearest.
void ShortenDistances(const Columns& data, std::span<const double> centre,
                      std::vector<double>& nearest) {
  BlockOfDoubles distances;
  for (size_t begin = 0; begin < data.rows(); begin += kBlock) {
    const size_t count = std::min(kBlock, data.rows() - begin);
    SquaredDistances(data, begin, count, centre, distances);
    for (size_t i = 0; i < count; ++i) {
      nearest[begin + i] = std::min(nearest[begin + i], distances[i]);
    }
  }
}

}  // namespace

Columns::Columns(MatrixView data)
    : rows_(data.rows), columns_(data.columns), values_(data.values.size()) {
  for (size_t i = 0; i < rows_; ++i) {
    for (size_t j = 0; j < columns_; ++j) values_[j * rows_ + i] = data.at(i, j);
  }
}

Columns::Columns(MatrixView data, std::span<const std::uint32_t> rows)
    : rows_(rows.size()), columns_(data.columns), values_(rows_ * columns_) {
  for (size_t i = 0; i < rows_; ++i) {
    for (size_t j = 0; j < columns_; ++j) values_[j * rows_ + i] = data.at(rows[i], j);
  }
}

std::vector<double> Columns::row(size_t i) const {
  std::vector<double> values(columns_);
  for (size_t j = 0; j < columns_; ++j) values[j] = at(i, j);
  return values;
}

Matrix DrawCentres(const Columns& data, size_t k, Random& random) {
  const auto candidates = 2 + static_cast<size_t>(std::log(static_cast<double>(k)));
  Matrix centres = ZeroMatrix(k, data.columns());
  std::vector<double> nearest(data.rows(), kInfinity);
  std::vector<double> best;
  for (size_t c = 0; c < k; ++c) {
    double least = kInfinity;
    for (size_t i = 0; i < (c == 0 ? 1 : candidates); ++i) {
      const size_t row = c == 0 ? random.Below(static_cast<std::uint32_t>(data.rows()))
                                : DrawByWeight(nearest, random);
      const std::vector<double> centre = data.row(row);
      std::vector<double> shortened = nearest;
      ShortenDistances(data, centre, shortened);
      const double total = std::accumulate(shortened.begin(), shortened.end(), 0.0);
      if (i > 0 && total >= least) continue;
      least = total;
      best = std::move(shortened);
      std::ranges::copy(centre,
                        centres.values.begin() + static_cast<std::ptrdiff_t>(c * centre.size()));
    }
    nearest.swap(best);
  }
  return centres;
}

Clustering RunLloyd(const Columns& data, Matrix centres, std::uint32_t max_iterations,
                    unsigned threads) {
  Clustering result;
  result.labels.assign(data.rows(), std::numeric_limits<std::uint32_t>::max());
  Tally tally(centres.rows, data.columns());
  for (std::uint32_t i = 0; i <= max_iterations && !result.converged; ++i) {
    if (i > 0) {
      MoveCentres(tally, centres);
      FillEmpty(data, result.labels, tally, centres);
    }
    tally = Pass(data, centres, result.labels, threads);
    result.converged = tally.changed == 0;
  }
  result.inertia = tally.inertia;
  result.sizes.assign(tally.counts.begin(), tally.counts.end());
  result.centres = std::move(centres);
  return result;
}

std::vector<std::uint32_t> Assign(const Columns& data, const Matrix& centres, unsigned threads) {
  std::vector<std::uint32_t> labels(data.rows());
  Pass(data, centres, labels, threads);
  return labels;
}

}  // namespace tessera::stats
