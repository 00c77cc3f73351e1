// Places in a rendered page that are filled when all pages are known.
//
// Numbers of sections and figures, references and the contents list depend on pages that are not
// yet rendered. Templates therefore leave a marker, an HTML comment with its arguments as JSON;
// data can never hold one, because its "<" is escaped.
#ifndef TESSERA_PAGE_MARKER_H_
#define TESSERA_PAGE_MARKER_H_

#include <functional>
#include <string>
#include <string_view>

#include "page/page_json.h"

namespace tessera {

// The comment for `arguments`, an object whose "kind" says what belongs here: "section" (id, title,
// level), "reference" (id), "contents", "figure" (id), "table" (id, columns, limit, search) or
// "figure_index".
std::string MarkerHtml(const Json& arguments);

using FillMarker = std::function<std::string(const Json& arguments, size_t position)>;

// `html` with every marker replaced by what `fill` gives, in the order of the document; `position`
// is the marker's place in `html`. Other comments stay.
std::string ReplaceMarkers(std::string_view html, const FillMarker& fill);

}  // namespace tessera

#endif  // TESSERA_PAGE_MARKER_H_
