#include "segment/snapshot.h"

#include <fmt/format.h>

#include "segment/dimensions.h"

namespace tessera {

std::string SnapshotQuery(const ReportSpec& spec, const SourceSpec& snapshot,
                          const LaterColumns& found, const std::vector<Dimension>& dimensions,
                          const Dimension& dimension, const std::string& value) {
  SqlScope scope;
  scope.parameters = spec.parameters;
  scope.as_of = snapshot.as_of;
  for (const ColumnSpec& column : snapshot.columns) scope.AddColumn(column.name, column.type);
  std::string query = "SELECT * FROM " + SnapshotTable(snapshot.name);
  for (const AttributeSpec& attribute : spec.attributes) {
    if (spec.IsLater(attribute)) continue;
    TypedSql formula{fmt::format("NULL::{}", TypeSql(attribute.type)), attribute.type};
    if (attribute.source == spec.entity_source) formula = FormulaSql(attribute, scope);
    query =
        fmt::format("SELECT *, {} AS {} FROM ({})", formula.sql, QuoteName(attribute.name), query);
    scope.AddColumn(attribute.name, formula.type);
  }
  for (const PopulationFilter& filter : spec.filters) {
    query =
        fmt::format("SELECT * FROM ({}) WHERE {}", query, ConditionSql(*filter.condition, scope));
  }
  query = WithLaterColumns(spec, found, query, scope);
  std::string member;
  for (const Dimension& earlier : dimensions) {
    const DimensionSpec& rule = *spec.FindDimension(earlier.id);
    const bool wanted = earlier.id == dimension.id;
    if (rule.quantiles > 0 && !wanted) continue;
    member = MemberSql(rule, earlier, scope, dimensions);
    if (wanted) break;
    // A column, so that the dimensions after it need not work it out again.
    const std::string raw = QuoteName("#m " + earlier.id);
    query = fmt::format("SELECT *, {} AS {} FROM ({})", member, raw, query);
    AddEarlierDimension(earlier, raw, scope);
  }
  const auto column = scope.names.find(value);
  return fmt::format("SELECT {} AS key, coalesce({}, {}) AS member, {} AS value FROM ({})",
                     QuoteName(snapshot.key), member, QuoteText(kMissingMember),
                     column == scope.names.end() ? "NULL::DOUBLE" : column->second.sql, query);
}

}  // namespace tessera
