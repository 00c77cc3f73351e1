#include "segment/everyone_members.h"

#include <fmt/format.h>

namespace tessera {
namespace {

// No name of a definition.
constexpr const char* kDrawn = "#drawn";

std::vector<std::string> Names(const Dimension& dimension) {
  std::vector<std::string> names;
  for (const Member& member : dimension.members) names.push_back(member.name);
  return names;
}

}  // namespace

EveryoneRows PlaceEveryone(const ReportSpec& spec, const Everyone& everyone,
                           const LaterColumns& found, const Segmentation& segmentation) {
  EveryoneRows placed;
  placed.scope = everyone.scope;
  std::string query = WithLaterColumns(spec, found, everyone.query, placed.scope);
  SqlScope known = placed.scope;
  std::string columns = "*";
  for (size_t index = 0; index < segmentation.dimensions.size(); ++index) {
    const Dimension& dimension = segmentation.dimensions[index];
    const std::string member =
        MemberSql(*spec.FindDimension(dimension.id), dimension, known, segmentation.dimensions,
                  {&segmentation.edges[index], kUnsampledMember});
    // A column, so that the dimensions after it need not work it out again.
    const std::string raw = fmt::format("\"#m{}\"", index);
    query = fmt::format("SELECT *, {} AS {} FROM ({}) AS t", member, raw, query);
    AddEarlierDimension(dimension, raw, known);
    const std::string column = fmt::format("\"#d{}\"", index);
    columns += fmt::format(", coalesce({}, {}) AS {}", raw,
                           QuoteText(kMissingMember, known.dialect), column);
    placed.scope.names[dimension.id] = {ColumnType::kText, column, true, Names(dimension)};
  }
  const std::string& key = known.names.find(everyone.key)->second.sql;
  columns += fmt::format(", CASE WHEN {} THEN '{}' ELSE '' END AS \"#drawn\"",
                         everyone.sample.Condition(key, known.dialect), kSampled);
  placed.scope.names[kDrawn] = {ColumnType::kText, "\"#drawn\"", false, {}};
  placed.from =
      ScanSql(everyone, fmt::format("SELECT {} FROM ({}) AS t", columns, query), placed.scope);
  for (const Dimension& dimension : segmentation.dimensions) {
    placed.members.push_back(placed.scope.names[dimension.id].sql);
  }
  placed.drawn = placed.scope.names[kDrawn].sql;
  return placed;
}

}  // namespace tessera
