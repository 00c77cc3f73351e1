// Numbers in HTML that a reader can trace: each says which figure it shows.
//
// All functions give markup that is safe to place between tags; what they show is escaped.
#ifndef TESSERA_PAGE_NUMBER_MARKUP_H_
#define TESSERA_PAGE_NUMBER_MARKUP_H_

#include <span>
#include <string>
#include <string_view>

#include "model/report.h"

namespace tessera {

enum class NumberStyle { kCompact, kFull };

// Escaped text; broken UTF-8 and NUL become U+FFFD.
std::string Html(std::string_view text);
// The name of a member or column from the data: isolated, so that right-to-left text stays in
// place.
std::string NameHtml(std::string_view name);

// A value as text (not escaped) in the words of the locale; differences carry their sign.
std::string MetricText(const Metric& metric, NumberStyle style, const Locale& locale);

// <span class="num" data-metric="arr_total" title="$46,250,000">$46.3M</span>; without a value it
// says "not available". Throws an Error with the nearest id when the report has no such metric.
std::string MetricHtml(const Report& report, std::string_view id, NumberStyle style);
// "28.7% to 30.5%", or nothing when the metric has no interval. Throws as MetricHtml.
std::string IntervalHtml(const Report& report, std::string_view id);
// One cell of a table: <span class="num" data-cell="by_plan/premium/share">15.1%</span>. Throws an
// Error when there is no such table, row or column.
std::string CellHtml(const Report& report, std::string_view table,
                     const std::vector<std::string>& members, std::string_view column);
std::string SentenceHtml(const Sentence& sentence);

const Metric& RequireMetric(const Report& report, std::string_view id);
const Table& RequireTable(const Report& report, std::string_view id);
const Figure& RequireFigure(const Report& report, std::string_view id);

}  // namespace tessera

#endif  // TESSERA_PAGE_NUMBER_MARKUP_H_
