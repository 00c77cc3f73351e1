#include "analysis/lift_tables.h"

#include <fmt/format.h>

#include "analysis/table_columns.h"
#include "stats/effect_size.h"

namespace tessera {
namespace {

Table NewTable(const Lift& lift, const char* suffix, std::string title) {
  Table table;
  table.id = lift.spec.id + suffix;
  table.title = std::move(title);
  return table;
}

std::vector<Column> ComparisonColumns(const Lift& lift) {
  std::vector<Column> columns = {KeyColumn("outcome", "Outcome")};
  AppendWithLimits(RowFormatColumn("treated", lift.groups.treated, false), columns);
  AppendWithLimits(RowFormatColumn("control", lift.groups.control, false), columns);
  AppendWithLimits(RowFormatColumn("difference", "Difference", true), columns);
  AppendWithLimits(ValueColumn("relative", "Relative", Format::kPct1), columns);
  AppendWithLimits(RowFormatColumn("shift", "Shift of the median", true), columns);
  AppendWithLimits(ValueColumn("g", "Hedges' g", Format::kNum2), columns);
  columns.push_back(ValueColumn("delta", "Cliff's δ", Format::kNum2));
  columns.push_back(PValueColumn("p", "p"));
  columns.push_back(PValueColumn("p_holm", "p, Holm"));
  AppendWithLimits(RowFormatColumn("adjusted", "Adjusted (ATE)", true), columns);
  AppendWithLimits(RowFormatColumn("atc", "Adjusted, for the control (ATC)", true), columns);
  columns.push_back(ValueColumn("explained", "Explained by confounders", Format::kPct1));
  columns.push_back(ValueColumn("simpson", "Simpson's reversal", Format::kText));
  columns.push_back(ValueColumn("homogeneity_p", "p, same in all strata", Format::kNum2));
  columns.push_back(ValueColumn("strata", "Strata", Format::kInt));
  columns.push_back(ValueColumn("strata_dropped", "Strata dropped", Format::kInt));
  columns.push_back(ValueColumn("n_dropped", "Dropped with them", Format::kInt));
  return columns;
}

std::vector<Cell> ComparisonCells(const LiftOutcome& outcome) {
  std::vector<Cell> cells = {outcome.metric->label};
  const auto append = [&](const auto& figure) {
    AppendWithLimits(figure.value, figure.interval, cells);
  };
  append(outcome.treated);
  append(outcome.control);
  append(outcome.crude);
  append(outcome.relative);
  append(outcome.shift);
  append(outcome.g);
  cells.push_back(NumberCell(outcome.delta));
  cells.push_back(NumberCell(outcome.crude.p_value));
  cells.push_back(NumberCell(outcome.crude.p_adjusted));
  append(outcome.adjusted);
  append(outcome.to_control);
  cells.push_back(NumberCell(outcome.explained));
  cells.push_back(outcome.simpson.empty() ? Cell() : Cell(outcome.simpson));
  cells.push_back(NumberCell(outcome.homogeneity_p));
  cells.push_back(static_cast<double>(outcome.strata_used));
  cells.push_back(static_cast<double>(outcome.strata_dropped));
  cells.push_back(outcome.n_dropped);
  return cells;
}

std::string Count(double n, const Lift& lift) {
  return FormatNumber(n, Format::kInt, lift.input.spec.locale);
}

bool Smaller(size_t group, const Lift& lift) {
  return group < static_cast<size_t>(lift.input.spec.minimum_n_claim);
}

std::vector<std::string> ComparisonNotes(const Lift& lift) {
  const ReportSpec& spec = lift.input.spec;
  const auto n_treated = lift.groups.treated_rows.size();
  const auto n_control = lift.groups.control_rows.size();
  std::vector<std::string> notes;
  notes.push_back(fmt::format("{} ({} {}) − {} ({}).", lift.groups.treated,
                              Count(static_cast<double>(n_treated), lift), spec.entities,
                              lift.groups.control, Count(static_cast<double>(n_control), lift)));
  if (!lift.confounders.empty()) {
    notes.push_back(
        fmt::format("Adjusted: compared within combinations of {}; combinations "
                    "without one of the groups say nothing and are dropped.",
                    ConfounderWords(lift.confounders)));
  }
  notes.push_back(fmt::format("The {} outcomes are one family of tests (Holm).",
                              Count(static_cast<double>(lift.outcomes.size()), lift)));
  if (!lift.block.caveat.empty()) notes.push_back(lift.block.caveat + ".");
  if (Smaller(n_treated, lift) || Smaller(n_control, lift)) {
    notes.push_back(fmt::format("A group is under {} {}: too small for comparing words.",
                                spec.minimum_n_claim, spec.entities));
  }
  for (const LiftOutcome& outcome : lift.outcomes) {
    if (outcome.homogeneity_p.value_or(1) >= spec.alpha) continue;
    notes.push_back(
        fmt::format("{}: the difference is not the same in all combinations, the "
                    "adjusted one is their average.",
                    outcome.metric->label));
  }
  return notes;
}

// How many of `rows` are in each member.
std::vector<double> MemberCounts(const FrameDimension& dimension,
                                 std::span<const std::uint32_t> rows) {
  std::vector<double> counts(dimension.size(), 0);
  for (const std::uint32_t row : rows) ++counts[dimension.codes[row]];
  return counts;
}

void AddBalance(const FrameDimension& dimension, const ComparedGroups& groups, Table& table) {
  const std::vector<double> treated = MemberCounts(dimension, groups.treated_rows);
  const std::vector<double> control = MemberCounts(dimension, groups.control_rows);
  const auto n_treated = static_cast<double>(groups.treated_rows.size());
  const auto n_control = static_cast<double>(groups.control_rows.size());
  for (size_t m = 0; m < dimension.size(); ++m) {
    std::vector<Cell> cells = {dimension.dimension.label, dimension.dimension.members[m].label};
    if (n_treated > 0 && n_control > 0) {
      const double a = treated[m] / n_treated, b = control[m] / n_control;
      const auto smd =
          stats::StandardisedMeanDifference(stats::MomentsOfShare(treated[m], n_treated),
                                            stats::MomentsOfShare(control[m], n_control));
      for (const auto& value : {std::optional(a), std::optional(b), std::optional(a - b), smd}) {
        cells.push_back(NumberCell(value));
      }
    } else {
      cells.resize(6);
    }
    table.rows.push_back(std::move(cells));
  }
}

void AddRevenue(const LiftOutcome& outcome, const Lift& lift, Table& table) {
  const std::string& entity = lift.input.spec.entity;
  const std::string& label = outcome.metric->label;
  const auto add = [&](std::string measure, const Difference& figure) {
    std::vector<Cell> cells = {std::move(measure)};
    AppendWithLimits(figure.value, figure.interval, cells);
    table.rows.push_back(std::move(cells));
  };
  Difference total;
  if (outcome.treated.value) total.value = outcome.treated.part;
  add(fmt::format("{}: total of {}", label, lift.groups.treated), total);
  add(fmt::format("{}: difference a treated {}, crude", label, entity), outcome.crude);
  add(fmt::format("{}: difference a treated {}, adjusted", label, entity), outcome.to_treated);
  add(fmt::format("{}: difference associated with {}, {} {} times the adjusted one", label,
                  lift.groups.treated, Count(outcome.n_treated_used, lift),
                  lift.input.spec.entities),
      AssociatedTotal(outcome));
}

}  // namespace

Table ComparisonTable(const Lift& lift) {
  Table table = NewTable(lift, "_comparison", lift.spec.title);
  table.description = lift.spec.description;
  table.columns = ComparisonColumns(lift);
  for (const LiftOutcome& outcome : lift.outcomes) {
    table.rows.push_back(ComparisonCells(outcome));
    table.row_formats.push_back(outcome.metric->format);
  }
  table.notes = ComparisonNotes(lift);
  return table;
}

Table BalanceTable(const Lift& lift) {
  Table table =
      NewTable(lift, "_balance",
               fmt::format("How alike {} and {} are", lift.groups.treated, lift.groups.control));
  table.description = "Shares of each group; a standardised difference within ±0.1 counts as alike";
  table.columns = {KeyColumn("dimension", "Dimension"),
                   KeyColumn("member", "Group"),
                   ValueColumn("treated", lift.groups.treated, Format::kPct1),
                   ValueColumn("control", lift.groups.control, Format::kPct1),
                   ValueColumn("difference", "Difference", Format::kPp1),
                   ValueColumn("smd", "Standardised", Format::kNum2)};
  for (const FrameDimension* confounder : lift.confounders) {
    AddBalance(*confounder, lift.groups, table);
  }
  return table;
}

Table RevenueTable(const Lift& lift) {
  Table table =
      NewTable(lift, "_revenue", fmt::format("{}: what goes along with it", lift.groups.treated));
  table.description = "An association, not what would be lost or won without it";
  table.columns = {KeyColumn("measure", "Measure")};
  for (const LiftOutcome& outcome : lift.outcomes) {
    if (!outcome.IsMoney()) continue;
    if (table.columns.size() == 1) {
      AppendWithLimits(ValueColumn("value", "Value", outcome.metric->format), table.columns);
    }
    AddRevenue(outcome, lift, table);
  }
  return table;
}

Difference AssociatedTotal(const LiftOutcome& outcome) {
  Difference total = outcome.to_treated;
  const double n = outcome.n_treated_used;
  if (total.value) total.value = *total.value * n;
  if (total.interval) total.interval = Interval{total.interval->low * n, total.interval->high * n};
  return total;
}

}  // namespace tessera
