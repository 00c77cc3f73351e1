#include "stats/proportion.h"

#include <algorithm>
#include <cmath>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

// χ² of the 2×2 table without correction; 0 when a margin is empty.
double ChiSquare(Share a, Share b) {
  const double events = a.events + b.events;
  const double n = a.n + b.n;
  if (events == 0 || events == n) return 0;
  const double cross = a.events * (b.n - b.events) - b.events * (a.n - a.events);
  return n * cross * cross / (a.n * b.n * events * (n - events));
}

double SmallestExpected(Share a, Share b) {
  const double events = a.events + b.events;
  const double n = a.n + b.n;
  return std::min(a.n, b.n) * std::min(events, n - events) / n;
}

}  // namespace

std::optional<Interval> WilsonInterval(Share share, double level) {
  if (share.n <= 0) return std::nullopt;
  const double z = NormalCritical(level);
  const double p = share.rate();
  const double spread = z * z / share.n;
  const double centre = (p + spread / 2) / (1 + spread);
  const double margin = std::sqrt(spread * (p * (1 - p) + spread / 4)) / (1 + spread);
  return Interval{share.events == 0 ? 0 : std::max(0.0, centre - margin),
                  share.events == share.n ? 1 : std::min(1.0, centre + margin)};
}

std::optional<RateDifference> CompareRates(Share a, Share b, double level) {
  const std::optional<Interval> around_a = WilsonInterval(a, level);
  const std::optional<Interval> around_b = WilsonInterval(b, level);
  if (!around_a || !around_b) return std::nullopt;
  RateDifference result;
  result.difference = a.rate() - b.rate();
  result.interval = {
      result.difference - std::hypot(a.rate() - around_a->low, around_b->high - b.rate()),
      result.difference + std::hypot(around_a->high - a.rate(), b.rate() - around_b->low)};
  if (SmallestExpected(a, b) < 5) {
    result.test = RateDifference::Test::kFisher;
    result.p_value = FisherExact(a, b);
  } else {
    result.p_value = ChiSquareTail(ChiSquare(a, b), 1);
  }
  return result;
}

double FisherExact(Share a, Share b) {
  constexpr double kAlike = 1 + 1e-7;
  const double events = a.events + b.events;
  const double lowest = std::max(0.0, events - b.n);
  const double highest = std::min(events, a.n);
  const double mode =
      std::clamp(std::floor((a.n + 1) * (events + 1) / (a.n + b.n + 2)), lowest, highest);
  // How much likelier x + 1 events in the first group are than x, margins given.
  const auto step = [&](double x) {
    return (events - x) * (a.n - x) / ((x + 1) * (b.n - events + x + 1));
  };
  const auto weight_at = [&](double target) {
    double weight = 1;
    for (double x = mode; x < target; ++x) weight *= step(x);
    for (double x = mode; x > target; --x) weight /= step(x - 1);
    return weight;
  };
  const double limit = weight_at(a.events) * kAlike;
  double all = 0;
  double unlikely = 0;
  const auto add = [&](double weight) {
    all += weight;
    if (weight <= limit) unlikely += weight;
  };
  add(1);
  double weight = 1;
  for (double x = mode; x < highest && weight > 0; ++x) add(weight *= step(x));
  weight = 1;
  for (double x = mode; x > lowest && weight > 0; --x) add(weight /= step(x - 1));
  return std::min(1.0, unlikely / all);
}

std::optional<Estimate> RiskRatio(Share a, Share b, double level) {
  if (a.events <= 0 || b.events <= 0) return std::nullopt;
  const double variance = (1 / a.events - 1 / a.n) + (1 / b.events - 1 / b.n);
  if (variance <= 0) return std::nullopt;
  return LogNormalEstimate(std::log(a.rate() / b.rate()), std::sqrt(variance), level);
}

std::optional<Estimate> OddsRatio(Share a, Share b, double level) {
  const double others_a = a.n - a.events;
  const double others_b = b.n - b.events;
  if (a.events <= 0 || b.events <= 0 || others_a <= 0 || others_b <= 0) return std::nullopt;
  const double variance = 1 / a.events + 1 / others_a + 1 / b.events + 1 / others_b;
  const double ratio = a.events / others_a / (b.events / others_b);
  return LogNormalEstimate(std::log(ratio), std::sqrt(variance), level);
}

std::optional<Estimate> NetPromoterScore(double promoters, double detractors, double n,
                                         double level) {
  if (n <= 0) return std::nullopt;
  const double p = promoters / n;
  const double d = detractors / n;
  const double variance = p + d - (p - d) * (p - d);
  if (variance <= 0) return std::nullopt;
  return NormalEstimate(p - d, std::sqrt(variance / n), level);
}

}  // namespace tessera::stats
