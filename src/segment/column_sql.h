// The columns that thresholds, clusters and scores add, as SQL over the entities' own columns.
#ifndef TESSERA_SEGMENT_COLUMN_SQL_H_
#define TESSERA_SEGMENT_COLUMN_SQL_H_

#include <string>

#include "segment/columns.h"

namespace tessera {

// "SELECT *, … FROM `from`" with what the step adds, by the numbers in `found`; the scope gets it.
// Columns that only serve others begin with '#'.
std::string StepSql(const ReportSpec& spec, const LaterStep& step, const LaterColumns& found,
                    const std::string& from, SqlScope& scope);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_COLUMN_SQL_H_
