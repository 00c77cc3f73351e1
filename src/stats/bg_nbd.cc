#include "stats/bg_nbd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "stats/lifetime_value.h"
#include "stats/minimise.h"

namespace tessera::stats {
namespace {

double LogBeta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

double LogSumExp(double x, double y) {
  const double larger = std::max(x, y);
  return larger + std::log1p(std::exp(std::min(x, y) - larger));
}

// Gauss's ₂F₁ for positive a, b, c and 0 ≤ z < 1: all terms are positive, nothing cancels. Near 1,
// where the terms fall slowly, Euler's (1 − z)^{c−a−b}·₂F₁(c−a, c−b; c; z) has the smaller ones.
double Hypergeometric(double a, double b, double c, double z) {
  constexpr double kNegligible = 1e-16;
  constexpr int kMaxTerms = 2000000;
  const double surplus = c - a - b;
  if (surplus < 0 && c > a && c > b) {
    return std::pow(1 - z, surplus) * Hypergeometric(c - a, c - b, c, z);
  }
  double sum = 1;
  double term = 1;
  for (int n = 0; n < kMaxTerms && term > kNegligible * sum * (1 - z); ++n) {
    term *= (a + n) * (b + n) / ((c + n) * (1 + n)) * z;
    sum += term;
  }
  return sum;
}

BgNbd ModelAt(std::span<const double> logs, double time_unit) {
  return {std::exp(logs[0]), std::exp(logs[1]) * time_unit, std::exp(logs[2]), std::exp(logs[3])};
}

// The parts of the log-likelihood that depend on the number of repeats alone, for each number from
// 0: one table for a set of parameters instead of gamma functions for each customer.
struct RepeatTerms {
  std::vector<double> stayed;
  std::vector<double> left;

  RepeatTerms(const BgNbd& model, size_t most) : stayed(most + 1), left(most + 1) {
    const double beta = LogBeta(model.a, model.b);
    for (size_t x = 0; x <= most; ++x) {
      const auto n = static_cast<double>(x);
      const double shared =
          std::lgamma(model.r + n) - std::lgamma(model.r) + model.r * std::log(model.alpha) - beta;
      stayed[x] = shared + LogBeta(model.a, model.b + n);
      left[x] = x == 0 ? -INFINITY : shared + LogBeta(model.a + 1, model.b + n - 1);
    }
  }
};

double LogLikelihoodOf(const BgNbd& model, const PurchaseHistory& history,
                       const RepeatTerms& terms) {
  const auto x = static_cast<size_t>(history.repeats);
  const double power = model.r + history.repeats;
  const double stayed = terms.stayed[x] - power * std::log(model.alpha + history.age);
  if (x == 0) return stayed;
  return LogSumExp(stayed, terms.left[x] - power * std::log(model.alpha + history.last));
}

// At most some thousands of the histories, evenly spread: enough to tell good starts from bad ones.
std::vector<PurchaseHistory> Thinned(std::span<const PurchaseHistory> histories) {
  constexpr size_t kEnough = 2000;
  const size_t stride = 1 + histories.size() / kEnough;
  std::vector<PurchaseHistory> few;
  for (size_t i = 0; i < histories.size(); i += stride) few.push_back(histories[i]);
  return few;
}

}  // namespace

double BgNbd::LogLikelihood(const PurchaseHistory& history) const {
  return LogLikelihoodOf(*this, history, RepeatTerms(*this, static_cast<size_t>(history.repeats)));
}

double BgNbd::ProbabilityAlive(const PurchaseHistory& history) const {
  const double x = history.repeats;
  if (x == 0) return 1;
  const double odds_against =
      a / (b + x - 1) *
      std::exp((r + x) * std::log((alpha + history.age) / (alpha + history.last)));
  return 1 / (1 + odds_against);
}

double BgNbd::ProbabilityOfRepeats(int x, double t) const {
  const double log_past = std::log(alpha / (alpha + t));
  const double log_now = t > 0 ? std::log(t / (alpha + t)) : -INFINITY;
  // log Γ(r + j)/(Γ(r)·j!) · (α/(α+t))^r · (t/(α+t))^j
  const auto log_count = [&](int j) {
    const double powers = j == 0 ? 0 : j * log_now;
    return std::lgamma(r + j) - std::lgamma(r) - std::lgamma(j + 1.0) + r * log_past + powers;
  };
  const double stayed = std::exp(LogBeta(a, b + x) - LogBeta(a, b) + log_count(x));
  if (x == 0) return stayed;
  double fewer = 0;
  for (int j = 0; j < x; ++j) fewer += std::exp(log_count(j));
  return stayed + std::exp(LogBeta(a + 1, b + x - 1) - LogBeta(a, b)) * std::max(0.0, 1 - fewer);
}

double BgNbd::ExpectedRepeats(double t) const { return ExpectedFurther({0, 0, 0}, t); }

double BgNbd::ExpectedFurther(const PurchaseHistory& history, double t) const {
  const double x = history.repeats;
  const double c = a + b + x - 1;
  const double horizon = alpha + history.age + t;
  // (a + b + x − 1)/(a − 1)·(1 − h) loses its digits as a nears 1, where it has a limit: the mean
  // of either side is as good as the two are close.
  if (std::abs(a - 1) < 1e-7) {
    BgNbd below = *this;
    BgNbd above = *this;
    below.a = 1 - 1e-4;
    above.a = 1 + 1e-4;
    return (below.ExpectedFurther(history, t) + above.ExpectedFurther(history, t)) / 2;
  }
  const double still = std::exp((r + x) * std::log((alpha + history.age) / horizon)) *
                       Hypergeometric(r + x, b + x, c, t / horizon);
  return c / (a - 1) * (1 - still) * ProbabilityAlive(history);
}

double DiscountedPurchases(const BgNbd& model, const PurchaseHistory& history,
                           const DiscountPlan& plan) {
  std::vector<double> purchases;
  double before = 0;
  for (int period = 1; period <= plan.periods; ++period) {
    const double up_to = model.ExpectedFurther(history, period * plan.length);
    purchases.push_back(up_to - before);
    before = up_to;
  }
  return PresentValue(purchases, plan.rate, plan.offset);
}

std::optional<BgNbd> FitBgNbd(std::span<const PurchaseHistory> histories) {
  double ages = 0;
  double most = 0;
  for (const PurchaseHistory& history : histories) {
    ages += history.age;
    most = std::max(most, history.repeats);
  }
  if (most == 0 || ages <= 0) return std::nullopt;
  const double time_unit = ages / static_cast<double>(histories.size());
  const auto fit = [&](std::span<const PurchaseHistory> some, std::vector<double> start) {
    const auto cost = [&](std::span<const double> logs) {
      const BgNbd model = ModelAt(logs, time_unit);
      const RepeatTerms terms(model, static_cast<size_t>(most));
      double sum = 0;
      for (const PurchaseHistory& history : some) sum -= LogLikelihoodOf(model, history, terms);
      return sum;
    };
    return Minimise(cost, std::move(start));
  };
  constexpr std::array<std::array<double, 4>, 3> kStarts = {
      {{0, 0, 0, 0}, {-1, -2, 0, 1}, {0.5, 0.5, -1, 1}}};
  const std::vector<PurchaseHistory> few = Thinned(histories);
  Minimum best;
  for (const auto& start : kStarts) {
    Minimum minimum = fit(few, {start.begin(), start.end()});
    if (best.at.empty() || minimum.value < best.value) best = std::move(minimum);
  }
  best = fit(histories, best.at);
  BgNbd model = ModelAt(best.at, time_unit);
  model.log_likelihood = -best.value;
  model.converged = best.converged;
  return model;
}

}  // namespace tessera::stats
