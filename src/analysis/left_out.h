// What the data lacks, and which blocks cannot be made for it (REPORTS.md X-17).
#ifndef TESSERA_ANALYSIS_LEFT_OUT_H_
#define TESSERA_ANALYSIS_LEFT_OUT_H_

#include <map>
#include <string>
#include <vector>

#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/load.h"

namespace tessera {

// By name of a column, an attribute or a dimension: why it has no values. A column is not there, or
// holds nothing, or its source is missing or empty; an attribute and a dimension rest on such.
// Sources and columns that the definition calls `optional` only: of the others every value counts.
using MissingInputs = std::map<std::string, std::string, std::less<>>;
MissingInputs FindMissingInputs(const ReportSpec& spec, const Sources& sources);

// Of a block's inputs those that it cannot do without and that are missing; none when it can be
// made. Of several metrics or columns one is enough.
std::vector<std::string> LackedBy(const BlockSpec& block, const ReportSpec& spec,
                                  const MissingInputs& missing);

// The blocks of the definition that cannot be made.
std::vector<LeftOut> FindLeftOut(const ReportSpec& spec, const MissingInputs& missing);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LEFT_OUT_H_
