// The figures that a definition asks for, and the caveats that are true of the report.
#ifndef TESSERA_ANALYSIS_FIGURES_H_
#define TESSERA_ANALYSIS_FIGURES_H_

#include "analysis/block.h"
#include "analysis/facts.h"
#include "warehouse/load.h"

namespace tessera {

// One Figure a FigureSpec, in the definition's order. Its title is what the claim says, or the
// table's own title where the claim says nothing; the `alt` text says title, measure and the
// extremes. Throws Error for an unknown table, column or type.
void AddFigures(const ReportSpec& spec, const Facts& facts, Report& report);

// REPORTS.md §5.2: what limits every conclusion, as far as it is true here.
void AddCaveats(const AnalysisInput& input, const Sources& sources, Report& report);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_FIGURES_H_
