#include "segment/everyone_members.h"

#include <fmt/format.h>

namespace tessera {
namespace {

std::vector<std::string> Names(const Dimension& dimension) {
  std::vector<std::string> names;
  for (const Member& member : dimension.members) names.push_back(member.name);
  return names;
}

}  // namespace

EveryoneMembers PlaceEveryone(const ReportSpec& spec, const Everyone& everyone,
                              const LaterColumns& found, const Segmentation& segmentation) {
  EveryoneMembers placed;
  placed.scope = everyone.scope;
  const std::string query = WithLaterColumns(spec, found, everyone.query, placed.scope);
  SqlScope known = placed.scope;
  std::string columns = "*";
  for (size_t index = 0; index < segmentation.dimensions.size(); ++index) {
    const Dimension& dimension = segmentation.dimensions[index];
    const std::string member =
        MemberSql(*spec.FindDimension(dimension.id), dimension, known, segmentation.dimensions,
                  {&segmentation.edges[index], kUnsampledMember});
    AddEarlierDimension(dimension, member, known);
    placed.members.push_back(fmt::format("\"#d{}\"", index));
    columns += fmt::format(", {} AS {}", member, placed.members.back());
    placed.scope.names[dimension.id] = {ColumnType::kText, placed.members.back(), true,
                                        Names(dimension)};
  }
  placed.from = fmt::format("(SELECT {} FROM ({}) AS t) AS t", columns, query);
  return placed;
}

}  // namespace tessera
