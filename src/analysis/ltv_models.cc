// Lifetime value by models: renewals (sBG) and purchases (BG/NBD with Gamma-Gamma).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/block_values.h"
#include "analysis/ltv_parts.h"
#include "analysis/table_columns.h"
#include "spec/block_expressions.h"
#include "stats/bg_nbd.h"
#include "stats/correlation.h"
#include "stats/gamma_gamma.h"
#include "stats/moments.h"
#include "stats/shifted_beta_geometric.h"

namespace tessera {
namespace {

// How many of `rows` were still there after 0, 1, … renewals; customers that could not have been
// seen for all of them are left out, so that the rest is one cohort.
std::vector<double> Survivors(std::span<const std::uint32_t> rows, int periods,
                              std::span<const double> time, std::span<const double> left,
                              std::span<const double> seen) {
  std::vector<double> survivors(static_cast<size_t>(periods) + 1, 0);
  for (const std::uint32_t row : rows) {
    if (std::isnan(time[row]) || std::isnan(seen[row]) || seen[row] < periods) continue;
    const double stayed = left[row] == 1 ? std::floor(time[row]) : seen[row];
    for (size_t t = 0; t < survivors.size(); ++t) {
      if (stayed >= static_cast<double>(t)) ++survivors[t];
    }
  }
  return survivors;
}

struct RenewalTables {
  Table curve, models;
};

RenewalTables EmptyRenewalTables(const BlockSpec& spec, const RenewalValue& renewals,
                                 const Dimension& dimension) {
  RenewalTables tables{BlockTable(spec, "_renewals", "Renewals, observed and fitted"),
                       BlockTable(spec, "_renewal_models", "Renewals still to come")};
  tables.curve.dimensions = tables.models.dimensions = {dimension.id};
  tables.curve.columns = {KeyColumn(dimension.id, dimension.label),
                          ValueColumn("period", renewals.period, Format::kInt),
                          ValueColumn("n", "Still there", Format::kInt),
                          ValueColumn("share", "Part still there", Format::kPct1),
                          ValueColumn("fitted", "Fitted", Format::kPct1)};
  tables.models.columns = {KeyColumn(dimension.id, dimension.label),
                           ValueColumn("n", "n", Format::kInt),
                           ValueColumn("alpha", "α", Format::kNum2),
                           ValueColumn("beta", "β", Format::kNum2),
                           ValueColumn("next", "First renewal", Format::kPct1),
                           ValueColumn("ever", "Renewals to come", Format::kNum1)};
  tables.models.notes = {fmt::format(
      "Shifted beta-geometric model, {} renewals of customers that could have been seen for all of "
      "them. Renewal rates rise with age by sorting, not by loyalty. {}",
      renewals.periods,
      renewals.discount > 0
          ? fmt::format("Renewals to come are discounted at {} a {}.",
                        FormatNumber(renewals.discount, Format::kPct1), renewals.period)
          : std::string("Without a discount the renewals to come need not be finite."))};
  return tables;
}

std::vector<Cell> ModelCells(const std::string& name, double n, double discount,
                             const std::optional<stats::ShiftedBetaGeometric>& model) {
  if (!model) return {name, n, Cell(), Cell(), Cell(), Cell()};
  return {name,
          n,
          model->alpha,
          model->beta,
          model->Retention(1),
          discount > 0 ? Cell(model->ResidualLifetime(1, discount)) : Cell()};
}

struct PurchaseColumns {
  std::vector<double> repeats, last, age, value;

  bool Has(std::uint32_t row) const {
    return !std::isnan(repeats[row]) && !std::isnan(last[row]) && !std::isnan(age[row]) &&
           repeats[row] >= 0 && last[row] >= 0 && last[row] <= age[row];
  }
  stats::PurchaseHistory History(std::uint32_t row) const {
    return {repeats[row], last[row], age[row]};
  }
  stats::SpendHistory Spend(std::uint32_t row) const { return {repeats[row], value[row]}; }
};

struct PurchaseModels {
  std::optional<stats::BgNbd> purchases;
  std::optional<stats::GammaGamma> spend;
  std::optional<stats::Correlation> correlation;
};

PurchaseModels FitModels(const PurchaseColumns& columns, size_t rows) {
  std::vector<stats::PurchaseHistory> histories;
  std::vector<stats::SpendHistory> spends;
  std::vector<double> counts, values;
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (!columns.Has(row)) continue;
    histories.push_back(columns.History(row));
    if (columns.repeats[row] < 1 || std::isnan(columns.value[row]) || columns.value[row] <= 0) {
      continue;
    }
    spends.push_back(columns.Spend(row));
    counts.push_back(columns.repeats[row]);
    values.push_back(columns.value[row]);
  }
  return {stats::FitBgNbd(histories), stats::FitGammaGamma(spends), stats::Pearson(counts, values)};
}

// What the customers of one member will do within the horizon.
struct Outlook {
  double n = 0, repeaters = 0, alive = 0, expected = 0, purchase_value = 0, value = 0;
};

Outlook OutlookOf(std::span<const std::uint32_t> rows, const PurchaseColumns& columns,
                  const PurchaseModels& models, const PurchaseValue& purchases) {
  Outlook outlook;
  const stats::DiscountPlan plan{purchases.periods, purchases.length, purchases.discount, 0.5};
  for (const std::uint32_t row : rows) {
    if (!columns.Has(row)) continue;
    const stats::PurchaseHistory history = columns.History(row);
    // Of a customer without a repeat purchase nothing is known but everybody's mean.
    const bool known = history.repeats >= 1 && columns.value[row] > 0;
    const double value =
        models.spend->ExpectedValue(known ? columns.Spend(row) : stats::SpendHistory{0, 0})
            .value_or(0);
    ++outlook.n;
    outlook.repeaters += history.repeats >= 1 ? 1 : 0;
    outlook.alive += models.purchases->ProbabilityAlive(history);
    outlook.expected +=
        models.purchases->ExpectedFurther(history, purchases.length * purchases.periods);
    outlook.purchase_value += value;
    outlook.value += value * stats::DiscountedPurchases(*models.purchases, history, plan);
  }
  return outlook;
}

std::vector<Cell> OutlookCells(std::string name, const Outlook& outlook) {
  if (outlook.n == 0) return {std::move(name), 0.0, 0.0, {}, {}, {}, {}, {}};
  const auto mean = [&](double sum) { return Cell(sum / outlook.n); };
  return {std::move(name),        outlook.n,
          outlook.repeaters,      mean(outlook.alive),
          mean(outlook.expected), mean(outlook.purchase_value),
          mean(outlook.value),    outlook.value};
}

void AddModelMetrics(const BlockSpec& spec, const PurchaseModels& models, double n,
                     std::vector<Metric>& metrics) {
  const auto add = [&](const char* part, const char* label, std::optional<double> value) {
    Metric metric = BlockMetric(fmt::format("{}_{}", spec.id, part), label, Format::kNum2, value);
    metric.n = n;
    metrics.push_back(std::move(metric));
  };
  const auto of = [](const auto& model, auto member) {
    return model ? std::optional<double>((*model).*member) : std::nullopt;
  };
  add("purchase_r", "BG/NBD, r", of(models.purchases, &stats::BgNbd::r));
  add("purchase_alpha", "BG/NBD, α", of(models.purchases, &stats::BgNbd::alpha));
  add("purchase_a", "BG/NBD, a", of(models.purchases, &stats::BgNbd::a));
  add("purchase_b", "BG/NBD, b", of(models.purchases, &stats::BgNbd::b));
  add("spend_p", "Gamma-Gamma, p", of(models.spend, &stats::GammaGamma::p));
  add("spend_q", "Gamma-Gamma, q", of(models.spend, &stats::GammaGamma::q));
  add("spend_gamma", "Gamma-Gamma, γ", of(models.spend, &stats::GammaGamma::gamma));
  add("spend_correlation", "Frequency and value of purchases, Pearson's r",
      of(models.correlation, &stats::Correlation::r));
}

Table PurchaseTable(const BlockSpec& spec, const PurchaseValue& purchases,
                    const Dimension& dimension, Format money) {
  Table table = BlockTable(spec, "_purchases", "Purchases still to come");
  table.dimensions = {dimension.id};
  const std::string ahead = fmt::format("in {} {}s", purchases.periods, purchases.period);
  Column n = ValueColumn("n", "n", Format::kInt);
  Column repeaters = ValueColumn("repeaters", "Bought again", Format::kInt);
  Column total = ValueColumn("value_total", "Value of all", money);
  n.additive = repeaters.additive = total.additive = true;
  table.columns = {KeyColumn(dimension.id, dimension.label),
                   n,
                   repeaters,
                   ValueColumn("alive", "Probability to be alive", Format::kPct1),
                   ValueColumn("expected", "Purchases " + ahead, Format::kNum2),
                   ValueColumn("purchase_value", "Value of a purchase", money),
                   ValueColumn("value", "Value of a customer", money),
                   total};
  table.notes = {fmt::format(
      "BG/NBD and Gamma-Gamma over everyone, {} {}s ahead, discounted at {} a {} in mid-period. "
      "Not "
      "for subscriptions; the models take the value of a purchase as unrelated to how often one "
      "buys.",
      purchases.periods, purchases.period, FormatNumber(purchases.discount, Format::kPct1),
      purchases.period)};
  return table;
}

}  // namespace

void AddRenewalValue(const BlockSpec& spec, const RenewalValue& renewals,
                     const FrameDimension& dimension, const AnalysisInput& input,
                     BlockResult& result) {
  const auto values = [&](const char* part) {
    return ValuesOf(ExpressionId(spec.id, part), input);
  };
  const std::vector<double> time = values("time"), left = values("renewal_left"),
                            seen = values("seen");
  RenewalTables tables = EmptyRenewalTables(spec, renewals, dimension.dimension);
  const auto fit = [&](const std::string& name, std::span<const std::uint32_t> rows, bool curve) {
    const std::vector<double> survivors = Survivors(rows, renewals.periods, time, left, seen);
    const auto model = stats::FitShiftedBetaGeometric(survivors);
    for (size_t t = 0; curve && survivors[0] > 0 && t < survivors.size(); ++t) {
      tables.curve.rows.push_back({name, static_cast<double>(t), survivors[t],
                                   survivors[t] / survivors[0],
                                   model ? Cell(model->Survival(static_cast<int>(t))) : Cell()});
    }
    return std::pair(ModelCells(name, survivors[0], renewals.discount, model), model);
  };
  const Grouping grouping = GroupByMember(dimension, input);
  for (size_t m = 0; m < dimension.size(); ++m) {
    tables.models.rows.push_back(
        fit(dimension.dimension.members[m].name, grouping.rows(m), true).first);
  }
  const auto [cells, model] = fit("Total", grouping.order, false);
  tables.models.total = cells;
  result.tables.push_back(std::move(tables.curve));
  result.tables.push_back(std::move(tables.models));
  for (const bool first : {true, false}) {
    Metric metric =
        BlockMetric(fmt::format("{}_renewal_{}", spec.id, first ? "alpha" : "beta"),
                    fmt::format("Shifted beta-geometric, {}", first ? "α" : "β"), Format::kNum2,
                    model ? std::optional(first ? model->alpha : model->beta) : std::nullopt);
    metric.n = CellNumber(cells[1]).value_or(0);
    result.metrics.push_back(std::move(metric));
  }
}

namespace {

// What the model foretold of customers with so many repeats, and what came.
struct HeldOut {
  double predicted = 0;
  std::vector<double> actual;
};

std::vector<Cell> HeldOutCells(std::string name, const HeldOut& group, double level) {
  const stats::Moments moments = stats::MomentsOf(group.actual);
  std::vector<Cell> cells = {std::move(name), moments.n};
  if (moments.n == 0) {
    cells.resize(7);
    return cells;
  }
  cells.emplace_back(group.predicted / moments.n);
  AppendWithLimits(moments.mean, ModelInterval(stats::MeanInterval(moments, level)), cells);
  const double came = moments.mean * moments.n;
  cells.push_back(came > 0 ? Cell(group.predicted / came - 1) : Cell());
  cells.emplace_back(came);
  return cells;
}

// The fit alone proves nothing: the same model against purchases that it has not seen.
void AddHeldOut(const BlockSpec& spec, const PurchaseValue& purchases,
                const PurchaseColumns& columns, const stats::BgNbd& model,
                const AnalysisInput& input, BlockResult& result) {
  constexpr size_t kMostRepeats = 7;
  const std::vector<double> came = ValuesOf(ExpressionId(spec.id, "held_out"), input);
  std::vector<HeldOut> groups(kMostRepeats + 1);
  HeldOut everyone;
  for (std::uint32_t row = 0; row < input.frame.rows; ++row) {
    if (!columns.Has(row) || std::isnan(came[row])) continue;
    const double predicted = model.ExpectedFurther(columns.History(row), purchases.held_out_length);
    HeldOut& group = groups[std::min(kMostRepeats, static_cast<size_t>(columns.repeats[row]))];
    for (HeldOut* one : {&group, &everyone}) {
      one->predicted += predicted;
      one->actual.push_back(came[row]);
    }
  }
  Table table = BlockTable(spec, "_held_out", "What was foretold, and what came");
  table.columns = {KeyColumn("repeats", "Repeat purchases before"),
                   ValueColumn("n", "{Entities}", Format::kInt),
                   ValueColumn("predicted", "Foretold, mean", Format::kNum2)};
  AppendWithLimits(ValueColumn("actual", "Came, mean", Format::kNum2), table.columns);
  table.columns.push_back(ValueColumn("error", "Foretold over what came", Format::kPct1));
  table.columns.push_back(ValueColumn("purchases", "Came", Format::kInt));
  const double level = Confidence(input.spec);
  for (size_t repeats = 0; repeats <= kMostRepeats; ++repeats) {
    table.rows.push_back(HeldOutCells(
        fmt::format("{}{}", repeats, repeats == kMostRepeats ? "+" : ""), groups[repeats], level));
  }
  table.total = HeldOutCells("Total", everyone, level);
  table.notes = {"The model saw nothing of the time in which these purchases came."};
  const double total = stats::Sum(everyone.actual);
  const auto add = [&](const char* suffix, const char* label, Format format,
                       std::optional<double> value) {
    result.metrics.push_back(BlockMetric(spec.id + suffix, label, format, value));
    result.metrics.back().n = static_cast<double>(everyone.actual.size());
  };
  add("_held_out_predicted", "Purchases foretold", Format::kNum1, everyone.predicted);
  add("_held_out_actual", "Purchases that came", Format::kInt, total);
  add("_held_out_error", "Foretold over what came", Format::kPct1,
      total > 0 ? std::optional(everyone.predicted / total - 1) : std::nullopt);
  result.tables.push_back(std::move(table));
}

}  // namespace

void AddPurchaseValue(const BlockSpec& spec, const PurchaseValue& purchases,
                      const FrameDimension& dimension, const AnalysisInput& input,
                      BlockResult& result) {
  const auto values = [&](const char* part) {
    return ValuesOf(ExpressionId(spec.id, part), input);
  };
  const PurchaseColumns columns{values("repeats"), values("last"), values("age"), values("value")};
  const PurchaseModels models = FitModels(columns, input.frame.rows);
  double n = 0;
  for (std::uint32_t row = 0; row < input.frame.rows; ++row) n += columns.Has(row) ? 1 : 0;
  AddModelMetrics(spec, models, n, result.metrics);
  Table table = PurchaseTable(spec, purchases, dimension.dimension,
                              FormatOfMeasure(ExpressionId(spec.id, "value"), input));
  if (models.purchases && models.spend) {
    const Grouping grouping = GroupByMember(dimension, input);
    for (size_t m = 0; m < dimension.size(); ++m) {
      table.rows.push_back(OutlookCells(dimension.dimension.members[m].name,
                                        OutlookOf(grouping.rows(m), columns, models, purchases)));
    }
    table.total = OutlookCells("Total", OutlookOf(grouping.order, columns, models, purchases));
  } else {
    table.notes = {"The models could not be fitted: too few customers bought again."};
    result.notes.push_back({Severity::kWarning, spec.id, table.notes.front()});
  }
  result.tables.push_back(std::move(table));
  if (models.purchases && purchases.held_out.tree != nullptr) {
    AddHeldOut(spec, purchases, columns, *models.purchases, input, result);
  }
}

}  // namespace tessera
