// What is asked of sources that have been read.
#include <fmt/format.h>

#include "warehouse/aggregate.h"
#include "warehouse/load.h"

namespace tessera {

bool JoinProof::holds() const {
  return entities_before == entities_after && sum_before == sum_after && rows_used == rows_joined;
}

std::string SnapshotTable(std::string_view source) {
  return QuoteName(fmt::format("snapshot_{}", source));
}

TypedSql FormulaSql(const AttributeSpec& attribute, const SqlScope& scope) {
  return DeclaredSql(attribute, Compile(*attribute.expression, scope), scope.dialect);
}

const SourceSummary* Sources::Find(std::string_view source) const {
  for (const SourceSummary& summary : summaries) {
    if (summary.name == source) return &summary;
  }
  return nullptr;
}

}  // namespace tessera
