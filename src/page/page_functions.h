// The functions and filters that templates may call. Each gives marked-up, traceable text.
//
//   metric(id, style="compact")   interval(id)        cell(table, member, column)
//   claim(id)                     sentence(pieces)
//   show(value, format)           compact(…)          signed(…)            also as filters
//   section(id, title, level=2)   ref(id)             toc()                figure_index()
//   figure(id)                    table(id, columns=none, limit=none, search=none)
//   href(page, anchor=none)       segment_href(dimension, member)
#ifndef TESSERA_PAGE_PAGE_FUNCTIONS_H_
#define TESSERA_PAGE_PAGE_FUNCTIONS_H_

#include "jinja/jinja.h"
#include "model/report.h"
#include "page/links.h"

namespace tessera {

// An unknown id is an error at the place of the call, with the nearest known one. `report` and
// `links` outlive the engine.
void AddPageFunctions(const Report& report, const Links& links, jinja::Engine& engine);

}  // namespace tessera

#endif  // TESSERA_PAGE_PAGE_FUNCTIONS_H_
