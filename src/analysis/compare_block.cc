#include "analysis/compare_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/association.h"
#include "analysis/block_values.h"
#include "analysis/comparison.h"
#include "analysis/distribution_block.h"
#include "analysis/table_columns.h"
#include "base/sort.h"
#include "stats/anova.h"
#include "stats/correlation.h"
#include "stats/effect_size.h"
#include "stats/hodges_lehmann.h"
#include "stats/proportion.h"

namespace tessera {
namespace {

// "Tier" within a sentence is "tier"; "RFM label" stays.
std::string InSentence(std::string label) {
  const auto is_capital = [&](size_t i) { return label[i] >= 'A' && label[i] <= 'Z'; };
  if (label.size() > 1 && is_capital(0) && !is_capital(1)) {
    label[0] = static_cast<char>(label[0] - 'A' + 'a');
  }
  return label;
}

// One group's values of one column, ascending.
struct GroupValues {
  std::string group;
  size_t rows = 0;
  std::vector<double> values;
  stats::Moments moments;
};
struct ComparedColumn {
  std::string name, label;
  Format format = Format::kNum1;
  std::vector<GroupValues> groups;
  GroupValues everyone;
};

// What a column is called and how it is shown: shares in [0, 1] are told by their unit.
std::string LabelOf(const std::string& name, const ReportSpec& spec) {
  const AttributeSpec* attribute = spec.FindAttribute(name);
  if (attribute != nullptr) return attribute->label;
  const ColumnSpec* column = spec.FindEntityColumn(name);
  return column == nullptr ? name : column->label;
}

Format FormatOf(const std::string& name, const Measure* measure, const ReportSpec& spec) {
  const AttributeSpec* attribute = spec.FindAttribute(name);
  const ColumnSpec* column = spec.FindEntityColumn(name);
  const std::string unit = attribute != nullptr ? attribute->unit
                           : column != nullptr  ? column->unit
                                                : std::string();
  if (unit == "share") return Format::kPct1;
  if (measure != nullptr && measure->scale() > 1) return Format::kUsd0;
  return Format::kNum1;
}

GroupValues Gather(std::string group, std::span<const double> values,
                   std::span<const std::uint32_t> rows) {
  GroupValues gathered{std::move(group), rows.size(), Present(values, rows), {}};
  SortNumbers(gathered.values);
  gathered.moments = stats::MomentsOf(gathered.values);
  return gathered;
}

std::vector<ComparedColumn> GatherColumns(const CompareBlock& block,
                                          const FrameDimension& dimension,
                                          const AnalysisInput& input) {
  const Grouping grouping = GroupByMember(dimension, input);
  std::vector<ComparedColumn> columns;
  for (const std::string& name : block.columns) {
    const std::string id = "column:" + name;
    const std::vector<double> values = ValuesOf(id, input);
    ComparedColumn column{name,
                          LabelOf(name, input.spec),
                          FormatOf(name, input.frame.FindMeasure(id), input.spec),
                          {},
                          Gather("Total", values, grouping.order)};
    for (size_t m = 0; m < dimension.size(); ++m) {
      column.groups.push_back(
          Gather(dimension.dimension.members[m].name, values, grouping.rows(m)));
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<Column> DistributionColumns(bool one_column, Format format) {
  const auto figure = [&](const char* name, const char* label) {
    return one_column ? ValueColumn(name, label, format) : RowFormatColumn(name, label, false);
  };
  std::vector<Column> columns = {ValueColumn("n", "n", Format::kInt),
                                 ValueColumn("missing", "Missing", Format::kInt)};
  columns[0].additive = columns[1].additive = one_column;
  for (const auto& [name, label] :
       {std::pair("min", "Minimum"), std::pair("q1", "First quartile"),
        std::pair("median", "Median"), std::pair("q3", "Third quartile"),
        std::pair("max", "Maximum")}) {
    columns.push_back(figure(name, label));
  }
  AppendWithLimits(figure("mean", "Mean"), columns);
  columns.push_back(figure("sd", "Standard deviation"));
  columns.push_back(figure("lower_fence", "Fence below"));
  columns.push_back(figure("upper_fence", "Fence above"));
  columns.push_back(ValueColumn("outliers", "Beyond the fences", Format::kInt));
  return columns;
}

std::vector<Cell> DistributionCells(const GroupValues& group, double level) {
  const Distribution found = DistributionOf(group.values);
  std::vector<Cell> cells = {found.n, static_cast<double>(group.rows) - found.n};
  for (const auto& value : {found.minimum, found.q1, found.median, found.q3, found.maximum}) {
    cells.push_back(NumberCell(value));
  }
  AppendWithLimits(found.mean, ModelInterval(stats::MeanInterval(group.moments, level)), cells);
  for (const auto& value : {found.sd, found.lower_fence, found.upper_fence}) {
    cells.push_back(NumberCell(value));
  }
  cells.push_back(found.n == 0 ? Cell() : Cell(found.outliers));
  return cells;
}

// The two keys of a table over groups and columns.
Table LongTable(const BlockSpec& spec, const FrameDimension& dimension, const char* suffix,
                const std::string& title) {
  Table table = BlockTable(spec, suffix, title);
  table.dimensions = {dimension.dimension.id};
  table.columns = {KeyColumn("group", dimension.dimension.label), KeyColumn("metric", "Measure")};
  return table;
}

void AddDistributions(const BlockSpec& spec, const FrameDimension& dimension,
                      const std::vector<ComparedColumn>& columns, double level,
                      BlockResult& result) {
  Table all = LongTable(spec, dimension, "", spec.title);
  all.description = spec.description;
  std::ranges::move(DistributionColumns(false, Format::kNum1), std::back_inserter(all.columns));
  all.notes = {
      "Quartiles of type 7. Fences: the outermost values within 1.5 interquartile ranges "
      "of the quartiles."};
  for (const ComparedColumn& column : columns) {
    Table one = BlockTable(spec, "_" + column.name,
                           column.label + " by " + InSentence(dimension.dimension.label));
    one.dimensions = {dimension.dimension.id};
    one.columns = {KeyColumn(dimension.dimension.id, dimension.dimension.label)};
    std::ranges::move(DistributionColumns(true, column.format), std::back_inserter(one.columns));
    one.notes = all.notes;
    for (const GroupValues& group : column.groups) {
      const std::vector<Cell> figures = DistributionCells(group, level);
      std::vector<Cell> long_row = {group.group, column.name}, short_row = {group.group};
      AppendCells(figures, long_row);
      AppendCells(figures, short_row);
      all.rows.push_back(std::move(long_row));
      all.row_formats.push_back(column.format);
      one.rows.push_back(std::move(short_row));
    }
    one.total = {"Total"};
    AppendCells(DistributionCells(column.everyone, level), one.total);
    result.tables.push_back(std::move(one));
  }
  result.tables.insert(result.tables.begin(), std::move(all));
}

// The values that are not the group's: two sorted lists less one another.
std::vector<double> RestOf(const GroupValues& everyone, const GroupValues& group) {
  std::vector<double> rest;
  std::ranges::set_difference(everyone.values, group.values, std::back_inserter(rest));
  return rest;
}

struct GroupDifference {
  const GroupValues* group = nullptr;
  std::vector<double> rest;
  stats::Moments rest_moments;
  Difference difference;
};

std::vector<Cell> DifferenceCells(const GroupDifference& compared, const std::string& metric,
                                  double level) {
  const GroupValues& group = *compared.group;
  const auto mean = [](const stats::Moments& m) { return m.n > 0 ? Cell(m.mean) : Cell(); };
  std::vector<Cell> cells = {group.group,         metric,
                             group.moments.n,     compared.rest_moments.n,
                             mean(group.moments), mean(compared.rest_moments)};
  const Difference& difference = compared.difference;
  AppendWithLimits(difference.value, difference.interval, cells);
  cells.push_back(NumberCell(difference.p_value));
  cells.push_back(NumberCell(difference.p_adjusted));
  const auto g = stats::HedgesEffect(group.moments, compared.rest_moments, level);
  AppendWithLimits(g ? std::optional(g->g) : std::nullopt,
                   g ? std::optional(ModelInterval(g->interval)) : std::nullopt, cells);
  cells.push_back(g ? Cell(std::string(SizeWord(stats::SizeOfHedgesG(g->g)))) : Cell());
  const auto shift = stats::HodgesLehmann(group.values, compared.rest, level);
  AppendWithLimits(shift ? std::optional(shift->shift) : std::nullopt,
                   shift ? ModelInterval(shift->interval) : std::nullopt, cells);
  return cells;
}

Table DifferenceTable(const BlockSpec& spec, const FrameDimension& dimension,
                      const std::vector<ComparedColumn>& columns, double level) {
  Table table = LongTable(spec, dimension, "_differences",
                          "Each " + InSentence(dimension.dimension.label) + " against the rest");
  for (Column column :
       {ValueColumn("n", "n", Format::kInt), ValueColumn("n_rest", "n of the rest", Format::kInt),
        RowFormatColumn("mean", "Mean", false),
        RowFormatColumn("mean_rest", "Mean of the rest", false)}) {
    table.columns.push_back(std::move(column));
  }
  AppendWithLimits(RowFormatColumn("diff", "Difference", true), table.columns);
  table.columns.push_back(PValueColumn("p", "p"));
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  AppendWithLimits(ValueColumn("g", "Hedges' g", Format::kNum2), table.columns);
  table.columns.push_back(ValueColumn("size", "Size", Format::kText));
  AppendWithLimits(RowFormatColumn("shift", "Shift of the whole distribution", true),
                   table.columns);
  for (const ComparedColumn& column : columns) {
    std::vector<GroupDifference> family;
    for (const GroupValues& group : column.groups) {
      GroupDifference compared{&group, RestOf(column.everyone, group), {}, {}};
      compared.rest_moments = stats::MomentsOf(compared.rest);
      compared.difference = CompareMeans(group.moments, compared.rest_moments, level);
      family.push_back(std::move(compared));
    }
    std::vector<Difference*> tests;
    for (GroupDifference& compared : family) tests.push_back(&compared.difference);
    AdjustFamily(tests);
    for (const GroupDifference& compared : family) {
      table.rows.push_back(DifferenceCells(compared, column.label, level));
      table.row_formats.push_back(column.format);
    }
  }
  table.notes = {
      fmt::format("Welch's difference of means; {} groups of one column are one family "
                  "of tests (Holm). The shift is Hodges and Lehmann's.",
                  dimension.size())};
  return table;
}

struct ColumnTest {
  std::optional<stats::FTest> anova;
  std::optional<stats::VarianceShare> share;
  Difference test;  // p and its adjustment over the columns
  std::optional<stats::Correlation> trend;
  Difference trend_test;
};

// Whether the values rise or fall from group to group, in the dimension's order.
std::optional<stats::Correlation> TrendOf(const FrameDimension& dimension,
                                          const ComparedColumn& column) {
  std::vector<double> ranks, values;
  double rank = 0;
  for (size_t m = 0; m < dimension.size(); ++m) {
    if (dimension.dimension.members[m].muted) continue;
    const std::vector<double>& group = column.groups[m].values;
    values.insert(values.end(), group.begin(), group.end());
    ranks.insert(ranks.end(), group.size(), rank++);
  }
  return stats::Kendall(ranks, values);
}

void AddTrendMetric(const std::string& id, const FrameDimension& dimension,
                    const ComparedColumn& column, const ColumnTest& test, BlockResult& result) {
  Metric tau =
      BlockMetric(id + "_trend",
                  fmt::format("{} over {}: Kendall's τ", column.label, dimension.dimension.label),
                  Format::kNum2, test.trend ? std::optional(test.trend->r) : std::nullopt);
  tau.description = "Whether values rise or fall over the groups in their order";
  tau.n = test.trend ? test.trend->n : 0;
  tau.p_value = test.trend_test.p_value;
  tau.p_adjusted = test.trend_test.p_adjusted;
  tau.family_size = test.trend_test.family_size;
  result.metrics.push_back(std::move(tau));
}

void AddTests(const BlockSpec& spec, const FrameDimension& dimension,
              const std::vector<ComparedColumn>& columns, BlockResult& result) {
  std::vector<ColumnTest> tests(columns.size());
  std::vector<Difference*> family, trends;
  const bool ordered = dimension.dimension.ordered;
  for (size_t i = 0; i < columns.size(); ++i) {
    std::vector<stats::Moments> moments;
    for (const GroupValues& group : columns[i].groups) {
      if (group.moments.n > 0) moments.push_back(group.moments);
    }
    tests[i] = {stats::WelchAnova(moments), stats::BetweenShare(moments), {}, {}, {}};
    if (tests[i].anova) tests[i].test.p_value = tests[i].anova->p_value;
    family.push_back(&tests[i].test);
    if (!ordered) continue;
    tests[i].trend = TrendOf(dimension, columns[i]);
    if (tests[i].trend) tests[i].trend_test.p_value = tests[i].trend->p_value;
    trends.push_back(&tests[i].trend_test);
  }
  AdjustFamily(family);
  AdjustFamily(trends);
  Table table = BlockTable(spec, "_tests", "Whether the groups differ at all");
  table.columns = {KeyColumn("metric", "Measure"), ValueColumn("f", "F", Format::kNum1),
                   PValueColumn("p", "p"), PValueColumn("p_holm", "p, Holm"),
                   ValueColumn("omega", "Part of the variance between groups", Format::kPct1)};
  if (ordered) {
    table.columns.push_back(ValueColumn("trend", "Trend (Kendall's τ)", Format::kNum2));
    table.columns.push_back(PValueColumn("trend_p", "p of the trend"));
    table.columns.push_back(PValueColumn("trend_p_holm", "p of the trend, Holm"));
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    const ColumnTest& test = tests[i];
    const std::optional<double> omega =
        test.share ? std::optional(test.share->omega_squared) : std::nullopt;
    table.rows.push_back({columns[i].label, test.anova ? Cell(test.anova->f) : Cell(),
                          NumberCell(test.test.p_value), NumberCell(test.test.p_adjusted),
                          NumberCell(omega)});
    if (ordered) {
      table.rows.back().insert(table.rows.back().end(), {test.trend ? Cell(test.trend->r) : Cell(),
                                                         NumberCell(test.trend_test.p_value),
                                                         NumberCell(test.trend_test.p_adjusted)});
      AddTrendMetric(fmt::format("{}_{}", spec.id, columns[i].name), dimension, columns[i], test,
                     result);
    }
    Metric metric = BlockMetric(
        fmt::format("{}_{}_omega", spec.id, columns[i].name),
        fmt::format("{} between groups of {}", columns[i].label, dimension.dimension.label),
        Format::kPct1, omega);
    metric.description = "Part of the variance that lies between the groups (ω²)";
    metric.n = columns[i].everyone.moments.n;
    metric.p_value = test.test.p_value;
    metric.p_adjusted = test.test.p_adjusted;
    metric.family_size = test.test.family_size;
    result.metrics.push_back(std::move(metric));
  }
  table.notes = {
      "Welch's analysis of variance, groups of any variance; with many customers "
      "everything differs: look at the part of the variance first."};
  if (ordered) {
    table.notes.push_back(
        "Trend: the values against the order of the groups (Jonckheere and Terpstra), muted groups "
        "left out; 0 is none, 1 and −1 are perfect order.");
  }
  result.tables.push_back(std::move(table));
}

Table BeyondTable(const BlockSpec& spec, const CompareBlock& block, const FrameDimension& dimension,
                  const std::vector<ComparedColumn>& columns, const AnalysisInput& input) {
  Table table = LongTable(spec, dimension, "_beyond",
                          "Beyond a stated value, by " + InSentence(dimension.dimension.label));
  for (Column column : {KeyColumn("rule", "Rule"), ValueColumn("n", "n", Format::kInt),
                        ValueColumn("part", "Beyond", Format::kInt)}) {
    table.columns.push_back(std::move(column));
  }
  AppendWithLimits(ValueColumn("share", "Part beyond", Format::kPct1), table.columns);
  for (const CompareThreshold& threshold : block.thresholds) {
    const auto column = std::ranges::find(columns, threshold.column, &ComparedColumn::name);
    const std::string rule =
        fmt::format("{} {}", threshold.above ? "above" : "below",
                    FormatNumber(threshold.at, column->format, input.spec.locale));
    for (const GroupValues& group : column->groups) {
      const auto beyond = static_cast<double>(std::ranges::count_if(group.values, [&](double v) {
        return threshold.above ? v > threshold.at : v < threshold.at;
      }));
      const double n = group.moments.n;
      std::vector<Cell> cells = {group.group, column->label, rule, n, beyond};
      AppendWithLimits(n > 0 ? std::optional(beyond / n) : std::nullopt,
                       ModelInterval(stats::WilsonInterval({beyond, n}, Confidence(input.spec))),
                       cells);
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

// a column whose values are shares is compared with a number of per cent, or the reverse.
void NoteUnits(const BlockSpec& spec, const CompareBlock& block,
               const std::vector<ComparedColumn>& columns, BlockResult& result) {
  for (const CompareThreshold& threshold : block.thresholds) {
    const auto column = std::ranges::find(columns, threshold.column, &ComparedColumn::name);
    if (column->everyone.values.empty()) continue;
    const double greatest = column->everyone.values.back();
    const bool shares = column->everyone.values.front() >= 0 && greatest <= 1;
    if (!(shares && threshold.at > 1) && !(!shares && column->format == Format::kPct1)) continue;
    result.notes.push_back(
        {Severity::kWarning, spec.id,
         fmt::format("the values of {} run from {:g} to {:g}, and the condition is {} {:g}: check "
                     "whether the column holds shares or per cent",
                     column->label, column->everyone.values.front(), greatest,
                     threshold.above ? "above" : "below", threshold.at)});
  }
}

}  // namespace

BlockResult ComputeCompare(const BlockSpec& spec, const CompareBlock& block,
                           const AnalysisInput& input) {
  const FrameDimension& dimension = RequireDimension(block.dimension, spec.place, input);
  const std::vector<ComparedColumn> columns = GatherColumns(block, dimension, input);
  const double level = Confidence(input.spec);
  BlockResult result;
  AddDistributions(spec, dimension, columns, level, result);
  result.tables.push_back(DifferenceTable(spec, dimension, columns, level));
  AddTests(spec, dimension, columns, result);
  if (!block.thresholds.empty()) {
    result.tables.push_back(BeyondTable(spec, block, dimension, columns, input));
    NoteUnits(spec, block, columns, result);
  }
  return result;
}

}  // namespace tessera
