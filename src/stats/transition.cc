#include "stats/transition.h"

#include <Eigen/Dense>
#include <cmath>
#include <numeric>
#include <vector>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

struct Margins {
  std::vector<double> rows;
  std::vector<double> columns;
  double n = 0;
};

Margins MarginsOf(const CountTable& table) {
  Margins margins{std::vector<double>(table.rows), std::vector<double>(table.rows), 0};
  for (size_t i = 0; i < table.rows; ++i) {
    for (size_t j = 0; j < table.rows; ++j) {
      margins.rows[i] += table.at(i, j);
      margins.columns[j] += table.at(i, j);
      margins.n += table.at(i, j);
    }
  }
  return margins;
}

// The variances of κ: under the table as it is (Fleiss, Cohen and Everitt, eq. 14), and without any
// agreement beyond chance.
struct KappaVariance {
  double as_is = 0;
  double by_chance = 0;
};

KappaVariance VarianceOfKappa(const CountTable& table, const Margins& margins, double kappa,
                              double chance) {
  const double n = margins.n;
  double agreeing = 0;
  double differing = 0;
  double by_chance = 0;
  for (size_t i = 0; i < table.rows; ++i) {
    const double row = margins.rows[i] / n;
    const double column = margins.columns[i] / n;
    const double weight = 1 - (row + column) * (1 - kappa);
    agreeing += table.at(i, i) / n * weight * weight;
    by_chance += row * column * (row + column);
    for (size_t j = 0; j < table.rows; ++j) {
      if (j == i) continue;
      const double both = column + margins.rows[j] / n;
      differing += table.at(i, j) / n * both * both;
    }
  }
  const double rest = kappa - chance * (1 - kappa);
  const double scale = n * (1 - chance) * (1 - chance);
  return {(agreeing + (1 - kappa) * (1 - kappa) * differing - rest * rest) / scale,
          (chance + chance * chance - by_chance) / scale};
}

}  // namespace

std::optional<MarginTest> TestMargins(const CountTable& table) {
  const Margins margins = MarginsOf(table);
  std::vector<size_t> used;
  for (size_t i = 0; i < table.rows; ++i) {
    if (margins.rows[i] + margins.columns[i] > 0) used.push_back(i);
  }
  if (used.size() < 2) return std::nullopt;
  const auto k = static_cast<Eigen::Index>(used.size()) - 1;
  Eigen::VectorXd change(k);
  Eigen::MatrixXd variance(k, k);
  for (Eigen::Index a = 0; a < k; ++a) {
    const size_t i = used[static_cast<size_t>(a)];
    change[a] = margins.rows[i] - margins.columns[i];
    for (Eigen::Index b = 0; b < k; ++b) {
      const size_t j = used[static_cast<size_t>(b)];
      variance(a, b) = i == j ? margins.rows[i] + margins.columns[i] - 2 * table.at(i, i)
                              : -(table.at(i, j) + table.at(j, i));
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> solver(variance);
  if (!solver.isInvertible()) return std::nullopt;
  const auto df = static_cast<double>(k);
  const double statistic = change.dot(solver.solve(change));
  MarginTest test;
  test.stuart_maxwell = {statistic, df, ChiSquareTail(statistic, df)};
  const double left = 1 - statistic / margins.n;
  constexpr double kNothing = 1e-12;
  if (left > kNothing) {
    test.bhapkar = ChiSquareResult{statistic / left, df, ChiSquareTail(statistic / left, df)};
  }
  return test;
}

std::optional<ChiSquareResult> TestSymmetry(const CountTable& table) {
  ChiSquareResult result{0, 0, 1};
  for (size_t i = 0; i < table.rows; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double moved = table.at(i, j) + table.at(j, i);
      if (moved == 0) continue;
      const double excess = table.at(i, j) - table.at(j, i);
      result.statistic += excess * excess / moved;
      result.df += 1;
    }
  }
  if (result.df == 0) return std::nullopt;
  result.p_value = ChiSquareTail(result.statistic, result.df);
  return result;
}

std::optional<Estimate> CohensKappa(const CountTable& table, double level) {
  const Margins margins = MarginsOf(table);
  if (margins.n == 0) return std::nullopt;
  double agreed = 0;
  double chance = 0;
  for (size_t i = 0; i < table.rows; ++i) {
    agreed += table.at(i, i) / margins.n;
    chance += margins.rows[i] / margins.n * (margins.columns[i] / margins.n);
  }
  if (chance >= 1) return std::nullopt;
  const double kappa = (agreed - chance) / (1 - chance);
  const KappaVariance variance = VarianceOfKappa(table, margins, kappa, chance);
  const double error = std::sqrt(std::max(0.0, variance.as_is));
  const double margin = NormalCritical(level) * error;
  const double p =
      variance.by_chance > 0 ? NormalTwoSided(kappa / std::sqrt(variance.by_chance)) : 1;
  return Estimate{kappa, error, {kappa - margin, kappa + margin}, p};
}

}  // namespace tessera::stats
