#include "stats/logit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "stats/design.h"

namespace tessera::stats {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

ArrayXd Probabilities(const MatrixXd& x, const VectorXd& beta) {
  return 1 / (1 + (-(x * beta).array()).exp());
}

// Σ y·η − log(1 + e^η), by the half that does not overflow.
double LogLikelihood(const MatrixXd& x, const VectorXd& beta, const ArrayXd& y) {
  const ArrayXd eta = (x * beta).array();
  const ArrayXd log_sum = eta.max(0) + (-eta.abs()).exp().log1p();
  return (y * eta - log_sum).sum();
}

double NullLogLikelihood(double ones, double n) {
  return ones * std::log(ones / n) + (n - ones) * std::log((n - ones) / n);
}

MatrixXd Information(const MatrixXd& x, const ArrayXd& p) {
  const VectorXd weights = p * (1 - p);
  return x.transpose() * weights.asDiagonal() * x;
}

// The matrix that takes the design to features in standard deviations about their means.
MatrixXd StandardUnits(const MatrixXd& x) {
  MatrixXd units = MatrixXd::Identity(x.cols(), x.cols());
  for (Eigen::Index j = 1; j < x.cols(); ++j) {
    const double mean = x.col(j).mean();
    const double n = static_cast<double>(x.rows());
    const double sd = std::sqrt((x.col(j).array() - mean).square().sum() / n);
    units(j, j) = 1 / sd;
    units(0, j) = -mean / sd;
  }
  return units;
}

// Newton's steps, halved where they overshoot. Nothing when they do not come to rest.
std::optional<VectorXd> Iterate(const MatrixXd& x, const ArrayXd& y) {
  constexpr int kMaxSteps = 50;
  constexpr double kNoGain = 1e-9;
  VectorXd beta = VectorXd::Zero(x.cols());
  double likelihood = LogLikelihood(x, beta, y);
  for (int i = 0; i < kMaxSteps; ++i) {
    const ArrayXd p = Probabilities(x, beta);
    const VectorXd score = x.transpose() * (y - p).matrix();
    VectorXd step = Information(x, p).ldlt().solve(score);
    if (!step.allFinite()) return std::nullopt;
    const double gain = score.dot(step);
    double next = LogLikelihood(x, beta + step, y);
    for (int half = 0; half < 30 && !(next >= likelihood - 1e-12 * std::abs(likelihood)); ++half) {
      step /= 2;
      next = LogLikelihood(x, beta + step, y);
    }
    beta += step;
    likelihood = next;
    if (gain < kNoGain) return beta;
  }
  return std::nullopt;
}

// The averages of ∂P/∂x with errors by the delta method, which carries the doubt about all
// coefficients.
std::vector<Estimate> MarginalEffects(const MatrixXd& x, const VectorXd& beta, const ArrayXd& p,
                                      const MatrixXd& covariance, double level) {
  const double n = static_cast<double>(x.rows());
  const ArrayXd slope = p * (1 - p);
  const double mean_slope = slope.sum() / n;
  const VectorXd bend = x.transpose() * (slope * (1 - 2 * p)).matrix() / n;
  std::vector<Estimate> effects;
  for (Eigen::Index j = 1; j < x.cols(); ++j) {
    VectorXd gradient = beta[j] * bend;
    gradient[j] += mean_slope;
    effects.push_back(NormalEstimate(beta[j] * mean_slope,
                                     std::sqrt(gradient.dot(covariance * gradient)), level));
  }
  return effects;
}

}  // namespace

std::optional<LogitModel> FitLogit(MatrixView features, Outcomes outcome, double level) {
  const MatrixXd x = WithIntercept(features);
  ArrayXd y(x.rows());
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    y[i] = outcome[static_cast<size_t>(i)] != 0 ? 1 : 0;
  }
  const double ones = y.sum();
  if (ones == 0 || ones == static_cast<double>(y.size()) || !Independent(x)) return std::nullopt;

  // Features are fitted in standard deviations about their means and taken back to their units.
  const MatrixXd units = StandardUnits(x);
  const MatrixXd scaled = x * units;
  const std::optional<VectorXd> gamma = Iterate(scaled, y);
  if (!gamma) return std::nullopt;
  const VectorXd beta = units * *gamma;
  const ArrayXd p = Probabilities(x, beta);
  const MatrixXd information = Information(scaled, p);
  const MatrixXd inverse = information.ldlt().solve(MatrixXd::Identity(x.cols(), x.cols()));
  // A combination that parts the outcomes leaves its direction without information.
  constexpr double kNoInformation = 1e6;
  if (!(inverse.diagonal().minCoeff() > 0) || inverse.diagonal().maxCoeff() > kNoInformation) {
    return std::nullopt;
  }
  const MatrixXd covariance = units * inverse * units.transpose();
  LogitModel model;
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    model.coefficients.push_back(NormalEstimate(beta[j], std::sqrt(covariance(j, j)), level));
  }
  model.marginal_effects = MarginalEffects(x, beta, p, covariance, level);
  model.probabilities.assign(p.begin(), p.end());
  model.log_likelihood = LogLikelihood(x, beta, y);
  model.null_log_likelihood = NullLogLikelihood(ones, static_cast<double>(y.size()));
  return model;
}

}  // namespace tessera::stats
