// Whether columns hold what their units say (REPORTS.md X-11): a share of 0.05 is no 5.
#ifndef TESSERA_ANALYSIS_UNITS_H_
#define TESSERA_ANALYSIS_UNITS_H_

#include <vector>

#include "base/diagnostic.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"

namespace tessera {

// A note for each numeric column of the entities whose unit is `share` and whose values leave
// [0, 1], whose unit is `percent` and whose values all lie in [0, 1], and for each condition that
// compares a column of values in [0, 1] with a number above 1.
std::vector<Diagnostic> UnitNotes(const ReportSpec& spec, Database& database);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_UNITS_H_
