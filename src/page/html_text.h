// The text of HTML, or of a template, with its tags: as much of a tokenizer as the lints need.
#ifndef TESSERA_PAGE_HTML_TEXT_H_
#define TESSERA_PAGE_HTML_TEXT_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace tessera {

// A stretch of the source: text between tags, or one tag, "<p class=x>".
struct HtmlPart {
  bool is_tag = false;
  std::string_view source;
  size_t position = 0;
};

// Comments, and Jinja's {# #}, {% %} and {{ }}, are left out; inside a tag they belong to it.
std::vector<HtmlPart> HtmlParts(std::string_view source);

// "p" of "<p class=x>" and of "</p>".
std::string_view TagName(std::string_view tag);
bool IsClosing(std::string_view tag);
// Elements whose content is no prose: script, style, svg, pre, code.
bool HoldsNoProse(std::string_view tag_name);

}  // namespace tessera

#endif  // TESSERA_PAGE_HTML_TEXT_H_
