// A page completed to a document: its content security policy, styles, data and scripts.
#ifndef TESSERA_SITE_DOCUMENT_H_
#define TESSERA_SITE_DOCUMENT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tessera {

// Where templates/base/layout.html wants them.
inline constexpr std::string_view kHeadMarker = "<!--tessera:head-->";
inline constexpr std::string_view kScriptsMarker = "<!--tessera:scripts-->";

// <script type="application/json" id="tessera-report">, every `<` written \u003c: no value can end
// the element or open a comment.
std::string DataIsland(const nlohmann::ordered_json& json);

// An executable script as it stands in a page; its hash is that of ScriptText.
std::string ScriptElement(std::string_view script);
// `script` so that no text in it ends the element, with the line ends that a browser hashes.
std::string ScriptText(std::string_view script);
std::string StyleElement(std::string_view style);

// <meta http-equiv="Content-Security-Policy">: `script_sources` is "'self'" or "'sha256-…' blob:",
// `style_sources` likewise.
std::string PolicyElement(std::string_view script_sources, std::string_view style_sources);

// `html` with both markers replaced. Throws an Error when one of them is missing, which is a
// mistake in a template.
std::string CompleteDocument(std::string_view html, std::string_view head,
                             std::string_view scripts);

}  // namespace tessera

#endif  // TESSERA_SITE_DOCUMENT_H_
