// What `tessera render TEMPLATE --data FILE.json` does, without the command line.
#ifndef TESSERA_JINJA_COMMAND_H_
#define TESSERA_JINJA_COMMAND_H_

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "jinja/options.h"

namespace tessera::jinja {

// Sets one option by Jinja2's name: "trim_blocks=true", "undefined=strict",
// "extensions=do,loopcontrols". Throws tessera::Error for a name or a value that there is not,
// saying which there are.
void SetOption(std::string_view assignment, Options& options);

// Every option as it is listed in a help text: "undefined=default|chainable|debug|strict", …
std::string OptionsHelp();

struct RenderCommand {
  std::string source;  // a name in `templates`; without it a path, whose
  std::optional<std::filesystem::path> templates;  // folder is what it can load from
  std::string json;                                // the text of the variables, an object
  std::string json_name;                           // what errors call it
  std::span<const std::string> options;            // "name=value"
};

// The rendered text. Options are Jinja2's defaults (no autoescape) but for `options`.
std::string Render(const RenderCommand& command);

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_COMMAND_H_
