// What a customer is worth, by contract (B-30, B-34, B-35).
#ifndef TESSERA_STATS_LIFETIME_VALUE_H_
#define TESSERA_STATS_LIFETIME_VALUE_H_

#include <cstdint>
#include <optional>
#include <span>

#include "stats/interval.h"
#include "stats/proportion.h"

namespace tessera::stats {

// margin m = arpu·margin a period, retained with r = 1 − churn:
//   without discount  m/churn          discounted at d, first payment now  m·(1 + d)/(1 + d − r)
// The interval carries the Wilson limits of the churn rate and takes arpu as known; say so. Without
// churn the value is unbounded: `value` is nothing and `low` the only limit; `high` is nothing too.
struct LifetimeValue {
  std::optional<double> value;
  double low = 0;
  std::optional<double> high;
};
// Period of arpu, churn and discount must be the same. Nothing when churned.n = 0.
// REQUIRES: discount ≥ 0.
std::optional<LifetimeValue> SimpleLifetimeValue(double arpu, double margin, Share churned,
                                                 double discount = 0, double level = 0.95);

// Σ amountᵢ / (1 + rate)^(i + offset): offset 1 pays at the end of each period, ½ in its middle, 0
// at its beginning. `rate` is that of one period. Two conventions, two numbers: name the one used.
double PresentValue(std::span<const double> amounts, double rate, double offset);
// The rate of one of `periods` equal periods a year: (1 + yearly)^(1/periods) − 1.
double PeriodRate(double yearly, double periods);

// The movements of recurring revenue between two dates; they foot:
//   start + fresh + reactivation + expansion − contraction − churn = end
struct RevenueBridge {
  double start = 0;
  double fresh = 0;  // first-time customers
  double reactivation = 0;
  double expansion = 0;
  double contraction = 0;
  double churn = 0;
  double end = 0;
  double customers_start = 0;
  double customers_churned = 0;

  // (start + expansion − contraction − churn)/start; new and returned customers do not count.
  std::optional<double> NetRetention() const;    // nothing when start = 0, as the next two
  std::optional<double> GrossRetention() const;  // without expansion: at most 1
  std::optional<double> LogoChurn() const;
  // (fresh + reactivation + expansion)/(contraction + churn); nothing when nothing was lost.
  std::optional<double> QuickRatio() const;
};
// Revenue of each customer before and after, 0 for none; `known` tells those who had paid at any
// time before, so that a return is no first time. REQUIRES: equally long, amounts ≥ 0 and not NaN.
RevenueBridge BridgeRevenue(std::span<const double> before, std::span<const double> after,
                            std::span<const std::uint8_t> known);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_LIFETIME_VALUE_H_
