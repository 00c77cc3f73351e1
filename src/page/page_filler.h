// The second pass over a rendered page: every marker becomes what the whole report's outline says.
#ifndef TESSERA_PAGE_PAGE_FILLER_H_
#define TESSERA_PAGE_PAGE_FILLER_H_

#include <span>
#include <string>

#include "chart/figure_set.h"
#include "page/links.h"
#include "page/outline.h"
#include "page/page.h"

namespace tessera {

struct FillInput {
  const Report& report;
  const FigureSet& figures;
  std::span<const Page> pages;  // all of them, rendered
  const Outline& outline;
  const Links& links;
};

// The HTML of page `document` without markers. Throws an Error when a reference leads nowhere.
std::string FillPage(const FillInput& input, size_t document);

}  // namespace tessera

#endif  // TESSERA_PAGE_PAGE_FILLER_H_
