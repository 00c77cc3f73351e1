// Puts every entity into exactly one member of each dimension.
//
// Gives the table `customers`: the columns of `entities` in their order, and one enumeration a
// dimension, whose values are its members in their order. An entity that no bin, case or text fits
// is of the member "(missing)", which stands last and only where it occurs.
#ifndef TESSERA_SEGMENT_DIMENSIONS_H_
#define TESSERA_SEGMENT_DIMENSIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/load.h"
#include "warehouse/sql.h"

namespace tessera {

inline constexpr const char* kMissingMember = "(missing)";

struct Segmentation {
  std::vector<Dimension> dimensions;       // in the definition's order
  std::vector<std::vector<double>> edges;  // of each that is cut into bins, where they end
  SqlScope scope;                          // of the table `customers`: its columns and dimensions
  std::vector<Diagnostic> notes;           // dimensions that the data cannot give, and why
  std::vector<std::string> missing;        // ids of those dimensions
};

// `scope` is that of the table `entities`.
Segmentation AssignDimensions(const ReportSpec& spec, const SqlScope& scope, Database& database);

// How entities of another table are placed.
struct Placement {
  const std::vector<double>* edges = nullptr;  // of bins; nullptr takes the definition's
  std::string_view unknown = kMissingMember;   // the member of a value that is none of those known
};

// The member that an entity of another table belongs to, by the same rules, as SQL over the columns
// of `scope`, in its dialect; null where it has no value. Throws Error for a dimension cut at
// quantiles, whose edges are those of one day, when they are not given.
std::string MemberSql(const DimensionSpec& spec, const Dimension& dimension, const SqlScope& scope,
                      const std::vector<Dimension>& known, const Placement& placement = {});

// Lets the dimensions after it use a dimension by its name: `sql` gives its member, or null. A
// dimension that bears the name of its column leaves the column as it is.
void AddEarlierDimension(const Dimension& dimension, const std::string& sql, SqlScope& scope);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_DIMENSIONS_H_
