#include "stats/drivers.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "stats/design.h"
#include "stats/linear_model.h"

namespace tessera::stats {
namespace {

// Features, and the outcome last, about their means and of length 1: products are correlations.
Eigen::MatrixXd UnitColumns(MatrixView features, std::span<const double> y) {
  Eigen::MatrixXd columns = ToEigen(features);
  columns.conservativeResize(Eigen::NoChange, columns.cols() + 1);
  columns.rightCols(1) =
      Eigen::Map<const Eigen::VectorXd>(y.data(), static_cast<Eigen::Index>(y.size()));
  for (Eigen::Index j = 0; j < columns.cols(); ++j) {
    columns.col(j).array() -= columns.col(j).mean();
    columns.col(j).normalize();
  }
  return columns;
}

// R² of the outcome, the last variable, on the columns given.
double RSquared(const Eigen::MatrixXd& correlations, const std::vector<Eigen::Index>& columns) {
  if (columns.empty()) return 0;
  const auto p = static_cast<Eigen::Index>(columns.size());
  Eigen::MatrixXd among(p, p);
  Eigen::VectorXd with_outcome(p);
  for (Eigen::Index i = 0; i < p; ++i) {
    const Eigen::Index column = columns[static_cast<size_t>(i)];
    with_outcome[i] = correlations(column, correlations.cols() - 1);
    for (Eigen::Index j = 0; j < p; ++j) {
      among(i, j) = correlations(column, columns[static_cast<size_t>(j)]);
    }
  }
  return with_outcome.dot(among.ldlt().solve(with_outcome));
}

// R² of every set of blocks; bit b of the index says whether block b is in.
std::vector<double> RSquaredOfSets(const Eigen::MatrixXd& correlations,
                                   std::span<const size_t> block, size_t blocks) {
  std::vector<double> result(size_t{1} << blocks);
  for (size_t set = 0; set < result.size(); ++set) {
    std::vector<Eigen::Index> columns;
    for (size_t j = 0; j < block.size(); ++j) {
      if ((set >> block[j] & 1) != 0) columns.push_back(static_cast<Eigen::Index>(j));
    }
    result[set] = RSquared(correlations, columns);
  }
  return result;
}

// The share of the orders of entry in which just a given set of `size` comes before a given block:
// size!·(blocks − size − 1)!/blocks!.
double ShareOfOrders(double size, double blocks) {
  return std::exp(std::lgamma(size + 1) + std::lgamma(blocks - size) - std::lgamma(blocks + 1));
}

}  // namespace

std::optional<std::vector<DriverShare>> DriverShares(MatrixView features,
                                                     std::span<const size_t> block,
                                                     std::span<const double> y) {
  if (block.empty() || !FitLinear(features, y)) return std::nullopt;
  const size_t blocks = *std::ranges::max_element(block) + 1;
  const Eigen::MatrixXd columns = UnitColumns(features, y);
  const std::vector<double> r_squared =
      RSquaredOfSets(columns.transpose() * columns, block, blocks);
  const size_t all = r_squared.size() - 1;
  std::vector<DriverShare> shares(blocks);
  for (size_t b = 0; b < blocks; ++b) {
    const size_t bit = size_t{1} << b;
    shares[b].alone = r_squared[bit];
    shares[b].last = r_squared[all] - r_squared[all & ~bit];
    for (size_t set = 0; set <= all; ++set) {
      if ((set & bit) != 0) continue;
      shares[b].lmg += ShareOfOrders(std::popcount(set), static_cast<double>(blocks)) *
                       (r_squared[set | bit] - r_squared[set]);
    }
  }
  return shares;
}

std::optional<std::vector<Estimate>> StandardisedCoefficients(MatrixView features,
                                                              std::span<const double> y,
                                                              double level) {
  Eigen::MatrixXd columns = UnitColumns(features, y);
  if (!columns.allFinite()) return std::nullopt;
  const Eigen::VectorXd outcome = columns.rightCols(1);
  Matrix unit = ZeroMatrix(features.rows, features.columns);
  for (size_t i = 0; i < unit.rows; ++i) {
    for (size_t j = 0; j < unit.columns; ++j) {
      unit.at(i, j) = columns(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
    }
  }
  const auto model = FitLinear(unit.view(), {outcome.data(), y.size()}, level);
  if (!model) return std::nullopt;
  return std::vector<Estimate>(model->coefficients.begin() + 1, model->coefficients.end());
}

}  // namespace tessera::stats
