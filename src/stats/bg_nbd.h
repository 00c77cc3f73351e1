// BG/NBD: how often customers who owe nothing will buy again (B-32). Not for subscriptions.
//
// While alive a customer buys at rate λ ~ Gamma(r, α) and after each purchase drops out with chance
// p ~ Beta(a, b). A history is x repeat purchases (distinct days), the last at t_x, seen until T,
// all since the first purchase; t_x is the opposite of RFM's recency. Source: Fader, Hardie and Lee
// (2005), equations 6 to 10; as R BTYD.
#ifndef TESSERA_STATS_BG_NBD_H_
#define TESSERA_STATS_BG_NBD_H_

#include <optional>
#include <span>

namespace tessera::stats {

struct PurchaseHistory {
  double repeats = 0;  // x, a whole number
  double last = 0;     // t_x, 0 when x = 0
  double age = 0;      // T
};

struct BgNbd {
  double r = 1;
  double alpha = 1;
  double a = 1;
  double b = 1;
  double log_likelihood = 0;
  bool converged = false;

  double LogLikelihood(const PurchaseHistory& history) const;
  // 1 when x = 0: nobody drops out before a repeat purchase.
  double ProbabilityAlive(const PurchaseHistory& history) const;
  // P(X(t) = x) and E X(t) of a new customer. REQUIRES: t ≥ 0.
  double ProbabilityOfRepeats(int x, double t) const;
  double ExpectedRepeats(double t) const;
  // E of the purchases in (T, T + t] given the history.
  double ExpectedFurther(const PurchaseHistory& history, double t) const;
};

// How the purchases to come are paid for: `periods` of `length` in the model's time, discounted at
// `rate` a period, the i-th (from 0) by (1 + rate)^(i + offset): 1 at its end, ½ in its middle
// (B-34).
struct DiscountPlan {
  int periods = 52;
  double length = 1;
  double rate = 0;
  double offset = 0.5;
};
// The expected purchases of the plan's periods at present value; times the value of a purchase it
// is the customer's lifetime value over that horizon.
double DiscountedPurchases(const BgNbd& model, const PurchaseHistory& history,
                           const DiscountPlan& plan);

// Maximum likelihood over the logarithms of the parameters, time scaled to the mean age; several
// starts compete on an even selection of the histories. Nothing when nobody has a repeat purchase.
std::optional<BgNbd> FitBgNbd(std::span<const PurchaseHistory> histories);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_BG_NBD_H_
