#include "analysis/rules_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "analysis/rule_cells.h"
#include "analysis/table_columns.h"
#include "base/text.h"
#include "segment/dimensions.h"

namespace tessera {
namespace {

// A decision table with what its conditions and its customers say of it.
class RuleTable {
 public:
  RuleTable(const BlockSpec& spec, const RulesBlock& block, const SegmentInput& input)
      : spec_(spec),
        block_(block),
        input_(input.input),
        scope_(input.scope),
        dimension_(RequireDimension(block.dimension, spec.place, input.input)),
        rules_(*input.input.spec.FindDimension(block.dimension)),
        conditions_(RuleConditions(rules_)),
        cells_(TryRuleCells(conditions_, input.scope, input.database)) {
    for (const MemberRule& rule : rules_.cases) {
      if (rule.condition != nullptr) names_.push_back(rule.name);
    }
    FindMasks();
    for (const RulePattern& pattern : cells_.patterns) patterns_[pattern.fits].cells = &pattern;
  }

  BlockResult Compute(const SegmentInput& input) const {
    BlockResult result;
    if (!block_.across.empty()) result.tables.push_back(Map(input));
    result.tables.push_back(Rules());
    result.tables.push_back(Overlaps());
    AddMetrics(result);
    return result;
  }

 private:
  struct Pattern {
    const RulePattern* cells = nullptr;
    double customers = 0;
  };

  void FindMasks() {
    masks_.assign(input_.frame.rows, 0);
    for (size_t rule = 0; rule < names_.size(); ++rule) {
      const Measure* fits =
          input_.frame.FindMeasure(fmt::format("rule:{}.{}", block_.dimension, rule));
      for (size_t row = 0; row < masks_.size(); ++row) {
        if ((*fits)[row] > 0) masks_[row] |= RuleMask{1} << rule;
      }
    }
    for (const RuleMask mask : masks_) ++patterns_[mask].customers;
  }

  // The case that takes whoever meets exactly these conditions.
  std::string Taker(RuleMask mask) const {
    if (mask != 0) return names_[static_cast<size_t>(std::countr_zero(mask))];
    const bool remainder = !rules_.cases.empty() && rules_.cases.back().condition == nullptr;
    return remainder ? rules_.cases.back().name : kMissingMember;
  }

  double Share(double customers) const {
    return input_.frame.rows == 0 ? 0 : customers / static_cast<double>(input_.frame.rows);
  }

  Table Described(std::string id, std::string title, std::string description) const {
    Table table;
    table.id = std::move(id);
    table.title = std::move(title);
    table.description = std::move(description);
    return table;
  }

  Column Customers() const {
    Column column = ValueColumn("customers", "{Entities}", Format::kInt);
    column.additive = true;
    return column;
  }
  static Column ShareColumn() {
    Column column = ValueColumn("share", "Share", Format::kPct1);
    column.share = true;
    return column;
  }

  Table Rules() const {
    Table table = Described(spec_.id + "_rules", spec_.title,
                            rules_.first_match ? "The first rule that holds is taken."
                                               : "No two rules may hold together.");
    table.dimensions = {block_.dimension};
    table.columns = {KeyColumn(block_.dimension, dimension_.dimension.label),
                     ValueColumn("position", "Rule", Format::kInt),
                     ValueColumn("condition", "Condition", Format::kText),
                     ValueColumn("fits", "Meet it", Format::kInt),
                     ValueColumn("earlier", "Of them taken earlier", Format::kInt),
                     Customers(),
                     ShareColumn()};
    std::vector<double> sizes(dimension_.size());
    for (const std::uint16_t code : dimension_.codes) ++sizes[code];
    for (size_t member = 0; member < dimension_.size(); ++member) {
      table.rows.push_back(RuleRow(dimension_.dimension.members[member], member, sizes[member]));
    }
    const auto everyone = static_cast<double>(input_.frame.rows);
    table.total = {"Total", Cell(), Cell(), Cell(), Cell(), everyone, 1.0};
    return table;
  }

  // The condition with the numbers that its names stand for.
  std::string ConditionOf(const Member& member) const {
    const auto rule = std::ranges::find(names_, member.name);
    if (rule == names_.end()) return member.rule;
    return ExpressionText(
        *WithNumbers(conditions_[static_cast<size_t>(rule - names_.begin())], scope_));
  }

  std::vector<Cell> RuleRow(const Member& member, size_t index, double size) const {
    const auto rule = std::ranges::find(names_, member.name);
    std::vector<Cell> cells = {member.name, static_cast<double>(index + 1), ConditionOf(member)};
    if (rule == names_.end()) {
      cells.insert(cells.end(), {Cell(), Cell()});
    } else {
      const RuleMask bit = RuleMask{1} << (rule - names_.begin());
      double fits = 0, earlier = 0;
      for (const auto& [mask, pattern] : patterns_) {
        if ((mask & bit) == 0) continue;
        fits += pattern.customers;
        if ((mask & (bit - 1)) != 0) earlier += pattern.customers;
      }
      cells.insert(cells.end(), {Cell(fits), Cell(earlier)});
    }
    cells.insert(cells.end(), {Cell(size), Cell(Share(size))});
    return cells;
  }

  std::string NamesOf(RuleMask mask) const {
    std::vector<std::string> labels;
    for (size_t rule = 0; rule < names_.size(); ++rule) {
      if ((mask >> rule & 1) != 0) labels.push_back(names_[rule]);
    }
    return labels.empty() ? "no rule" : Join(labels, " + ");
  }

  Table Overlaps() const {
    Table table = Described(
        spec_.id + "_overlaps", "Which rules hold together",
        "Each kind of {entity} that the conditions can tell apart is tried; the {entities} of the "
        "report are counted beside them.");
    table.columns = {KeyColumn("fits", "Rules that hold"),
                     ValueColumn("segment", "Goes to", Format::kText),
                     ValueColumn("cells", "Kinds tried", Format::kInt),
                     ValueColumn("example", "For example", Format::kText),
                     Customers(),
                     ShareColumn()};
    table.columns[2].additive = cells_.reason.empty();
    std::vector<std::pair<RuleMask, Pattern>> ordered(patterns_.begin(), patterns_.end());
    std::ranges::stable_sort(ordered, [](const auto& a, const auto& b) {
      return std::popcount(a.first) < std::popcount(b.first);
    });
    for (const auto& [mask, pattern] : ordered) {
      const bool tried = pattern.cells != nullptr;
      const Cell none = cells_.reason.empty() ? Cell(0.0) : Cell();
      table.rows.push_back({NamesOf(mask), Taker(mask), tried ? Cell(pattern.cells->cells) : none,
                            tried ? Cell(pattern.cells->example) : Cell(std::string()),
                            pattern.customers, Share(pattern.customers)});
    }
    table.total = {"Total",
                   Cell(),
                   cells_.reason.empty() ? Cell(cells_.cells) : Cell(),
                   Cell(),
                   static_cast<double>(input_.frame.rows),
                   1.0};
    if (!cells_.reason.empty()) {
      table.notes.push_back("Only the {entities} were tried, not every kind: " + cells_.reason +
                            ".");
    }
    return table;
  }

  Table Map(const SegmentInput& input) const {
    Table table = Described(spec_.id, spec_.title, spec_.description);
    table.dimensions = block_.across;
    std::vector<const FrameDimension*> dimensions;
    size_t groups = 1;
    for (const std::string& id : block_.across) {
      dimensions.push_back(&RequireDimension(id, spec_.place, input_));
      groups *= dimensions.back()->size();
      table.columns.push_back(KeyColumn(id, dimensions.back()->dimension.label));
    }
    table.columns.push_back(ValueColumn(block_.as, dimension_.dimension.label, Format::kText));
    table.columns.push_back(Customers());
    table.columns.push_back(ValueColumn("cell_share", "Of the cell", Format::kPct1));
    for (const std::string& id : block_.metrics) {
      const MetricSpec& metric = RequireMetric(id, spec_.place, input_.spec);
      std::ranges::copy(MetricColumns(metric, input_), std::back_inserter(table.columns));
    }
    const Grouping grouping = GroupRows(CombineCodes(dimensions, input_.frame.rows), groups);
    for (size_t group = 0; group < groups; ++group) {
      table.rows.push_back(MapRow(dimensions, group, grouping.rows(group), input));
    }
    table.total = {"Total"};
    table.total.resize(block_.across.size() + 1);
    table.total.insert(table.total.end(), {Cell(static_cast<double>(input_.frame.rows)), Cell()});
    for (const std::string& id : block_.metrics) {
      const MetricSpec& metric = RequireMetric(id, spec_.place, input_.spec);
      std::ranges::copy(MetricCells(metric, AllRows(input_.frame), input_),
                        std::back_inserter(table.total));
    }
    return table;
  }

  std::vector<Cell> MapRow(const std::vector<const FrameDimension*>& dimensions, size_t group,
                           std::span<const std::uint32_t> rows, const SegmentInput& input) const {
    std::vector<std::string> members(dimensions.size());
    for (size_t d = dimensions.size(); d-- > 0;) {
      members[d] = dimensions[d]->dimension.members[group % dimensions[d]->size()].name;
      group /= dimensions[d]->size();
    }
    std::vector<double> sizes(dimension_.size());
    for (const std::uint32_t row : rows) ++sizes[dimension_.codes[row]];
    const auto largest = std::ranges::max_element(sizes);
    std::vector<Cell> cells(members.begin(), members.end());
    if (rows.empty()) {
      cells.emplace_back(CaseOfEmptyCell(members, input));
      cells.insert(cells.end(), {Cell(0.0), Cell()});
    } else {
      const auto member = static_cast<size_t>(largest - sizes.begin());
      const auto n = static_cast<double>(rows.size());
      cells.emplace_back(dimension_.dimension.members[member].name);
      cells.insert(cells.end(), {Cell(n), Cell(*largest / n)});
    }
    for (const std::string& id : block_.metrics) {
      const MetricSpec& metric = RequireMetric(id, spec_.place, input_.spec);
      std::ranges::copy(MetricCells(metric, rows, input_), std::back_inserter(cells));
    }
    return cells;
  }

  // By the rules, where they rest on the map's dimensions alone.
  std::string CaseOfEmptyCell(const std::vector<std::string>& members,
                              const SegmentInput& input) const {
    std::string columns, mask = "0::UBIGINT";
    for (size_t d = 0; d < members.size(); ++d) {
      const SqlName& column = input.scope.names.find(block_.across[d])->second;
      const bool text = column.enumerated || column.type == ColumnType::kText;
      if (!text) return "";
      columns += fmt::format("{}{} AS {}", d == 0 ? "" : ", ", QuoteText(members[d]),
                             QuoteName(block_.across[d]));
    }
    for (size_t i = 0; i < conditions_.size(); ++i) {
      for (const std::string& name : NamesIn(*conditions_[i])) {
        const bool known = std::ranges::find(block_.across, name) != block_.across.end();
        if (!known && input.scope.names.contains(name)) return "";
      }
      mask += fmt::format(" + CASE WHEN {} THEN {}::UBIGINT ELSE 0 END",
                          ConditionSql(*conditions_[i], input.scope), RuleMask{1} << i);
    }
    const Result result = input.database.Query(
        fmt::format("SELECT ({})::DOUBLE AS mask FROM (SELECT {})", mask, columns));
    return Taker(static_cast<RuleMask>(result.Number(0, "mask")));
  }

  void AddMetrics(BlockResult& result) const {
    double holes = 0, overlaps = 0, overlapping = 0, unassigned = 0;
    for (const auto& [mask, pattern] : patterns_) {
      const double cells = pattern.cells == nullptr ? 0 : pattern.cells->cells;
      if (mask == 0) {
        holes += cells;
        unassigned += pattern.customers;
      } else if (std::popcount(mask) > 1) {
        overlaps += cells;
        overlapping += pattern.customers;
      }
    }
    const bool tried = cells_.reason.empty();
    const auto add = [&](const char* suffix, const char* label, double value, bool known) {
      Metric metric;
      metric.id = spec_.id + suffix;
      metric.label = label;
      metric.format = Format::kInt;
      metric.n = static_cast<double>(input_.frame.rows);
      if (known) metric.value = value;
      if (!known) metric.missing_reason = cells_.reason;
      result.metrics.push_back(std::move(metric));
    };
    add("_cells", "Kinds of {entities} tried", cells_.cells, tried);
    add("_hole_cells", "Kinds that no rule fits", holes, tried);
    add("_overlap_cells", "Kinds that several rules fit", overlaps, tried);
    add("_overlap_customers", "{Entities} that several rules fit", overlapping, true);
    add("_unassigned", "{Entities} that no rule fits", unassigned, true);
  }

  const BlockSpec& spec_;
  const RulesBlock& block_;
  const AnalysisInput& input_;
  const SqlScope& scope_;
  const FrameDimension& dimension_;
  const DimensionSpec& rules_;
  std::vector<ExpressionTree> conditions_;
  RuleCells cells_;
  std::vector<std::string> names_;  // of the cases with a condition
  std::vector<RuleMask> masks_;     // a row
  std::map<RuleMask, Pattern> patterns_;
};

}  // namespace

BlockResult ComputeRules(const BlockSpec& spec, const RulesBlock& block,
                         const SegmentInput& input) {
  return RuleTable(spec, block, input).Compute(input);
}

}  // namespace tessera
