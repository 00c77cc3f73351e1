#include "segment/dimensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "segment/bins.h"
#include "segment/member_names.h"

namespace tessera {
namespace {

constexpr size_t kMostMembers = 200;
constexpr const char* kOtherMember = "(other)";

// A dimension with the SQL that gives each entity its member's name (or null).
struct Assignment {
  Dimension dimension;
  std::string sql;
  std::vector<double> edges;  // of bins
};

Dimension Described(const DimensionSpec& spec) {
  Dimension dimension;
  dimension.id = spec.id;
  dimension.label = spec.label;
  dimension.description = spec.description;
  dimension.ordered = spec.ordered;
  dimension.caveat = spec.caveat;
  return dimension;
}

Member RuleMember(const MemberRule& rule) {
  return {rule.name, rule.label.empty() ? rule.name : rule.label,
          rule.condition ? ExpressionText(*rule.condition) : "otherwise", rule.muted};
}

std::string Labelled(const DimensionSpec& spec, const std::string& name) {
  const auto label = spec.labels.find(name);
  return label == spec.labels.end() ? name : label->second;
}

// Edges at type-7 quantiles of the values that are there.
std::vector<double> QuantileEdges(const DimensionSpec& spec, const std::string& value,
                                  Database& database) {
  std::string list;
  for (int i = 1; i < spec.quantiles; ++i) {
    list += fmt::format("{}{}::DOUBLE / {}", i == 1 ? "" : ", ", i, spec.quantiles);
  }
  const Result result = database.Query(fmt::format(
      "SELECT unnest(quantile_cont(({0})::DOUBLE, [{1}])) AS edge, (SELECT max(({0})::DOUBLE) "
      "FROM entities) AS maximum FROM entities",
      value, list));
  std::vector<double> edges;
  for (size_t row = 0; row < result.rows; ++row) edges.push_back(result.Number(row, "edge"));
  std::erase_if(edges, [](double edge) { return std::isnan(edge); });
  const double maximum = result.rows > 0 ? result.Number(0, "maximum") : 0;
  return UsableEdges(std::move(edges), maximum, spec.discrete);
}

// Text values: the definition's order first (those that occur), then the others by name.
std::vector<Member> TextMembers(const DimensionSpec& spec, const std::string& value,
                                Database& database) {
  const Result result = database.Query(fmt::format(
      "SELECT DISTINCT ({0})::VARCHAR AS value FROM entities WHERE ({0}) IS NOT NULL ORDER BY 1",
      value));
  std::vector<std::string> found;
  for (size_t row = 0; row < result.rows; ++row) found.push_back(result.Text(row, "value"));
  if (found.size() > kMostMembers) {
    throw Error(fmt::format("dimension '{}' has {} different values, at most {} make a report",
                            spec.id, found.size(), kMostMembers),
                spec.place)
        .Remedy("bin it, or give `cases` that group its values");
  }
  std::vector<std::string> names;
  for (const std::string& name : spec.order) {
    if (std::ranges::find(found, name) != found.end()) names.push_back(name);
  }
  for (const std::string& name : found) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::vector<Member> members;
  members.reserve(names.size());
  for (const std::string& name : names) {
    members.push_back(
        {name, Labelled(spec, name), fmt::format("{} = '{}'", ExpressionText(*spec.of), name)});
  }
  return members;
}

// The members that most entities have, by their number and then by name; what else there is goes
// under kOtherMember.
std::vector<Member> FrequentMembers(const DimensionSpec& spec, const std::string& value,
                                    Database& database, std::string& placed) {
  const Result result = database.Query(
      fmt::format("SELECT ({0})::VARCHAR AS value FROM entities WHERE ({0}) IS NOT NULL GROUP BY 1"
                  " ORDER BY count(*) DESC, 1 LIMIT {1}",
                  value, spec.most_frequent + 1));
  std::vector<Member> members;
  std::string list;
  for (size_t row = 0; row < result.rows; ++row) {
    if (members.size() == static_cast<size_t>(spec.most_frequent)) break;
    const std::string name = result.Text(row, "value");
    members.push_back(
        {name, Labelled(spec, name), fmt::format("{} = '{}'", ExpressionText(*spec.of), name)});
    list += (list.empty() ? "" : ", ") + QuoteText(name);
  }
  if (result.rows > members.size()) {
    members.push_back({kOtherMember, kOtherMember, "every other value", true});
    placed = fmt::format("CASE WHEN {0} IN ({1}) THEN {0} WHEN {0} IS NOT NULL THEN {2} END",
                         placed, list, QuoteText(kOtherMember));
  }
  return members;
}

std::string CasesSql(const std::vector<MemberRule>& rules, const SqlScope& scope,
                     const std::vector<Dimension>& known, std::string_view otherwise) {
  std::string sql = "CASE";
  for (const MemberRule& rule : rules) {
    const std::string name = QuoteText(rule.name, scope.dialect);
    if (rule.condition == nullptr) return sql + fmt::format(" ELSE {} END", name);
    sql += fmt::format(" WHEN {} THEN {}",
                       ConditionSql(*ResolveMembers(rule.condition, known), scope), name);
  }
  return sql + fmt::format(" ELSE {} END", otherwise);
}

Assignment Assign(const DimensionSpec& spec, const SqlScope& scope, const Locale& locale,
                  const std::vector<Dimension>& known, Database& database) {
  Assignment assignment{Described(spec), "", {}};
  std::vector<Member>& members = assignment.dimension.members;
  if (!spec.cases.empty()) {
    for (const MemberRule& rule : spec.cases) members.push_back(RuleMember(rule));
    assignment.sql = CasesSql(spec.cases, scope, known, "NULL");
    return assignment;
  }
  const TypedSql value = Compile(*ResolveMembers(spec.of, known), scope);
  std::string placed = fmt::format("({})::VARCHAR", value.sql);
  if (spec.bins.empty() && spec.quantiles == 0) {
    members = spec.most_frequent > 0 ? FrequentMembers(spec, value.sql, database, placed)
                                     : TextMembers(spec, value.sql, database);
  } else {
    assignment.edges = spec.quantiles > 0 ? QuantileEdges(spec, value.sql, database) : spec.bins;
    members = BinMembers(spec, assignment.edges, ExpressionText(*spec.of), locale);
    placed = BinSql(value.sql, assignment.edges, members);
  }
  if (!spec.except.empty()) {
    placed = CasesSql(spec.except, scope, known, placed);
    for (const MemberRule& rule : spec.except) members.push_back(RuleMember(rule));
  }
  assignment.sql = std::move(placed);
  return assignment;
}

// "(missing)" is a member only where something is missing.
void AddMissingMember(const ReportSpec& spec, const std::vector<double>& missing,
                      std::vector<Assignment>& assignments) {
  for (size_t i = 0; i < assignments.size(); ++i) {
    Assignment& assignment = assignments[i];
    if (missing[i] == 0) continue;
    assignment.dimension.members.push_back(
        {kMissingMember, Labelled(spec.dimensions[i], kMissingMember), "no value", true});
    assignment.sql = fmt::format("coalesce({}, {})", assignment.sql, QuoteText(kMissingMember));
  }
}

std::vector<double> CountMissing(const std::vector<Assignment>& assignments, Database& database) {
  if (assignments.empty()) return {};
  std::string list;
  for (const Assignment& assignment : assignments) {
    list += fmt::format("{}count(*) - count({})", list.empty() ? "" : ", ", assignment.sql);
  }
  const Result result = database.Query(fmt::format("SELECT {} FROM entities", list));
  std::vector<double> missing;
  for (const ResultColumn& column : result.columns) missing.push_back(column.numbers[0]);
  return missing;
}

std::string EnumSql(const Dimension& dimension) {
  std::string names;
  for (const Member& member : dimension.members) {
    names += (names.empty() ? "" : ", ") + QuoteText(member.name);
  }
  return fmt::format("ENUM({})", names);
}

void CreateCustomers(const std::vector<Assignment>& assignments, Database& database) {
  std::string list;
  for (const Assignment& assignment : assignments) {
    list += fmt::format(", CAST({} AS {}) AS {}", assignment.sql, EnumSql(assignment.dimension),
                        QuoteName(assignment.dimension.id));
  }
  // A dimension may have the name of the column that it groups by, and then takes its place.
  std::string replaced;
  for (const Assignment& assignment : assignments) {
    replaced += (replaced.empty() ? "" : ", ") + QuoteText(assignment.dimension.id);
  }
  const std::string columns =
      replaced.empty() ? "*" : fmt::format("columns(c -> c NOT IN ({}))", replaced);
  database.Execute(
      fmt::format("CREATE TABLE customers AS SELECT {}{} FROM entities", columns, list));
}

std::vector<std::string> MemberNames(const Dimension& dimension) {
  std::vector<std::string> names;
  for (const Member& member : dimension.members) names.push_back(member.name);
  return names;
}

}  // namespace

Segmentation AssignDimensions(const ReportSpec& spec, const SqlScope& scope, Database& database) {
  Segmentation segmentation;
  std::vector<Assignment> assignments;
  SqlScope known = scope;
  for (const DimensionSpec& dimension : spec.dimensions) {
    assignments.push_back(Assign(dimension, known, spec.locale, segmentation.dimensions, database));
    segmentation.dimensions.push_back(assignments.back().dimension);
    AddEarlierDimension(segmentation.dimensions.back(), assignments.back().sql, known);
  }
  AddMissingMember(spec, CountMissing(assignments, database), assignments);
  CreateCustomers(assignments, database);
  segmentation.scope = scope;
  segmentation.dimensions.clear();
  for (Assignment& assignment : assignments) {
    segmentation.scope.AddDimension(assignment.dimension.id, MemberNames(assignment.dimension));
    segmentation.dimensions.push_back(std::move(assignment.dimension));
    segmentation.edges.push_back(std::move(assignment.edges));
  }
  return segmentation;
}

std::string MemberSql(const DimensionSpec& spec, const Dimension& dimension, const SqlScope& scope,
                      const std::vector<Dimension>& known, const Placement& placement) {
  if (spec.quantiles > 0 && placement.edges == nullptr) {
    throw Error(fmt::format("the dimension '{}' is cut at quantiles of one day", spec.id),
                spec.place)
        .Remedy("give it edges: bins: […]");
  }
  const Dialect dialect = scope.dialect;
  std::string placed;
  if (!spec.cases.empty()) {
    placed = CasesSql(spec.cases, scope, known, "NULL");
  } else {
    const TypedSql value = Compile(*ResolveMembers(spec.of, known), scope);
    // ClickHouse compares no DECIMAL with an edge.
    const std::string number = dialect == Dialect::kClickHouse
                                   ? CastSql(value.sql, ColumnType::kNumber, dialect)
                                   : value.sql;
    placed = spec.bins.empty() && spec.quantiles == 0
                 ? ShownSql(value.sql, value.type, dialect)
                 : BinSql(number, placement.edges == nullptr ? spec.bins : *placement.edges,
                          dimension.members, dialect);
    if (!spec.except.empty()) placed = CasesSql(spec.except, scope, known, placed);
  }
  std::vector<std::string> names;
  std::string_view unknown = placement.unknown;
  for (const Member& member : dimension.members) {
    names.push_back(QuoteText(member.name, dialect));
    if (spec.most_frequent > 0 && member.name == kOtherMember) unknown = kOtherMember;
  }
  return fmt::format("CASE WHEN {0} IN ({1}) THEN {0} WHEN {0} IS NULL THEN {2} ELSE {3} END",
                     placed, Join(names, ", "), NullSql(ColumnType::kText, dialect),
                     QuoteText(unknown, dialect));
}

void AddEarlierDimension(const Dimension& dimension, const std::string& sql, SqlScope& scope) {
  if (scope.names.contains(dimension.id)) return;
  scope.names[dimension.id] = {ColumnType::kText, fmt::format("({})", sql), true,
                               MemberNames(dimension)};
}

}  // namespace tessera
