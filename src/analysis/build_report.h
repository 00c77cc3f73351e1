// Composes the report and proves it: the data stage's last word.
#ifndef TESSERA_ANALYSIS_BUILD_REPORT_H_
#define TESSERA_ANALYSIS_BUILD_REPORT_H_

#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/database.h"
#include "warehouse/load.h"

namespace tessera {

// In this order, each step seeing the figures of those before it: dimensions, the frame, simple and
// ratio metrics, blocks, derived metrics, claims, recommendations, profiles, figures, checks.
//
// What the data cannot give (a column that is not there, an empty group) is a missing figure with
// its reason and a note; the report is still made. Throws Error only for a definition that cannot
// be meant: a dead reference, an unknown member of bins.
Report BuildReport(const ReportSpec& spec, const Sources& sources, Database& database);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_BUILD_REPORT_H_
