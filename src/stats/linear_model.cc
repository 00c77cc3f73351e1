#include "stats/linear_model.h"

#include <Eigen/Dense>
#include <cmath>

#include "stats/design.h"
#include "stats/distribution.h"

namespace tessera::stats {

std::optional<LinearModel> FitLinear(MatrixView features, std::span<const double> y, double level) {
  const Eigen::MatrixXd x = WithIntercept(features);
  const Eigen::Index n = x.rows();
  const Eigen::Index p = x.cols();
  if (n <= p || !Independent(x)) return std::nullopt;
  const Eigen::Map<const Eigen::VectorXd> target(y.data(), n);
  const double total = (target.array() - target.mean()).square().sum();
  if (total <= 0) return std::nullopt;

  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(x);
  const Eigen::VectorXd beta = qr.solve(target);
  const Eigen::VectorXd fitted = x * beta;
  const Eigen::VectorXd residual = target - fitted;
  const Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(n, p);  // thin: x = q·r
  const Eigen::MatrixXd r_inverse = qr.matrixQR().topRows(p).triangularView<Eigen::Upper>().solve(
      Eigen::MatrixXd::Identity(p, p));
  const Eigen::VectorXd leverage = q.rowwise().squaredNorm();
  const Eigen::VectorXd weight = (residual.array() / (1 - leverage.array())).square();
  const Eigen::MatrixXd middle = q.transpose() * weight.asDiagonal() * q;
  const Eigen::MatrixXd robust = r_inverse * middle * r_inverse.transpose();
  const Eigen::MatrixXd classic = r_inverse * r_inverse.transpose();

  LinearModel model;
  model.df = static_cast<double>(n - p);
  model.residual_variance = residual.squaredNorm() / model.df;
  model.r_squared = 1 - residual.squaredNorm() / total;
  model.fitted.assign(fitted.begin(), fitted.end());
  const double critical = StudentCritical(level, model.df);
  for (Eigen::Index j = 0; j < p; ++j) {
    const double error = std::sqrt(robust(j, j));
    model.coefficients.push_back({beta[j],
                                  error,
                                  {beta[j] - critical * error, beta[j] + critical * error},
                                  StudentTwoSided(beta[j] / error, model.df)});
    model.classic_errors.push_back(std::sqrt(model.residual_variance * classic(j, j)));
  }
  return model;
}

std::vector<std::optional<double>> VarianceInflation(MatrixView features) {
  std::vector<std::optional<double>> factors(features.columns);
  for (size_t j = 0; j < features.columns; ++j) {
    const Eigen::MatrixXd x = WithIntercept(features);
    const Eigen::VectorXd target = x.col(static_cast<Eigen::Index>(j) + 1);
    const double total = (target.array() - target.mean()).square().sum();
    Eigen::MatrixXd others = x;
    others.col(static_cast<Eigen::Index>(j) + 1).setZero();
    const Eigen::VectorXd fitted = others * others.colPivHouseholderQr().solve(target);
    const double rest = (target - fitted).squaredNorm();
    constexpr double kNothing = 1e-12;
    if (total > 0 && rest > kNothing * total) factors[j] = total / rest;
  }
  return factors;
}

}  // namespace tessera::stats
