#include "stats/mantel_haenszel.h"

#include <cmath>
#include <vector>

#include "stats/distribution.h"

namespace tessera::stats {
namespace {

// The letters of the textbooks: a and b are the treated with and without the event, c and d the
// controls; n₁ and n₀ the groups, N all.
struct Fourfold {
  double a, b, c, d;

  double n1() const { return a + b; }
  double n0() const { return c + d; }
  double n() const { return a + b + c + d; }
  double events() const { return a + c; }
  double others() const { return b + d; }
  bool varies() const { return events() > 0 && others() > 0; }
};

std::vector<Fourfold> Comparable(std::span<const ShareStratum> strata) {
  std::vector<Fourfold> tables;
  for (const auto& [treated, control] : strata) {
    if (treated.n <= 0 || control.n <= 0) continue;
    tables.push_back(
        {treated.events, treated.n - treated.events, control.events, control.n - control.events});
  }
  return tables;
}

template <typename Term>
double SumOver(const std::vector<Fourfold>& tables, const Term& term) {
  double sum = 0;
  for (const Fourfold& table : tables) sum += term(table);
  return sum;
}

double OddsProduct(const Fourfold& t) { return t.a * t.d / t.n(); }
double CrossProduct(const Fourfold& t) { return t.b * t.c / t.n(); }

size_t CountDropped(std::span<const ShareStratum> strata) {
  size_t dropped = 0;
  for (const auto& [treated, control] : strata) {
    if ((treated.n > 0) != (control.n > 0)) ++dropped;
  }
  return dropped;
}

// The a of a table with these margins whose odds ratio is `ratio`: the root of a quadratic, in the
// form that does not cancel as the ratio nears 1.
double FittedEvents(const Fourfold& t, double ratio) {
  const double half = ratio * (t.n1() + t.events()) + (t.n0() - t.events());
  const double product = t.n1() * t.events() * ratio;
  return 2 * product / (half + std::sqrt(half * half - 4 * product * (ratio - 1)));
}

}  // namespace

std::optional<CommonDifference> MantelHaenszelDifference(std::span<const ShareStratum> strata,
                                                         double level) {
  const std::vector<Fourfold> tables = Comparable(strata);
  const double weight = SumOver(tables, [](const Fourfold& t) { return t.n1() * t.n0() / t.n(); });
  if (weight <= 0) return std::nullopt;
  const double difference =
      SumOver(tables, [](const Fourfold& t) { return (t.a * t.n0() - t.c * t.n1()) / t.n(); }) /
      weight;
  const double p = SumOver(tables, [](const Fourfold& t) {
    return (t.n1() * t.n1() * t.c - t.n0() * t.n0() * t.a +
            t.n1() * t.n0() * (t.n0() - t.n1()) / 2) /
           (t.n() * t.n());
  });
  const double q =
      SumOver(tables, [](const Fourfold& t) { return (t.a * t.d + t.c * t.b) / (2 * t.n()); });
  const double sato = (difference * p + q) / (weight * weight);
  const double greenland = SumOver(tables, [](const Fourfold& t) {
    return (t.a * t.b * t.n0() * t.n0() / t.n1() + t.c * t.d * t.n1() * t.n1() / t.n0()) /
           (t.n() * t.n());
  });
  if (sato <= 0) return std::nullopt;
  return CommonDifference{NormalEstimate(difference, std::sqrt(sato), level),
                          std::sqrt(greenland) / weight, tables.size(), CountDropped(strata)};
}

std::optional<Estimate> MantelHaenszelRiskRatio(std::span<const ShareStratum> strata,
                                                double level) {
  const std::vector<Fourfold> tables = Comparable(strata);
  const double r = SumOver(tables, [](const Fourfold& t) { return t.a * t.n0() / t.n(); });
  const double s = SumOver(tables, [](const Fourfold& t) { return t.c * t.n1() / t.n(); });
  const double spread = SumOver(tables, [](const Fourfold& t) {
    return (t.n1() * t.n0() * t.events() / t.n() - t.a * t.c) / t.n();
  });
  if (r <= 0 || s <= 0 || spread <= 0) return std::nullopt;
  return LogNormalEstimate(std::log(r / s), std::sqrt(spread / (r * s)), level);
}

std::optional<Estimate> MantelHaenszelOddsRatio(std::span<const ShareStratum> strata,
                                                double level) {
  const std::vector<Fourfold> tables = Comparable(strata);
  const double r = SumOver(tables, OddsProduct);
  const double s = SumOver(tables, CrossProduct);
  if (r <= 0 || s <= 0) return std::nullopt;
  const auto with = [](const Fourfold& t) { return (t.a + t.d) / t.n(); };
  const auto across = [](const Fourfold& t) { return (t.b + t.c) / t.n(); };
  const double rr = SumOver(tables, [&](const Fourfold& t) { return with(t) * OddsProduct(t); });
  const double ss = SumOver(tables, [&](const Fourfold& t) { return across(t) * CrossProduct(t); });
  const double rs = SumOver(tables, [&](const Fourfold& t) {
    return with(t) * CrossProduct(t) + across(t) * OddsProduct(t);
  });
  const double variance = (rr / (r * r) + rs / (r * s) + ss / (s * s)) / 2;
  return LogNormalEstimate(std::log(r / s), std::sqrt(variance), level);
}

std::optional<ChiSquareResult> CochranMantelHaenszel(std::span<const ShareStratum> strata,
                                                     bool continuity) {
  const std::vector<Fourfold> tables = Comparable(strata);
  const double excess =
      SumOver(tables, [](const Fourfold& t) { return t.a - t.n1() * t.events() / t.n(); });
  const double variance = SumOver(tables, [](const Fourfold& t) {
    return t.n1() * t.n0() * t.events() * t.others() / (t.n() * t.n() * (t.n() - 1));
  });
  if (variance <= 0) return std::nullopt;
  const double correction = continuity && std::abs(excess) >= 0.5 ? 0.5 : 0;
  const double distance = std::abs(excess) - correction;
  const double statistic = distance * distance / variance;
  return ChiSquareResult{statistic, 1, ChiSquareTail(statistic, 1)};
}

std::optional<HomogeneityTest> BreslowDay(std::span<const ShareStratum> strata) {
  const std::vector<Fourfold> tables = Comparable(strata);
  const double r = SumOver(tables, OddsProduct);
  const double s = SumOver(tables, CrossProduct);
  if (r <= 0 || s <= 0) return std::nullopt;
  double informative = 0;
  double statistic = 0;
  double excess = 0;
  double variance = 0;
  for (const Fourfold& table : tables) {
    if (!table.varies()) continue;
    const double a = FittedEvents(table, r / s);
    const double b = table.n1() - a;
    const double c = table.events() - a;
    const double d = table.n0() - c;
    const double of_a = 1 / (1 / a + 1 / b + 1 / c + 1 / d);
    informative += 1;
    statistic += (table.a - a) * (table.a - a) / of_a;
    excess += table.a - a;
    variance += of_a;
  }
  if (informative < 2) return std::nullopt;
  const double df = informative - 1;
  const double corrected = statistic - excess * excess / variance;
  return HomogeneityTest{{statistic, df, ChiSquareTail(statistic, df)},
                         {corrected, df, ChiSquareTail(corrected, df)}};
}

}  // namespace tessera::stats
