// Puts every entity into exactly one member of each dimension.
//
// Gives the table `customers`: the columns of `entities`, a column `entity_row` (0, 1, … in key
// order) and one enumeration a dimension, whose values are its members in their order. An entity
// that no bin, case or text fits is of the member "(missing)", which stands last and only where it
// occurs.
#ifndef TESSERA_SEGMENT_DIMENSIONS_H_
#define TESSERA_SEGMENT_DIMENSIONS_H_

#include <string>
#include <vector>

#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/load.h"
#include "warehouse/sql.h"

namespace tessera {

inline constexpr const char* kMissingMember = "(missing)";

struct Segmentation {
  std::vector<Dimension> dimensions;  // in the definition's order
  SqlScope scope;                     // of the table `customers`: its columns and dimensions
  std::vector<Diagnostic> notes;      // dimensions that the data cannot give, and why
  std::vector<std::string> missing;   // ids of those dimensions
};

Segmentation AssignDimensions(const ReportSpec& spec, const Sources& sources, Database& database);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_DIMENSIONS_H_
