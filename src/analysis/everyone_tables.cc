#include "analysis/everyone_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/table_columns.h"
#include "base/text.h"
#include "stats/distribution.h"

namespace tessera {
namespace {

// A sample that chance alone would give less often is no sample of everyone.
constexpr double kLeastChance = 1e-6;
constexpr double kLeastExpected = 5;
constexpr double kTolerance = 1e-9;

// The columns that a table by dimension has anyway.
constexpr std::array<std::string_view, 3> kOwnColumns = {"customers", "share", "sample_share"};

// "Plan" as "plan", but "ARR group" as it is.
std::string InSentence(const std::string& label) {
  const bool word = label.size() > 1 && label[1] >= 'a' && label[1] <= 'z';
  return word ? AsciiLower(label.substr(0, 1)) + label.substr(1) : label;
}

class EveryoneBuilder {
 public:
  EveryoneBuilder(const Cube& cube, const AnalysisInput& input, const Report& sample)
      : cube_(cube), input_(input), sample_(sample) {}

  BlockResult Build() {
    AddFigures();
    ProveSample();
    AddQuantiles();
    for (size_t index = 0; index < cube_.dimensions.size(); ++index) {
      AddDimension(input_.frame.dimensions[index], cube_.dimensions[index]);
    }
    return std::move(result_);
  }

 private:
  std::string Count(double value) const {
    return FormatNumber(value, Format::kInt, input_.spec.locale);
  }
  std::string Population() const {
    return fmt::format(
        "All {} {{entities}}, counted where they are; limits and borders that a "
        "rule compares with, and the names of segments, are the sample's",
        Count(cube_.everyone.entities));
  }
  static const std::string& Label(const MetricSpec& metric) {
    return metric.label.empty() ? metric.id : metric.label;
  }

  void AddFigures() {
    Table table;
    table.id = "everyone";
    table.title = "Everyone, exactly";
    table.description = Population();
    table.columns = {KeyColumn("metric", "Figure"), ValueColumn("id", "Id", Format::kText),
                     RowFormatColumn("everyone", "Everyone", false),
                     RowFormatColumn("sample", "In the sample", false)};
    for (const MetricPlan& plan : input_.catalogue.plans()) {
      const std::optional<double> value = cube_.Value(plan, cube_.everyone);
      const Metric* sampled = sample_.FindMetric(plan.spec->id);
      if (!value) continue;
      table.rows.push_back({Label(*plan.spec), plan.spec->id, *value,
                            sampled == nullptr ? Cell() : NumberCell(sampled->value)});
      table.row_formats.push_back(plan.spec->format);
    }
    table.notes = {
        "Counts and sums of the sample are those of fewer {entities}; rates and means are "
        "estimates of the exact ones."};
    result_.tables.push_back(std::move(table));
  }

  void AddQuantiles() {
    Table table;
    table.id = "everyone_quantiles";
    table.title = "Everyone: how the values are spread";
    table.description = Population() + "; those who have a value, type 7 quantiles";
    table.columns = {KeyColumn("metric", "Values of"), ValueColumn("n", "Values", Format::kInt)};
    for (const double at : kQuantiles) {
      table.columns.push_back(
          RowFormatColumn(fmt::format("p{:.0f}", 100 * at),
                          at == 0.5 ? "Median" : fmt::format("{:.0f} % below", 100 * at), false));
    }
    for (const CubeQuantiles& quantiles : cube_.quantiles) {
      std::vector<Cell> row = {Label(*quantiles.metric), quantiles.n};
      for (const std::optional<double>& value : quantiles.values) row.push_back(NumberCell(value));
      table.rows.push_back(std::move(row));
      table.row_formats.push_back(quantiles.metric->format);
    }
    if (!table.rows.empty()) result_.tables.push_back(std::move(table));
  }

  // Those of the dimension's breakdowns, else of the tiles; each once.
  std::vector<const MetricPlan*> MetricsOf(const std::string& dimension) const {
    std::vector<std::string> ids;
    for (const BlockSpec& block : input_.spec.blocks) {
      const auto* breakdown = std::get_if<BreakdownBlock>(&block.block);
      if (breakdown == nullptr || breakdown->dimension != dimension) continue;
      ids.insert(ids.end(), breakdown->metrics.begin(), breakdown->metrics.end());
    }
    if (ids.empty()) ids = input_.spec.tiles;
    std::vector<const MetricPlan*> plans;
    for (const std::string& id : ids) {
      const MetricPlan* plan = input_.catalogue.Find(id);
      const bool cell = plan != nullptr && plan->available && !plan->is_median && !IsCount(*plan) &&
                        std::ranges::find(kOwnColumns, id) == kOwnColumns.end();
      if (cell && std::ranges::find(plans, plan) == plans.end()) plans.push_back(plan);
    }
    return plans;
  }

  // The entities themselves, which have a column of their own, and their share.
  bool IsCount(const MetricPlan& plan) const {
    const MetricSpec& metric = *plan.spec;
    if (plan.is_share) return IsCount(*input_.catalogue.Find(metric.numerator));
    return metric.type == MetricType::kSimple && metric.aggregate == Aggregate::kCount &&
           !metric.filter && !metric.expression;
  }

  void AddDimension(const FrameDimension& dimension, const std::map<std::string, CubeCell>& cells) {
    const Dimension& described = dimension.dimension;
    const std::vector<const MetricPlan*> plans = MetricsOf(described.id);
    Table table;
    table.id = "everyone_by_" + described.id;
    table.title = "Everyone by " + InSentence(described.label);
    table.description = Population();
    table.columns = {KeyColumn(described.id, described.label),
                     ValueColumn("customers", "{Entities}", Format::kInt),
                     ValueColumn("share", "Share", Format::kPct1),
                     ValueColumn("sample_share", "In the sample", Format::kPct1)};
    table.columns[1].additive = table.columns[2].share = table.columns[3].share = true;
    for (const MetricPlan* plan : plans) {
      Column column = ValueColumn(plan->spec->id, Label(*plan->spec), plan->spec->format);
      column.additive = plan->additive;
      table.columns.push_back(std::move(column));
    }
    std::vector<double> sampled(dimension.size());
    for (const std::uint16_t code : dimension.codes) ++sampled[code];
    std::map<std::string, CubeCell> left = cells;
    std::vector<std::string> misplaced;
    const auto add = [&](const std::string& name, const CubeCell& cell, double here) {
      table.rows.push_back(Row(name, cell, here, plans));
      if (cell.drawn == here) return;
      misplaced.push_back(fmt::format("{} {} there and {} here", name, cell.drawn, here));
    };
    for (size_t member = 0; member < dimension.size(); ++member) {
      const auto found = left.extract(described.members[member].name);
      add(described.members[member].label, found.empty() ? CubeCell() : found.mapped(),
          sampled[member]);
    }
    for (const auto& [name, cell] : left) add(name, cell, 0);
    table.total = Row("Everyone", cube_.everyone, static_cast<double>(input_.frame.rows), plans);
    AddCheck(
        table.id, "sample_agrees", misplaced.empty(),
        "those in the sample are in the same segments for the engine that answers for everyone",
        misplaced.empty() ? fmt::format("{} segments", table.rows.size()) : Join(misplaced, "; "));
    Prove(table);
    result_.tables.push_back(std::move(table));
  }

  std::vector<Cell> Row(const std::string& name, const CubeCell& cell, double sampled,
                        const std::vector<const MetricPlan*>& plans) const {
    std::vector<Cell> row = {name, cell.entities, cell.entities / cube_.everyone.entities,
                             sampled / static_cast<double>(input_.frame.rows)};
    for (const MetricPlan* plan : plans) {
      // The sum of nobody is nothing, not unknown.
      const bool nothing = cell.entities == 0 && (plan->additive || plan->is_share);
      row.push_back(nothing ? Cell(0.0) : NumberCell(cube_.Value(*plan, cell)));
    }
    return row;
  }

  // What the engine says of those in the sample is what the report says.
  void ProveSample() {
    std::vector<std::string> wrong;
    double equal = 0;
    const auto compare = [&](const std::string& label, double there, double here) {
      if (std::abs(there - here) <= kTolerance * std::max(1.0, std::abs(here))) {
        ++equal;
      } else {
        wrong.push_back(fmt::format("{} {} there and {} here", label, there, here));
      }
    };
    compare("entities", cube_.sample.entities, static_cast<double>(input_.frame.rows));
    for (const MetricPlan& plan : input_.catalogue.plans()) {
      const Metric* here = sample_.FindMetric(plan.spec->id);
      const auto there = cube_.sample.simple.find(plan.spec->id);
      if (here == nullptr || !here->value || there == cube_.sample.simple.end()) continue;
      compare(Label(*plan.spec), there->second.value_or(NAN), *here->value);
    }
    AddCheck("everyone", "sample_agrees", wrong.empty(),
             "the engine that answers for everyone says of the sample what the report says",
             wrong.empty() ? fmt::format("{} equal figures", equal) : Join(wrong, "; "));
  }

  void AddCheck(const std::string& table, const char* rule, bool holds, std::string words,
                std::string detail) {
    result_.checks.push_back({fmt::format("{}.{}", table, rule),
                              holds ? CheckStatus::kPass : CheckStatus::kFail, std::move(detail),
                              std::move(words)});
  }

  void Prove(const Table& table) {
    std::vector<std::string> wrong, sums;
    for (size_t column = 1; column < table.columns.size(); ++column) {
      if (!table.columns[column].additive) continue;
      double sum = 0;
      for (const auto& row : table.rows) sum += CellNumber(row[column]).value_or(0);
      const double total = CellNumber(table.total[column]).value_or(0);
      const std::string text =
          fmt::format("{} {}", column == 1 ? "all" : table.columns[column].label,
                      FormatNumber(total, table.columns[column].format, input_.spec.locale));
      const bool exact = std::abs(sum - total) <= kTolerance * std::max(1.0, std::abs(total));
      (exact ? sums : wrong).push_back(text);
    }
    AddCheck(table.id, "additive", wrong.empty(), "the parts of everyone add up to everyone",
             Join(wrong.empty() ? sums : wrong, ", "));

    const auto [distance, groups] = Distance(table);
    if (groups < 2) return;
    const double chance = stats::ChiSquareTail(distance, groups - 1);
    AddCheck(table.id, "sample_fits", chance >= kLeastChance,
             "the sample is divided as everyone is, but for chance",
             fmt::format("χ² {:.2f} over {:.0f} segments, p {:.3g}", distance, groups, chance));
  }

  // Pearson's χ² of the sample's counts against everyone's shares, and over how many groups; those
  // of which few are expected are one group (REPORTS.md B-14).
  std::pair<double, double> Distance(const Table& table) const {
    const auto n = static_cast<double>(input_.frame.rows);
    double distance = 0, groups = 0, few = 0, few_expected = 0;
    const auto add = [&](double counted, double expected) {
      distance += std::pow(counted - expected, 2) / expected;
      ++groups;
    };
    for (const auto& row : table.rows) {
      const double expected = n * CellNumber(row[2]).value_or(0);
      const double counted = n * CellNumber(row[3]).value_or(0);
      if (expected >= kLeastExpected) {
        add(counted, expected);
      } else {
        few += counted;
        few_expected += expected;
      }
    }
    if (few_expected >= kLeastExpected) add(few, few_expected);
    return {distance, groups};
  }

  const Cube& cube_;
  const AnalysisInput& input_;
  const Report& sample_;
  BlockResult result_;
};

}  // namespace

BlockResult EveryoneTables(const Cube& cube, const AnalysisInput& input, const Report& sample) {
  return EveryoneBuilder(cube, input, sample).Build();
}

}  // namespace tessera
