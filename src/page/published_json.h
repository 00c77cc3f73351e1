// report.json as it is given away: lean, for a file that an inbox accepts.
//
// Templates see every key (strict, so that a misspelt one is an error). Given away are the keys of
// the contract (DESIGN.md §4), which always stand, and further ones where they say something: "",
// false, null and 0 are left out. Of the metrics, those that the definition declares and those that
// a page shows; of the tables, those over dimensions, those that a page shows and those that a
// sentence cites. The other figures of a comparison stand in its table. Claims are their plain
// text.
#ifndef TESSERA_PAGE_PUBLISHED_JSON_H_
#define TESSERA_PAGE_PUBLISHED_JSON_H_

#include <span>

#include "page/page.h"
#include "page/page_json.h"

namespace tessera {

Json PublishedJson(const Json& report_json, std::span<const Page> pages);

}  // namespace tessera

#endif  // TESSERA_PAGE_PUBLISHED_JSON_H_
