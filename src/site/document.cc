#include "site/document.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace tessera {
namespace {

std::string Replaced(std::string_view html, std::string_view marker, std::string_view by) {
  const size_t at = html.find(marker);
  if (at == std::string_view::npos) {
    throw Error(
        fmt::format("a page has no place for its head and scripts: '{}' is missing", marker))
        .Remedy("extend layout.html, or write the comment into the template");
  }
  return fmt::format("{}{}{}", html.substr(0, at), by, html.substr(at + marker.size()));
}

}  // namespace

std::string DataIsland(const nlohmann::ordered_json& json) {
  return "<script type=\"application/json\" id=\"tessera-report\">" +
         ReplaceAll(json.dump(), "<", "\\u003c") + "</script>";
}

std::string ScriptText(std::string_view script) {
  std::string text = ReplaceAll(ReplaceAll(script, "\r\n", "\n"), "\r", "\n");
  // Both stand only in strings, templates and patterns, where a backslash changes nothing.
  text = ReplaceAll(text, "</script", "<\\/script");
  return ReplaceAll(text, "<!--", "<\\!--");
}

std::string ScriptElement(std::string_view script) {
  return "<script>" + ScriptText(script) + "</script>";
}

std::string StyleElement(std::string_view style) {
  return "<style>" + ReplaceAll(style, "</style", "<\\/style") + "</style>";
}

std::string PolicyElement(std::string_view script_sources, std::string_view style_sources) {
  return fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
      "style-src {}; img-src data: blob:; font-src data:; connect-src 'none'; base-uri 'none'; "
      "form-action 'none'\">",
      script_sources, style_sources);
}

std::string CompleteDocument(std::string_view html, std::string_view head,
                             std::string_view scripts) {
  return Replaced(Replaced(html, kHeadMarker, head), kScriptsMarker, scripts);
}

}  // namespace tessera
