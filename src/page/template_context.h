// What templates see: report.json and what the pages alone need.
#ifndef TESSERA_PAGE_TEMPLATE_CONTEXT_H_
#define TESSERA_PAGE_TEMPLATE_CONTEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "page/page_json.h"

namespace tessera {

// A folder of pages, or one document with all of them.
enum class Form { kFolder, kSingle };

// The ids of the report's profiles, "segment-plan-type-premium", in their order and all different.
// They name the files of segment pages and the anchors of the single document.
std::vector<std::string> ProfileIds(const Report& report);

// `report_json` with profiles, pages and checks_summary, for all pages of a report.
Json SharedContext(const Report& report, Json report_json, Form form);

// What `page` is on one page.
Json PageJson(std::string_view id, std::string_view title, Form form);

}  // namespace tessera

#endif  // TESSERA_PAGE_TEMPLATE_CONTEXT_H_
