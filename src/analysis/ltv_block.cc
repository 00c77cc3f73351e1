#include "analysis/ltv_block.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/block_values.h"
#include "analysis/ltv_parts.h"
#include "analysis/table_columns.h"
#include "spec/block_expressions.h"
#include "stats/lifetime_value.h"

namespace tessera {
namespace {

// The columns of a contract, a number a customer.
struct ContractColumns {
  std::vector<double> revenue, left, exposure;
};

struct ContractFigures {
  double n = 0;
  stats::Share churned;  // n: periods under contract
  std::optional<double> revenue;
  std::optional<stats::LifetimeValue> value;
};

// A customer without revenue or without a term takes no part.
ContractFigures FiguresOf(const ContractColumns& columns, const ContractValue& contract,
                          std::span<const std::uint32_t> rows, double level) {
  ContractFigures figures;
  double sum = 0;
  for (const std::uint32_t row : rows) {
    const double revenue = columns.revenue[row], exposure = columns.exposure[row];
    if (std::isnan(revenue) || std::isnan(exposure) || exposure < 0) continue;
    ++figures.n;
    sum += revenue;
    figures.churned.n += exposure;
    figures.churned.events += columns.left[row] == 1 ? 1 : 0;
  }
  if (figures.n == 0) return figures;
  figures.revenue = sum / figures.n;
  // Whoever left within its first period has still had one.
  figures.churned.n = std::max(figures.churned.n, figures.churned.events);
  figures.value = stats::SimpleLifetimeValue(*figures.revenue, contract.margin, figures.churned,
                                             contract.discount, level);
  return figures;
}

std::optional<Interval> ValueLimits(const ContractFigures& figures) {
  if (!figures.value || !figures.value->high) return std::nullopt;
  return Interval{figures.value->low, *figures.value->high};
}

std::vector<Cell> ContractCells(std::string name, const ContractFigures& figures, double level) {
  std::vector<Cell> cells = {std::move(name), figures.n, figures.churned.events, figures.churned.n};
  const bool any = figures.churned.n > 0;
  AppendWithLimits(any ? std::optional(figures.churned.rate()) : std::nullopt,
                   ModelInterval(stats::WilsonInterval(figures.churned, level)), cells);
  cells.push_back(NumberCell(figures.revenue));
  AppendWithLimits(figures.value ? figures.value->value : std::nullopt, ValueLimits(figures),
                   cells);
  return cells;
}

std::string DiscountWords(double discount, const std::string& period) {
  if (discount == 0) return "No discount.";
  return fmt::format("Discounted at {} a {}, the first payment now.",
                     FormatNumber(discount, Format::kPct1), period);
}

Format WholeMoney(Format format) { return format == Format::kUsd2 ? Format::kUsd0 : format; }

}  // namespace

void AddContractValue(const BlockSpec& spec, const ContractValue& contract,
                      const FrameDimension& dimension, const AnalysisInput& input,
                      BlockResult& result) {
  const auto values = [&](const char* part) {
    return ValuesOf(ExpressionId(spec.id, part), input);
  };
  ContractColumns columns{values("revenue"), values("left"), values("exposure")};
  if (contract.exposure.tree == nullptr) columns.exposure.assign(input.frame.rows, 1);
  const Format format = FormatOfMeasure(ExpressionId(spec.id, "revenue"), input);
  const double level = Confidence(input.spec);

  Table table = BlockTable(spec);
  table.dimensions = {dimension.dimension.id};
  Column n = ValueColumn("n", "n", Format::kInt);
  Column left = ValueColumn("left", "Left", Format::kInt);
  Column exposure =
      ValueColumn("exposure", fmt::format("Under contract, {}s", contract.period), Format::kInt);
  n.additive = left.additive = exposure.additive = true;
  table.columns = {KeyColumn(dimension.dimension.id, dimension.dimension.label), n, left, exposure};
  AppendWithLimits(ValueColumn("churn", "Left a " + contract.period, Format::kPct1), table.columns);
  table.columns.push_back(ValueColumn("revenue", "Revenue a " + contract.period, format));
  AppendWithLimits(ValueColumn("ltv", "Lifetime value", WholeMoney(format)), table.columns);

  const Grouping grouping = GroupByMember(dimension, input);
  for (size_t m = 0; m < dimension.size(); ++m) {
    const ContractFigures figures = FiguresOf(columns, contract, grouping.rows(m), level);
    table.rows.push_back(ContractCells(dimension.dimension.members[m].name, figures, level));
  }
  const ContractFigures all = FiguresOf(columns, contract, grouping.order, level);
  table.total = ContractCells("Total", all, level);
  table.notes = {
      fmt::format("Revenue × {} margin ÷ churn. {} The limits carry the doubt of churn (Wilson), "
                  "not of revenue. The whole is not the mean of its parts.",
                  FormatNumber(contract.margin, Format::kPct1),
                  DiscountWords(contract.discount, contract.period))};
  result.tables.push_back(std::move(table));

  Metric churn = BlockMetric(spec.id + "_churn", "Left a " + contract.period, Format::kPct1,
                             all.churned.n > 0 ? std::optional(all.churned.rate()) : std::nullopt);
  churn.interval = ModelInterval(stats::WilsonInterval(all.churned, level));
  churn.interval_method = "Wilson score";
  churn.n = all.churned.events;
  churn.denominator = all.churned.n;
  Metric value = BlockMetric(spec.id + "_value", "Lifetime value", WholeMoney(format),
                             all.value ? all.value->value : std::nullopt);
  value.interval = ValueLimits(all);
  value.interval_method = "Wilson limits of churn; revenue taken as known";
  value.formula = "revenue × margin / churn";
  value.n = all.n;
  if (!value.value) value.missing_reason = "nobody left: the value has no upper end";
  result.metrics.push_back(std::move(churn));
  result.metrics.push_back(std::move(value));
}

void AddRevenueBridge(const BlockSpec& spec, const AnalysisInput& input, BlockResult& result) {
  const auto values = [&](const char* part) {
    std::vector<double> found = ValuesOf(ExpressionId(spec.id, part), input);
    for (double& value : found) value = std::isnan(value) ? 0 : std::max(0.0, value);
    return found;
  };
  const std::vector<double> before = values("before"), after = values("after");
  std::vector<std::uint8_t> known;
  for (const double value : values("known")) known.push_back(value == 1 ? 1 : 0);
  const stats::RevenueBridge bridge = stats::BridgeRevenue(before, after, known);
  const Format format = WholeMoney(FormatOfMeasure(ExpressionId(spec.id, "before"), input));

  Table table = BlockTable(spec, "_bridge", "From recurring revenue to recurring revenue");
  Column amount = ValueColumn("amount", "Recurring revenue", format);
  amount.additive = true;
  table.columns = {KeyColumn("step", "Step"), amount};
  table.rows = {{"Start", bridge.start},
                {"New", bridge.fresh},
                {"Returned", bridge.reactivation},
                {"Expansion", bridge.expansion},
                {"Contraction", -bridge.contraction},
                {"Churn", -bridge.churn}};
  table.total = {"End", bridge.end};
  table.notes = {"New and returned customers count in neither retention."};
  result.tables.push_back(std::move(table));

  const auto add = [&](const char* part, const char* label, Format shown, const char* formula,
                       std::optional<double> value) {
    Metric metric = BlockMetric(fmt::format("{}_{}", spec.id, part), label, shown, value);
    metric.formula = formula;
    metric.n = bridge.customers_start;
    if (!value) metric.missing_reason = "there is no revenue to start from, or none was lost";
    result.metrics.push_back(std::move(metric));
  };
  add("nrr", "Net revenue retention", Format::kPct1,
      "(start + expansion − contraction − churn) / start", bridge.NetRetention());
  add("grr", "Gross revenue retention", Format::kPct1, "(start − contraction − churn) / start",
      bridge.GrossRetention());
  add("logo_churn", "Customers lost", Format::kPct1, "customers lost / customers at the start",
      bridge.LogoChurn());
  add("quick_ratio", "Quick ratio", Format::kNum1,
      "(new + returned + expansion) / (contraction + churn)", bridge.QuickRatio());
}

BlockResult ComputeLtv(const BlockSpec& spec, const LtvBlock& block, const AnalysisInput& input) {
  const FrameDimension& dimension = RequireDimension(block.dimension, spec.place, input);
  BlockResult result;
  if (block.contract) AddContractValue(spec, *block.contract, dimension, input, result);
  if (block.renewals) AddRenewalValue(spec, *block.renewals, dimension, input, result);
  if (block.purchases) AddPurchaseValue(spec, *block.purchases, dimension, input, result);
  if (block.bridge) AddRevenueBridge(spec, input, result);
  for (Metric& metric : result.metrics) metric.source = input.spec.entity_source;
  return result;
}

}  // namespace tessera
