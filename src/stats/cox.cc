#include "stats/cox.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/design.h"
#include "stats/distribution.h"

namespace tessera::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

// Sums over a set of customers of their risk e^{xβ}, alone, times x, and times xx'.
struct RiskSums {
  double risk = 0;
  VectorXd first;
  MatrixXd second;

  explicit RiskSums(Eigen::Index p) : first(VectorXd::Zero(p)), second(MatrixXd::Zero(p, p)) {}

  void Add(double weight, const VectorXd& x) {
    risk += weight;
    first += weight * x;
    second += weight * x * x.transpose();
  }
};

// What the customers who left at one time add up to.
struct EventTime {
  double time = 0;
  double log_likelihood = 0;
  VectorXd residual;  // Schoenfeld's: Σ x less what the risk set lets expect
  MatrixXd information;
};

// The order in which a walk back from the last time meets customers: by their time they join the
// risk set, by their entry they leave it.
struct Walk {
  std::vector<size_t> joining;
  std::vector<size_t> leaving;
};

Walk WalkOf(std::span<const Spell> spells) {
  Walk walk;
  walk.joining.resize(spells.size());
  std::iota(walk.joining.begin(), walk.joining.end(), size_t{0});
  walk.leaving = walk.joining;
  std::ranges::stable_sort(walk.joining, std::ranges::greater(),
                           [&](size_t i) { return spells[i].time; });
  std::ranges::stable_sort(walk.leaving, std::ranges::greater(),
                           [&](size_t i) { return spells[i].entry; });
  return walk;
}

// Efron: the d who leave together do so in an unknown order, so that each next one meets a risk set
// that is short of another d-th of them.
EventTime Contribution(double time, const RiskSums& all, const RiskSums& leaving, double d,
                       const VectorXd& sum, double log_risk) {
  EventTime event{time, log_risk, sum, MatrixXd::Zero(sum.size(), sum.size())};
  for (double l = 0; l < d; ++l) {
    const double part = l / d;
    const double risk = all.risk - part * leaving.risk;
    const VectorXd mean = (all.first - part * leaving.first) / risk;
    event.log_likelihood -= std::log(risk);
    event.residual -= mean;
    event.information += (all.second - part * leaving.second) / risk - mean * mean.transpose();
  }
  return event;
}

// All times of events, last first.
std::vector<EventTime> EventTimes(std::span<const Spell> spells, const MatrixXd& x,
                                  const VectorXd& beta, const Walk& walk) {
  const VectorXd log_risk = x * beta;
  std::vector<EventTime> events;
  RiskSums at_risk(x.cols());
  const auto row = [&](size_t i) { return x.row(static_cast<Eigen::Index>(i)).transpose(); };
  const auto log_risk_of = [&](size_t i) { return log_risk[static_cast<Eigen::Index>(i)]; };
  size_t left = 0;
  for (size_t i = 0; i < walk.joining.size();) {
    const double time = spells[walk.joining[i]].time;
    for (; left < walk.leaving.size() && spells[walk.leaving[left]].entry >= time; ++left) {
      at_risk.Add(-std::exp(log_risk_of(walk.leaving[left])), row(walk.leaving[left]));
    }
    RiskSums leaving(x.cols());
    VectorXd sum = VectorXd::Zero(x.cols());
    double d = 0;
    double log_sum = 0;
    for (; i < walk.joining.size() && spells[walk.joining[i]].time == time; ++i) {
      const size_t customer = walk.joining[i];
      const double risk = std::exp(log_risk_of(customer));
      at_risk.Add(risk, row(customer));
      if (!spells[customer].event) continue;
      leaving.Add(risk, row(customer));
      sum += row(customer);
      log_sum += log_risk_of(customer);
      d += 1;
    }
    if (d > 0) events.push_back(Contribution(time, at_risk, leaving, d, sum, log_sum));
  }
  return events;
}

struct Likelihood {
  double value = 0;
  VectorXd score;
  MatrixXd information;
};

Likelihood LikelihoodAt(std::span<const Spell> spells, const MatrixXd& x, const VectorXd& beta,
                        const Walk& walk) {
  Likelihood sum{0, VectorXd::Zero(x.cols()), MatrixXd::Zero(x.cols(), x.cols())};
  for (const EventTime& event : EventTimes(spells, x, beta, walk)) {
    sum.value += event.log_likelihood;
    sum.score += event.residual;
    sum.information += event.information;
  }
  return sum;
}

// The features about their means and in standard deviations; false when one does not vary.
bool Standardise(MatrixXd& x, VectorXd& sd) {
  sd.resize(x.cols());
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    const double length = x.col(j).norm();
    x.col(j).array() -= x.col(j).mean();
    sd[j] = std::sqrt(x.col(j).squaredNorm() / static_cast<double>(x.rows()));
    if (!(sd[j] > 1e-10 * length / std::sqrt(static_cast<double>(x.rows())))) return false;
    x.col(j) /= sd[j];
  }
  return true;
}

struct Fit {
  VectorXd beta;
  Likelihood at;
  double null_value = 0;
};

// Newton's steps, halved where they overshoot. After a step that gains next to nothing the next one
// would be lost in rounding.
std::optional<Fit> Maximise(std::span<const Spell> spells, const MatrixXd& x, const Walk& walk) {
  constexpr int kMaxSteps = 50;
  constexpr double kNoGain = 1e-9;
  Fit fit{VectorXd::Zero(x.cols()), LikelihoodAt(spells, x, VectorXd::Zero(x.cols()), walk), 0};
  fit.null_value = fit.at.value;
  for (int i = 0; i < kMaxSteps; ++i) {
    const Eigen::FullPivLU<MatrixXd> solver(fit.at.information);
    if (!solver.isInvertible()) return std::nullopt;
    VectorXd step = solver.solve(fit.at.score);
    const double gain = fit.at.score.dot(step);
    const double least = fit.at.value - 1e-12 * std::abs(fit.at.value);
    Likelihood next = LikelihoodAt(spells, x, fit.beta + step, walk);
    for (int half = 0; half < 30 && !(next.value >= least); ++half) {
      step /= 2;
      next = LikelihoodAt(spells, x, fit.beta + step, walk);
    }
    fit.beta += step;
    fit.at = std::move(next);
    if (gain < kNoGain) return fit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CoxModel> FitCox(std::span<const Spell> spells, MatrixView features, double level) {
  MatrixXd x = ToEigen(features);
  VectorXd sd;
  if (std::ranges::none_of(spells, &Spell::event) || !Standardise(x, sd)) return std::nullopt;
  const std::optional<Fit> fit = Maximise(spells, x, WalkOf(spells));
  if (!fit) return std::nullopt;
  const MatrixXd covariance = fit->at.information.inverse();
  // A coefficient that runs off leaves its direction without information.
  constexpr double kNoInformation = 1e6;
  if (!(covariance.diagonal().maxCoeff() < kNoInformation)) return std::nullopt;
  CoxModel model;
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    const double coefficient = fit->beta[j] / sd[j];
    const double error = std::sqrt(covariance(j, j)) / sd[j];
    model.coefficients.push_back(coefficient);
    model.hazard_ratios.push_back(LogNormalEstimate(coefficient, error, level));
  }
  model.log_likelihood = fit->at.value;
  model.null_log_likelihood = fit->null_value;
  return model;
}

std::optional<ProportionalityTest> TestProportionalHazards(std::span<const Spell> spells,
                                                           MatrixView features,
                                                           const CoxModel& model) {
  MatrixXd x = ToEigen(features);
  VectorXd sd;
  if (!Standardise(x, sd)) return std::nullopt;
  VectorXd beta(x.cols());
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    beta[j] = model.coefficients[static_cast<size_t>(j)] * sd[j];
  }
  std::vector<EventTime> events = EventTimes(spells, x, beta, WalkOf(spells));
  std::ranges::reverse(events);
  const SurvivalCurve curve = KaplanMeier(spells);
  // Time is told by the share that has left before: its scale does not matter, nor do outliers.
  const auto p = x.cols();
  VectorXd score = VectorXd::Zero(p);
  MatrixXd plain = MatrixXd::Zero(p, p);
  MatrixXd mixed = MatrixXd::Zero(p, p);
  MatrixXd timed = MatrixXd::Zero(p, p);
  for (size_t i = 0; i < events.size(); ++i) {
    const double gone = i == 0 ? 0 : 1 - curve.steps[i - 1].survival;
    score += gone * events[i].residual;
    plain += events[i].information;
    mixed += gone * events[i].information;
    timed += gone * gone * events[i].information;
  }
  const Eigen::FullPivLU<MatrixXd> solver(plain);
  if (!solver.isInvertible()) return std::nullopt;
  const MatrixXd variance = timed - mixed * solver.solve(mixed);
  ProportionalityTest test;
  for (Eigen::Index j = 0; j < p; ++j) {
    if (!(variance(j, j) > 0)) return std::nullopt;
    test.statistics.push_back(score[j] * score[j] / variance(j, j));
    test.p_values.push_back(ChiSquareTail(test.statistics.back(), 1));
  }
  return test;
}

}  // namespace tessera::stats
