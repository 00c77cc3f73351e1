// The finished figures, as conditions, derived metrics and sentences refer to them.
//
//   arr_at_risk               a metric; .low .high .n .p .p_adjusted .part .whole are parts of it
//   cell(table, member…, column)             one cell; "total" as the member is the total row
//   top(table, column [, k])                 the label of the row with the k-th largest value;
//   members
//                                            that tie are joined: "a and b". bottom(…) the smallest
//   top_cell(table, column, other [, k])     another column of that row; bottom_cell(…)
//   row_cell(table, k, column)               a cell of the k-th row as the table stands
//   row_label(table, k)                      the key columns of that row, joined by " → "
//   rows(table)                              how many rows it has
//   member_label(dimension, member)          how a member is shown; first_member(dimension),
//   last_member(dimension)                   the ends of its order, "(missing)" left out
//   claims_hold(), checks_failed()           counts of the finished report
//   abs(x) min(x, …) max(x, …)
//
// Missing figures are null: arithmetic over null is null, a comparison with null is not true.
#ifndef TESSERA_ANALYSIS_FACTS_H_
#define TESSERA_ANALYSIS_FACTS_H_

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/prose.h"
#include "model/report.h"
#include "spec/expression.h"

namespace tessera {

struct Fact {
  std::variant<std::monostate, double, std::string, bool> value;
  Format format = Format::kNum1;
  // Where it comes from, when it is one figure and not a computation.
  Piece::Kind kind = Piece::Kind::kText;
  std::string ref;
  std::optional<Interval> interval;
  const Metric* metric = nullptr;
  // Of a difference in a table's cell: by the row's columns p_holm, n_cohort or n, and n_rest.
  std::optional<double> p_adjusted, smaller_group;

  bool missing() const { return std::holds_alternative<std::monostate>(value); }
  std::optional<double> number() const;
  std::string text() const;
  bool truth() const;  // only `true` is true
};

// A word's licence (REPORTS.md §5.1): what may be said, and by which rule.
struct Licence {
  bool granted = false;
  bool negative = false;  // the difference is below zero: the second word of a pair
  std::string ref;        // the figure that decides
  std::string rule;       // "interval excludes zero"
  std::string refusal;    // why not, when not granted
  std::string addition;   // what must be added: a runner-up that is not clearly different
};

class Facts {
 public:
  // `report` must outlive the facts; figures added to it later are seen.
  Facts(const Report& report, const std::map<std::string, double>& parameters);

  // Throws Error at the place of a name that is no figure, table, column or function.
  Fact Evaluate(const Expression& expression) const;
  bool Holds(const ExpressionTree& condition) const;  // a null tree holds

  // A metric (or cell with an interval) licenses comparatives when its interval excludes zero and
  // its adjusted p is below alpha; top(…) and bottom(…) license superlatives; majority(x) words
  // like "most"; significant(m) needs the adjusted p alone.
  Licence LicenceOf(const Expression& expression) const;

 private:
  Fact Name(const NameReference& name, const Place& place) const;
  Fact Call(const FunctionCall& call, const Place& place) const;
  Fact CellOf(const FunctionCall& call, const Place& place) const;
  Fact Ranked(const FunctionCall& call, const Place& place) const;
  Fact RowOf(const FunctionCall& call, const Place& place) const;
  Fact MemberOf(const FunctionCall& call, const Place& place) const;
  Fact Binary(const BinaryOperation& operation) const;
  Fact Unary(const UnaryOperation& operation) const;
  Licence RankingLicence(const FunctionCall& call, const Place& place) const;

  // Null for a table that was left out with its block: what is asked of it is missing.
  const Table* FindTable(const Expression& name) const;
  int RequireColumn(const Table& table, const Expression& name) const;
  std::string TextArgument(const Expression& argument) const;
  Fact TableCell(const Table& table, size_t row, int column) const;
  static void AddTest(const Table& table, const std::vector<Cell>& cells, Fact& fact);
  // Rows that have a value in `column`, best first; ties keep the table's order.
  std::vector<size_t> Ranking(const Table& table, int column, bool largest) const;
  std::string RowLabel(const Table& table, size_t row) const;

  const Report& report_;
  const std::map<std::string, double>& parameters_;
};

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_FACTS_H_
