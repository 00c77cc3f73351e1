#include "page/marker.h"

#include "base/text.h"

namespace tessera {
namespace {

constexpr std::string_view kOpen = "<!--tessera:{";
constexpr std::string_view kClose = "}-->";

}  // namespace

std::string MarkerHtml(const Json& arguments) {
  // Inside a comment there may be no "--", and a title may hold anything.
  std::string json = ReplaceAll(arguments.dump(), "-", "\\u002d");
  json = ReplaceAll(ReplaceAll(json, "<", "\\u003c"), ">", "\\u003e");
  return "<!--tessera:" + json + "-->";
}

std::string ReplaceMarkers(std::string_view html, const FillMarker& fill) {
  std::string filled;
  filled.reserve(html.size());
  size_t begin = 0;
  for (size_t at; (at = html.find(kOpen, begin)) != std::string_view::npos;) {
    const size_t json = at + kOpen.size() - 1;
    const size_t end = html.find(kClose, json);
    if (end == std::string_view::npos) break;
    filled.append(html.substr(begin, at - begin));
    filled += fill(Json::parse(html.substr(json, end + 1 - json)), at);
    begin = end + kClose.size();
  }
  return filled.append(html.substr(begin));
}

}  // namespace tessera
