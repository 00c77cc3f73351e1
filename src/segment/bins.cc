#include "segment/bins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "warehouse/sql.h"

namespace tessera {
namespace {

// The text of an edge inside a range, where the currency stands once: "$5,000–15,000".
std::string WithoutCurrency(double edge, const DimensionSpec& dimension, const Locale& locale) {
  Locale bare = locale;
  bare.currency_prefix.clear();
  return FormatNumber(edge, dimension.format, bare);
}

std::string DiscreteName(const std::vector<double>& edges, size_t bin,
                         const DimensionSpec& dimension, const Locale& locale) {
  const auto text = [&](double value) { return FormatNumber(value, dimension.format, locale); };
  if (bin == edges.size()) return text(edges.back() + 1) + "+";
  const double high = edges[bin];
  if (bin == 0 && high < 0) return "≤ " + text(high);
  const double low = bin == 0 ? 0 : edges[bin - 1] + 1;
  if (low == high) return text(high);
  return fmt::format("{}–{}", text(low), text(high));
}

std::string ContinuousName(const std::vector<double>& edges, size_t bin,
                           const DimensionSpec& dimension, const Locale& locale) {
  const auto text = [&](double value) { return FormatNumber(value, dimension.format, locale); };
  if (bin == 0) return "≤ " + text(edges.front());
  if (bin == edges.size()) return "> " + text(edges.back());
  return fmt::format("{}–{}", text(edges[bin - 1]), WithoutCurrency(edges[bin], dimension, locale));
}

std::string Rule(const std::vector<double>& edges, size_t bin, std::string_view subject) {
  if (bin == 0) return fmt::format("{} ≤ {}", subject, edges.front());
  if (bin == edges.size()) return fmt::format("{} > {}", subject, edges.back());
  return fmt::format("{} < {} ≤ {}", edges[bin - 1], subject, edges[bin]);
}

std::string Label(const std::string& name, size_t bin, const DimensionSpec& dimension) {
  if (bin < dimension.prefixes.size()) return fmt::format("{} ({})", dimension.prefixes[bin], name);
  if (dimension.name_unit.empty()) return name;
  return fmt::format("{} {}", name, dimension.name_unit);
}

}  // namespace

std::vector<Member> BinMembers(const DimensionSpec& dimension, const std::vector<double>& edges,
                               std::string_view subject, const Locale& locale) {
  std::vector<Member> members;
  if (edges.empty()) {
    members.push_back({"all", "All", std::string(subject), false});
    return members;
  }
  for (size_t bin = 0; bin <= edges.size(); ++bin) {
    const std::string name = dimension.discrete ? DiscreteName(edges, bin, dimension, locale)
                                                : ContinuousName(edges, bin, dimension, locale);
    const auto given = dimension.labels.find(name);
    members.push_back(
        {name, given == dimension.labels.end() ? Label(name, bin, dimension) : given->second,
         Rule(edges, bin, subject), false});
  }
  return members;
}

std::string BinSql(std::string_view value_sql, const std::vector<double>& edges,
                   const std::vector<Member>& members, Dialect dialect) {
  std::string sql = fmt::format("CASE WHEN ({}) IS NULL THEN NULL", value_sql);
  for (size_t bin = 0; bin < edges.size(); ++bin) {
    sql += fmt::format(" WHEN ({}) <= {} THEN {}", value_sql, edges[bin],
                       QuoteText(members[bin].name, dialect));
  }
  return sql + fmt::format(" ELSE {} END", QuoteText(members[edges.size()].name, dialect));
}

std::vector<double> UsableEdges(std::vector<double> edges, double maximum, bool discrete) {
  if (discrete) {
    for (double& edge : edges) edge = std::floor(edge);
  }
  std::ranges::sort(edges);
  edges.erase(std::ranges::unique(edges).begin(), edges.end());
  std::erase_if(edges, [&](double edge) { return !(edge < maximum); });
  return edges;
}

}  // namespace tessera
