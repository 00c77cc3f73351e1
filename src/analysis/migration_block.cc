#include "analysis/migration_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/block_values.h"
#include "analysis/entity_column.h"
#include "analysis/table_columns.h"
#include "segment/snapshot.h"
#include "stats/proportion.h"
#include "stats/transition.h"

namespace tessera {
namespace {

constexpr const char* kEntered = "(entered)";
constexpr const char* kLeft = "(left)";

struct Move {
  double customers = 0, value_before = 0, value_after = 0;
};

// Every move, by index of the member before and now; the last index is "not there".
class Moves {
 public:
  // Nobody anywhere.
  explicit Moves(const FrameDimension& dimension)
      : size_(dimension.size() + 1), moves_(size_ * size_) {}

  Moves(const MigrationBlock& block, const FrameDimension& dimension, const SegmentInput& made)
      : size_(dimension.size() + 1), moves_(size_ * size_) {
    const ReportSpec& spec = made.input.spec;
    std::vector<Dimension> dimensions;
    for (const FrameDimension& one : made.input.frame.dimensions) {
      dimensions.push_back(one.dimension);
    }
    const std::string before = SnapshotQuery(spec, *spec.FindSource(block.source), made.later,
                                             dimensions, dimension.dimension, block.column);
    const auto column = made.scope.names.find(block.column);
    const std::string now =
        fmt::format("SELECT {} AS key, {}::VARCHAR AS member, {} AS value FROM customers",
                    QuoteName(spec.FindSource(spec.entity_source)->key), QuoteName(block.dimension),
                    column == made.scope.names.end() ? "NULL::DOUBLE" : column->second.sql);
    // DECIMAL sums do not depend on the order of rows.
    const Result result = made.database.Query(fmt::format(
        "SELECT coalesce(b.member, '') AS origin, coalesce(n.member, '') AS target, count(*) AS n, "
        "coalesce(sum(b.value::DECIMAL(38, 6)), 0)::DOUBLE AS before, "
        "coalesce(sum(n.value::DECIMAL(38, 6)), 0)::DOUBLE AS after FROM ({}) b FULL JOIN ({}) n "
        "ON b.key = n.key GROUP BY 1, 2 ORDER BY 1, 2",
        before, now));
    for (size_t row = 0; row < result.rows; ++row) {
      const auto index = [&](const char* name) {
        return IndexOf(result.Text(row, name), dimension.dimension);
      };
      Move& move = moves_[index("origin") * size_ + index("target")];
      move.customers += result.Number(row, "n");
      move.value_before += result.Number(row, "before");
      move.value_after += result.Number(row, "after");
    }
  }

  size_t members() const { return size_ - 1; }
  size_t outside() const { return size_ - 1; }
  const Move& at(size_t from, size_t to) const { return moves_[from * size_ + to]; }

 private:
  // A member of before that nobody has now counts as outside all of them only if it has no name.
  size_t IndexOf(const std::string& name, const Dimension& dimension) const {
    for (size_t i = 0; i < dimension.members.size(); ++i) {
      if (dimension.members[i].name == name) return i;
    }
    return outside();
  }

  size_t size_;
  std::vector<Move> moves_;
};

Table MatrixTable(const BlockSpec& spec, const Moves& moves, const Dimension& dimension,
                  const AnalysisInput& input) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.dimensions = {dimension.id, dimension.id};
  table.columns = {KeyColumn("from", "Before"), KeyColumn("to", "Now"),
                   ValueColumn("customers", "{Entities}", Format::kInt)};
  table.columns.back().additive = true;
  AppendWithLimits(ValueColumn("share", "Of those before", Format::kPct1), table.columns);
  double everyone = 0;
  for (size_t from = 0; from <= moves.members(); ++from) {
    double row = 0;
    for (size_t to = 0; to <= moves.members(); ++to) row += moves.at(from, to).customers;
    everyone += row;
    for (size_t to = 0; to <= moves.members(); ++to) {
      if (from == moves.outside() && to == moves.outside()) continue;
      const double n = moves.at(from, to).customers;
      std::vector<Cell> cells = {from == moves.outside() ? kEntered : dimension.members[from].name,
                                 to == moves.outside() ? kLeft : dimension.members[to].name, n};
      const auto limits = stats::WilsonInterval({n, row}, Confidence(input.spec));
      AppendWithLimits(row > 0 ? std::optional(n / row) : std::nullopt, ModelInterval(limits),
                       cells);
      table.rows.push_back(std::move(cells));
    }
  }
  table.total = {"Total", Cell(), everyone, Cell(), Cell(), Cell()};
  return table;
}

Table FlowTable(const BlockSpec& spec, const Moves& moves, const Dimension& dimension,
                Format format) {
  Table table;
  table.id = spec.id + "_flow";
  table.title = spec.title;
  table.columns = {ValueColumn("stage", "Stage", Format::kInt), KeyColumn("from", "Before"),
                   KeyColumn("to", "Now"), ValueColumn("customers", "{Entities}", Format::kInt),
                   ValueColumn("value", "Value", format)};
  for (size_t from = 0; from <= moves.members(); ++from) {
    for (size_t to = 0; to <= moves.members(); ++to) {
      const Move& move = moves.at(from, to);
      if (move.customers == 0) continue;
      const bool left = to == moves.outside();
      table.rows.push_back({1.0, from == moves.outside() ? kEntered : dimension.members[from].name,
                            left ? kLeft : dimension.members[to].name, move.customers,
                            left ? move.value_before : move.value_after});
    }
  }
  return table;
}

// What one segment had before, gained, lost and has now.
struct Bridge {
  double start = 0, entered = 0, in = 0, out = 0, left = 0, stayed = 0, end = 0;
  double value_start = 0, value_entered = 0, value_in = 0, value_out = 0, value_left = 0,
         value_change = 0, value_end = 0;

  void Add(const Bridge& other) {
    start += other.start, entered += other.entered, in += other.in, out += other.out;
    left += other.left, stayed += other.stayed, end += other.end;
    value_start += other.value_start, value_entered += other.value_entered;
    value_in += other.value_in, value_out += other.value_out, value_left += other.value_left;
    value_change += other.value_change, value_end += other.value_end;
  }
};

Bridge BridgeOf(const Moves& moves, size_t member) {
  Bridge bridge;
  for (size_t other = 0; other <= moves.members(); ++other) {
    const Move& gone = moves.at(member, other);
    const Move& come = moves.at(other, member);
    bridge.start += gone.customers;
    bridge.value_start += gone.value_before;
    bridge.end += come.customers;
    bridge.value_end += come.value_after;
    if (other == member) {
      bridge.stayed = gone.customers;
      bridge.value_change = gone.value_after - gone.value_before;
    } else if (other == moves.outside()) {
      bridge.left = gone.customers;
      bridge.value_left = gone.value_before;
      bridge.entered = come.customers;
      bridge.value_entered = come.value_after;
    } else {
      bridge.out += gone.customers;
      bridge.value_out += gone.value_before;
      bridge.in += come.customers;
      bridge.value_in += come.value_after;
    }
  }
  return bridge;
}

std::vector<Cell> CountCells(std::string name, const Bridge& b) {
  return {std::move(name), b.start, b.entered, b.in, b.out, b.left, b.end, b.stayed};
}

std::vector<Cell> ValueCells(std::string name, const Bridge& b) {
  return {std::move(name), b.value_start, b.value_entered, b.value_in,
          b.value_out,     b.value_left,  b.value_change,  b.value_end};
}

// A row a member, made by `cells`, and their sum.
void AddBridges(const Moves& moves, const Dimension& dimension,
                std::vector<Cell> (*cells)(std::string, const Bridge&), Table& table) {
  table.dimensions = {dimension.id};
  Bridge total;
  for (size_t member = 0; member < moves.members(); ++member) {
    const Bridge bridge = BridgeOf(moves, member);
    total.Add(bridge);
    table.rows.push_back(cells(dimension.members[member].name, bridge));
  }
  table.total = cells("Total", total);
}

Table BridgeTable(const BlockSpec& spec, const Moves& moves, const Dimension& dimension) {
  Table table;
  table.id = spec.id + "_bridge";
  table.title = "What each segment gained and lost";
  const auto count = [](const char* name, const char* label) {
    Column column = ValueColumn(name, label, Format::kInt);
    column.additive = true;
    return column;
  };
  table.columns = {KeyColumn(dimension.id, dimension.label),
                   count("start", "Before"),
                   count("entered", "Entered"),
                   count("moved_in", "Moved in"),
                   count("moved_out", "Moved out"),
                   count("left", "Left"),
                   count("end", "Now"),
                   count("stayed", "Of them stayed")};
  AddBridges(moves, dimension, CountCells, table);
  table.notes = {"Before + entered + moved in − moved out − left = now."};
  return table;
}

Table ValueBridgeTable(const BlockSpec& spec, const Moves& moves, const Dimension& dimension,
                       const std::string& label, Format format) {
  Table table;
  table.id = spec.id + "_value_bridge";
  table.title = "What that made of: " + label;
  table.columns = {KeyColumn(dimension.id, dimension.label)};
  for (const auto& [name, part] : std::initializer_list<std::pair<const char*, const char*>>{
           {"value_start", "Before"},
           {"value_entered", "Entered with"},
           {"value_in", "Moved in with"},
           {"value_out", "Moved out with"},
           {"value_left", "Left with"},
           {"value_change", "Change of those who stayed"},
           {"value_end", "Now"}}) {
    table.columns.push_back(ValueColumn(name, part, format));
  }
  AddBridges(moves, dimension, ValueCells, table);
  table.notes = {
      "Before + entered + moved in − moved out − left + the change of those who stayed = now. Who "
      "moves takes along the value of before and brings that of now."};
  return table;
}

void AddMetrics(const BlockSpec& spec, const Moves& moves, Format format,
                const AnalysisInput& input, BlockResult& result) {
  Bridge total;
  std::vector<double> counts;
  for (size_t from = 0; from < moves.members(); ++from) {
    total.Add(BridgeOf(moves, from));
    for (size_t to = 0; to < moves.members(); ++to) counts.push_back(moves.at(from, to).customers);
  }
  const double both = total.start - total.left;
  const auto add = [&](const char* suffix, const char* label, Format shown,
                       std::optional<double> value, std::optional<Interval> interval = {}) {
    result.metrics.push_back(BlockMetric(spec.id + suffix, label, shown, value, interval));
    result.metrics.back().n = both;
  };
  add("_start", "{Entities} before", Format::kInt, total.start);
  add("_end", "{Entities} now", Format::kInt, total.end);
  add("_entered", "{Entities} that entered", Format::kInt, total.entered);
  add("_left", "{Entities} that left", Format::kInt, total.left);
  add("_moved", "{Entities} that moved", Format::kInt, total.out);
  const auto stayed = stats::WilsonInterval({total.stayed, both}, Confidence(input.spec));
  add("_stayed_rate", "Stayed in their segment", Format::kPct1,
      both > 0 ? std::optional(total.stayed / both) : std::nullopt, ModelInterval(stayed));
  add("_value_start", "Value before", format, total.value_start);
  add("_value_end", "Value now", format, total.value_end);
  const stats::CountTable table{counts, moves.members(), moves.members()};
  Table tests;
  tests.id = spec.id + "_tests";
  tests.title = "Did the sizes change, and did moves balance";
  tests.columns = {KeyColumn("question", "If nothing had changed"),
                   ValueColumn("test", "Test", Format::kText),
                   ValueColumn("statistic", "χ²", Format::kNum1),
                   ValueColumn("df", "Degrees of freedom", Format::kInt), PValueColumn("p", "p")};
  const auto kappa = stats::CohensKappa(table, Confidence(input.spec));
  const auto margins = stats::TestMargins(table);
  const auto symmetry = stats::TestSymmetry(table);
  add("_kappa", "Cohen's κ of before and now", Format::kNum2,
      kappa ? std::optional(kappa->value) : std::nullopt,
      kappa ? ModelInterval(std::optional(kappa->interval)) : std::nullopt);
  const auto test = [&](const char* question, const char* name,
                        const std::optional<stats::ChiSquareResult>& found) {
    if (!found) return;
    tests.rows.push_back({question, name, found->statistic, found->df, found->p_value});
  };
  if (margins) {
    test("segments would have the same sizes", "Stuart-Maxwell", margins->stuart_maxwell);
    test("segments would have the same sizes ", "Bhapkar", margins->bhapkar);
  }
  test("as many would move there as back", "Bowker", symmetry);
  result.tables.push_back(std::move(tests));
  add("_margins_p", "p that the sizes did not change (Stuart-Maxwell)", Format::kNum2,
      margins ? std::optional(margins->stuart_maxwell.p_value) : std::nullopt);
  add("_symmetry_p", "p that moves go both ways alike (Bowker)", Format::kNum2,
      symmetry ? std::optional(symmetry->p_value) : std::nullopt);
}

}  // namespace

BlockResult ComputeMigration(const BlockSpec& spec, const MigrationBlock& block,
                             const SegmentInput& made) {
  const AnalysisInput& input = made.input;
  const FrameDimension& dimension = RequireDimension(block.dimension, spec.place, input);
  const Format format =
      block.column.empty() ? Format::kNum1 : ColumnFormat(block.column, input.spec);
  const SourceSummary* snapshot = made.sources.Find(block.source);
  const bool there = snapshot != nullptr && snapshot->found;
  const Moves moves = there ? Moves(block, dimension, made) : Moves(dimension);
  const Dimension& members = dimension.dimension;
  BlockResult result;
  result.tables.push_back(MatrixTable(spec, moves, members, input));
  result.tables.push_back(FlowTable(spec, moves, members, format));
  result.tables.push_back(BridgeTable(spec, moves, members));
  if (!block.column.empty()) {
    result.tables.push_back(
        ValueBridgeTable(spec, moves, members, ColumnLabel(block.column, input.spec), format));
  }
  AddMetrics(spec, moves, format, input, result);
  if (there) return result;

  const std::string reason =
      fmt::format("there is one snapshot only: the source '{}' is not there", block.source);
  result.notes.push_back({Severity::kWarning, spec.id, reason});
  for (Table& table : result.tables) {
    table.rows.clear();
    table.total.clear();
    table.notes = {reason};
  }
  for (Metric& metric : result.metrics) {
    metric.value.reset();
    metric.interval.reset();
    metric.missing_reason = reason;
  }
  return result;
}

}  // namespace tessera
