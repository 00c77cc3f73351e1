// Lists that are generated from the outline: the contents and the index of figures.
#ifndef TESSERA_PAGE_CONTENTS_H_
#define TESSERA_PAGE_CONTENTS_H_

#include <string>

#include "page/page_filler.h"

namespace tessera {

// All pages with their sections, seen from page `document`, which is marked as current.
std::string ContentsHtml(const FillInput& input, size_t document);

// Every figure that the report shows: number, title, kind, table behind, page.
std::string FigureIndexHtml(const FillInput& input, size_t document);

}  // namespace tessera

#endif  // TESSERA_PAGE_CONTENTS_H_
