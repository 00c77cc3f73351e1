#include "stats/lifetime_value.h"

#include <cmath>
#include <vector>

#include "reference.h"
#include "stats/bg_nbd.h"
#include "stats/gamma_gamma.h"
#include "stats/minimise.h"
#include "stats/shifted_beta_geometric.h"

namespace tessera::stats {
namespace {

#include "../reference/lifetime.inc"

TEST_CASE("margin over churn, with the limits of the churn rate turned round") {
  const auto value = SimpleLifetimeValue(100, 0.8, {20, 400});
  const Interval churn = *WilsonInterval({20, 400});
  CHECK(*value->value == Close(1600, 1e-12));
  CHECK(value->low == Close(80 / churn.high, 1e-12));
  CHECK(*value->high == Close(80 / churn.low, 1e-12));
  CHECK(*SimpleLifetimeValue(100, 0.8, {20, 400}, 0.01)->value == Close(80 * 1.01 / 0.06, 1e-12));
}

TEST_CASE("without churn there is a lower limit only") {
  const auto value = SimpleLifetimeValue(100, 1, {0, 50});
  CHECK_FALSE(value->value);
  CHECK_FALSE(value->high);
  CHECK(value->low == Close(100 / WilsonInterval({0, 50})->high, 1e-12));
  CHECK(SimpleLifetimeValue(100, 1, {0, 50}, 0.1)->value);
  CHECK_FALSE(SimpleLifetimeValue(100, 1, {0, 0}));
}

TEST_CASE("present values by either convention") {
  const std::vector<double> amounts = {110, 121};
  CHECK(PresentValue(amounts, 0.1, 1) == Close(200, 1e-12));
  CHECK(PresentValue(amounts, 0.1, 0) == Close(220, 1e-12));
  CHECK(PresentValue(amounts, 0.1, 0.5) == Close(200 * std::sqrt(1.1), 1e-12));
  CHECK(PeriodRate(0.15, 52) == Close(std::pow(1.15, 1 / 52.0) - 1, 1e-10));
}

TEST_CASE("the revenue bridge foots") {
  const std::vector<double> before = {100, 50, 80, 0, 0, 30};
  const std::vector<double> after = {120, 40, 0, 60, 25, 30};
  const std::vector<std::uint8_t> known = {1, 1, 1, 0, 1, 1};
  const RevenueBridge bridge = BridgeRevenue(before, after, known);
  CHECK(bridge.start == 260);
  CHECK(bridge.fresh == 60);
  CHECK(bridge.reactivation == 25);
  CHECK(bridge.expansion == 20);
  CHECK(bridge.contraction == 10);
  CHECK(bridge.churn == 80);
  CHECK(bridge.end == 275);
  CHECK(bridge.start + bridge.fresh + bridge.reactivation + bridge.expansion - bridge.contraction -
            bridge.churn ==
        bridge.end);
  CHECK(*bridge.NetRetention() == Close(190.0 / 260, 1e-15));
  CHECK(*bridge.GrossRetention() == Close(170.0 / 260, 1e-15));
  CHECK(*bridge.LogoChurn() == 0.25);
  CHECK(*bridge.QuickRatio() == Close(105.0 / 90, 1e-15));
  const RevenueBridge nothing = BridgeRevenue({}, {}, {});
  CHECK_FALSE(nothing.NetRetention());
  CHECK_FALSE(nothing.GrossRetention());
  CHECK_FALSE(nothing.LogoChurn());
  CHECK_FALSE(nothing.QuickRatio());
}

TEST_CASE("sBG finds the published parameters (Fader and Hardie 2007)") {
  const std::vector<double> regular = {1000, 631, 468, 382, 326, 289, 262, 241};
  const std::vector<double> high_end = {1000, 869, 743, 653, 593, 551, 517, 491};
  const auto first = FitShiftedBetaGeometric(regular);
  CHECK(first->alpha == doctest::Approx(0.7041).epsilon(2e-3));
  CHECK(first->beta == doctest::Approx(1.1820).epsilon(2e-3));
  const auto second = FitShiftedBetaGeometric(high_end);
  CHECK(second->alpha == doctest::Approx(0.6681).epsilon(2e-3));
  CHECK(second->beta == doctest::Approx(3.8061).epsilon(2e-3));
  // The years that the fit has not seen.
  CHECK(second->Survival(12) == doctest::Approx(0.382).epsilon(0.06));
}

TEST_CASE("sBG's quantities are consistent") {
  const ShiftedBetaGeometric model{0.7, 1.2, 0};
  double gone = 0;
  for (int t = 1; t <= 20; ++t) gone += model.ChurnAt(t);
  CHECK(model.Survival(20) == Close(1 - gone, 1e-12));
  CHECK(model.Survival(0) == 1);
  CHECK(model.Retention(5) > model.Retention(1));
  double residual = 0;
  for (int t = 3; t < 2000; ++t) {
    residual += model.Survival(t) / model.Survival(2) / std::pow(1.1, t - 3);
  }
  CHECK(model.ResidualLifetime(3, 0.1) == Close(residual, 1e-10));
}

TEST_CASE("sBG is not fitted where it has nothing to tell from") {
  CHECK_FALSE(FitShiftedBetaGeometric(std::vector<double>{100, 80}));
  CHECK_FALSE(FitShiftedBetaGeometric(std::vector<double>{100, 100, 100}));
  CHECK_FALSE(FitShiftedBetaGeometric(std::vector<double>{100, 40, 0}));
  // One rate for everybody: the spread of rates is nothing, the parameters run off.
  CHECK_FALSE(FitShiftedBetaGeometric(std::vector<double>{4096, 2048, 1024, 512, 256, 128}));
}

const BgNbd kCdnow = {0.2426, 4.4135, 0.7929, 2.4258, 0, true};

PurchaseHistory HistoryAt(const double* at) { return {at[0], at[1], at[2]}; }

TEST_CASE("BG/NBD's formulas at the published parameters") {
  for (size_t i = 0; i < std::size(kHistoryAlive); ++i) {
    const double* at = kHistories + 4 * i;
    CHECK(kCdnow.LogLikelihood(HistoryAt(at)) == Close(kHistoryLikelihood[i], 1e-8));
    CHECK(kCdnow.ProbabilityAlive(HistoryAt(at)) == Close(kHistoryAlive[i], 1e-8));
    CHECK(kCdnow.ExpectedFurther(HistoryAt(at), at[3]) == Close(kHistoryFurther[i], 1e-8));
  }
  CHECK(kCdnow.ExpectedFurther({2, 30.43, 38.86}, 39) == doctest::Approx(1.226).epsilon(1e-3));
  CHECK(kCdnow.ProbabilityAlive({2, 30.43, 38.86}) == doctest::Approx(0.7266).epsilon(1e-4));
  const double times[] = {1, 10, 39, 1000};
  for (size_t i = 0; i < 4; ++i) {
    CHECK(kCdnow.ExpectedRepeats(times[i]) == Close(kNewCustomer[i], 1e-8));
  }
}

TEST_CASE("purchases to come are discounted week by week") {
  const double weekly = PeriodRate(0.15, 52);
  CHECK(DiscountedPurchases(kCdnow, {2, 30.43, 38.86}, {52, 1, weekly, 0.5}) ==
        Close(kDiscountedYear, 1e-8));
  CHECK(DiscountedPurchases(kCdnow, {2, 30.43, 38.86}, {52, 1, 0, 1}) ==
        Close(kCdnow.ExpectedFurther({2, 30.43, 38.86}, 52), 1e-12));
}

TEST_CASE("BG/NBD's counts are a distribution with the mean it should have") {
  double sum = 0;
  double mean = 0;
  for (int x = 0; x < 400; ++x) {
    const double p = kCdnow.ProbabilityOfRepeats(x, 39);
    if (x < 8) CHECK(p == Close(kRepeatsPmf[x], 1e-10));
    sum += p;
    mean += x * p;
  }
  CHECK(sum == Close(1, 1e-8));
  CHECK(mean == Close(kCdnow.ExpectedRepeats(39), 1e-6));
  CHECK(kCdnow.ProbabilityOfRepeats(0, 0) == 1);
}

TEST_CASE("BG/NBD: nobody drops out before a repeat; expectations pass a = 1 smoothly") {
  CHECK(kCdnow.ProbabilityAlive({0, 0, 30}) == 1);
  BgNbd model = kCdnow;
  model.a = 1;
  const double at_one = model.ExpectedFurther({2, 20, 30}, 10);
  model.a = 1 + 1e-5;
  CHECK(model.ExpectedFurther({2, 20, 30}, 10) == Close(at_one, 1e-4));
}

TEST_CASE("BG/NBD's fit reaches the optimum that SciPy finds") {
  std::vector<PurchaseHistory> histories;
  for (const double* at = kBase; at != std::end(kBase); at += 3) histories.push_back(HistoryAt(at));
  const auto model = FitBgNbd(histories);
  CHECK(model->converged);
  CHECK(model->r == doctest::Approx(kBaseFit[0]).epsilon(2e-3));
  CHECK(model->alpha == doctest::Approx(kBaseFit[1]).epsilon(2e-3));
  CHECK(model->a == doctest::Approx(kBaseFit[2]).epsilon(5e-3));
  CHECK(model->b == doctest::Approx(kBaseFit[3]).epsilon(5e-3));
  CHECK(std::abs(model->log_likelihood - kBaseFit[4]) < 0.01);
  CHECK_FALSE(FitBgNbd({}));
  CHECK_FALSE(FitBgNbd(std::vector<PurchaseHistory>{{0, 0, 5}, {0, 0, 9}}));
}

TEST_CASE("Gamma-Gamma's fit reaches the optimum that SciPy finds") {
  std::vector<SpendHistory> histories = {{0, 5}, {3, 0}};  // left out
  for (const double* at = kSpend; at != std::end(kSpend); at += 2) {
    histories.push_back({at[0], at[1]});
  }
  const auto model = FitGammaGamma(histories);
  CHECK(model->converged);
  CHECK(model->p == doctest::Approx(kSpendFit[0]).epsilon(5e-3));
  CHECK(model->q == doctest::Approx(kSpendFit[1]).epsilon(5e-3));
  CHECK(model->gamma == doctest::Approx(kSpendFit[2]).epsilon(5e-3));
  CHECK(std::abs(model->log_likelihood - kSpendFit[3]) < 0.01);
  CHECK_FALSE(FitGammaGamma(std::vector<SpendHistory>{{0, 5}, {3, 0}}));
}

TEST_CASE("Gamma-Gamma's expectations") {
  const GammaGamma model = {6.249, 3.745, 15.448, 0, true};
  CHECK(model.LogLikelihood({1, 35}) == Close(kSpendLikelihood[0], 1e-8));
  CHECK(model.LogLikelihood({7, 12.5}) == Close(kSpendLikelihood[1], 1e-8));
  CHECK(*model.PopulationMean() == doctest::Approx(35.17).epsilon(1e-3));
  const double shrunk = *model.ExpectedValue({1, 100});
  CHECK(shrunk > 35.17);
  CHECK(shrunk < 100);
  CHECK(*model.ExpectedValue({500, 100}) == doctest::Approx(100).epsilon(0.01));
  CHECK_FALSE(GammaGamma{6, 0.9, 15, 0, true}.PopulationMean());
}

TEST_CASE("the minimiser finds the floor of a bent valley, and says when there is none") {
  const auto rosenbrock = [](std::span<const double> x) {
    return 100 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2);
  };
  const Minimum minimum = Minimise(rosenbrock, {-1.2, 1});
  CHECK(minimum.converged);
  CHECK(minimum.at[0] == doctest::Approx(1).epsilon(1e-4));
  CHECK(minimum.at[1] == doctest::Approx(1).epsilon(1e-4));
  CHECK_FALSE(Minimise([](std::span<const double> x) { return -x[0]; }, {0}).converged);
}

}  // namespace
}  // namespace tessera::stats
