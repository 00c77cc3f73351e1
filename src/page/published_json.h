// report.json as it is given away: the whole report without what says nothing.
//
// Templates see every key (strict, so that a misspelt one is an error). Other programs read the
// keys of the contract (DESIGN.md §4), which always stand; further keys are left out where they
// hold "", false, null, 0, or what another key of the same object says already. Claims become their
// plain text.
#ifndef TESSERA_PAGE_PUBLISHED_JSON_H_
#define TESSERA_PAGE_PUBLISHED_JSON_H_

#include "page/page_json.h"

namespace tessera {

Json PublishedJson(const Json& report_json);

}  // namespace tessera

#endif  // TESSERA_PAGE_PUBLISHED_JSON_H_
