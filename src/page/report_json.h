// report.json: the API of a report for other programs (DESIGN.md §4).
#ifndef TESSERA_PAGE_REPORT_JSON_H_
#define TESSERA_PAGE_REPORT_JSON_H_

#include "chart/figure_set.h"
#include "page/page_json.h"

namespace tessera {

inline constexpr const char* kReportSchema = "tessera.report/1";

// Numbers at full precision, null for what is missing, keys and rows in a stable order. Beside the
// contract's keys it holds dimensions, claims, recommendations, caveats, tools and tiles.
// Templates place figures by id and need no traces of them: those are for the page's script.
enum class Traces { kKept, kLeftOut };
Json ReportJson(const Report& report, const FigureSet& figures, Traces traces = Traces::kKept);

// Parts of it, as the pages take them.
Json MetricJson(const Metric& metric, const Locale& locale);
Json TableJson(const Table& table);
Json FigureJson(const Figure& figure, const PlotlyFigure& drawn);
Json RecommendationJson(const Recommendation& recommendation);
Json SourceJson(const SourceSummary& source);

}  // namespace tessera

#endif  // TESSERA_PAGE_REPORT_JSON_H_
