#include "stats/lifetime_value.h"

#include <algorithm>
#include <cmath>

namespace tessera::stats {
namespace {

// Nothing when it is unbounded.
std::optional<double> ValueAt(double margin, double churn, double discount) {
  if (churn + discount <= 0) return std::nullopt;
  return margin * (1 + discount) / (churn + discount);
}

}  // namespace

std::optional<LifetimeValue> SimpleLifetimeValue(double arpu, double margin, Share churned,
                                                 double discount, double level) {
  const std::optional<Interval> churn = WilsonInterval(churned, level);
  if (!churn) return std::nullopt;
  const double earned = arpu * margin;
  return LifetimeValue{ValueAt(earned, churned.rate(), discount),
                       *ValueAt(earned, churn->high, discount),
                       ValueAt(earned, churn->low, discount)};
}

double PresentValue(std::span<const double> amounts, double rate, double offset) {
  double value = 0;
  for (size_t i = 0; i < amounts.size(); ++i) {
    value += amounts[i] / std::pow(1 + rate, static_cast<double>(i) + offset);
  }
  return value;
}

double PeriodRate(double yearly, double periods) {
  return std::expm1(std::log1p(yearly) / periods);
}

std::optional<double> RevenueBridge::NetRetention() const {
  if (start == 0) return std::nullopt;
  return (start + expansion - contraction - churn) / start;
}

std::optional<double> RevenueBridge::GrossRetention() const {
  if (start == 0) return std::nullopt;
  return (start - contraction - churn) / start;
}

std::optional<double> RevenueBridge::LogoChurn() const {
  if (customers_start == 0) return std::nullopt;
  return customers_churned / customers_start;
}

std::optional<double> RevenueBridge::QuickRatio() const {
  if (contraction + churn == 0) return std::nullopt;
  return (fresh + reactivation + expansion) / (contraction + churn);
}

RevenueBridge BridgeRevenue(std::span<const double> before, std::span<const double> after,
                            std::span<const std::uint8_t> known) {
  RevenueBridge bridge;
  for (size_t i = 0; i < before.size(); ++i) {
    const double change = after[i] - before[i];
    bridge.start += before[i];
    bridge.end += after[i];
    if (before[i] > 0) bridge.customers_start += 1;
    if (before[i] == 0) {
      (known[i] != 0 ? bridge.reactivation : bridge.fresh) += after[i];
    } else if (after[i] == 0) {
      bridge.churn += before[i];
      bridge.customers_churned += 1;
    } else {
      bridge.expansion += std::max(0.0, change);
      bridge.contraction += std::max(0.0, -change);
    }
  }
  return bridge;
}

}  // namespace tessera::stats
