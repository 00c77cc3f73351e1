// What is to be kept of a many-to-one source, planned before its file is read:
//
//   rows ──one scan──► groups (key × classes) ──► totals (one row a key)
//
// A class is a column that is counted distinctly or by value. A filter over classes alone is tried
// once a group; any other is tried on each row as it passes by.
#ifndef TESSERA_WAREHOUSE_REDUCTION_H_
#define TESSERA_WAREHOUSE_REDUCTION_H_

#include <set>
#include <string>
#include <vector>

#include "spec/report_spec.h"
#include "warehouse/aggregate.h"
#include "warehouse/sql.h"

namespace tessera {

// The groups of a source hold each pair of key and class at most once, so that counting distinct
// classes is counting groups; groups that count their rows by class hold each key at most once.
enum class GroupKind { kRepeating, kUnique };

struct ReducedAttribute {
  const AttributeSpec* spec = nullptr;
  bool over_groups = false;       // computed from the classes and the groups' sizes alone
  std::vector<Partial> partials;  // else
};

struct Reduction {
  std::set<std::string> classes;  // canonical names
  std::vector<ReducedAttribute> attributes;
};

// The columns of the groups: how many rows each stands for, and partial `part` of attribute
// `index`.
inline constexpr const char* kGroupRows = "\"#rows\"";
std::string PartialName(size_t index, size_t part);

// `scope` holds the source's columns, and says whose SQL it is. Where it has no as_of, that is
// known only after the scan: what refers to it is then put off to the groups. Throws Error for a
// wrong expression, and for a sum, mean or median that would need the date too early.
Reduction PlanReduction(const ReportSpec& spec, const SourceSpec& source, const SqlScope& scope);

// The attribute of a key, as an aggregate over its groups; `scope` holds the classes and as_of. Of
// its declared type.
TypedSql TotalSql(const ReducedAttribute& attribute, size_t index, GroupKind kind,
                  const SqlScope& scope);

// The same of a key that has one group, no aggregate. REQUIRES: it has partials.
TypedSql SingleSql(const ReducedAttribute& attribute, size_t index, const SqlScope& scope);

// What an entity without rows has: "0", "false" or "NULL".
std::string WithoutRows(const AttributeSpec& attribute);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_REDUCTION_H_
