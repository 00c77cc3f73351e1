#include "jinja/command.h"

#include <array>
#include <charconv>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "jinja/jinja.h"

namespace tessera::jinja {
namespace {

using Setter = void (*)(std::string_view value, Options& options);

struct OptionRow {
  std::string_view name;
  std::string_view values;  // as the help says them
  Setter set;               // throws Error for a value that there is not
};

[[noreturn]] void Refuse(std::string_view value, std::string_view expected) {
  throw Error("'" + std::string(value) + "' is not " + std::string(expected));
}

bool Flag(std::string_view value) {
  const std::string lower = AsciiLower(value);
  if (lower == "true" || lower == "1" || lower == "yes" || lower == "on") return true;
  if (lower == "false" || lower == "0" || lower == "no" || lower == "off") return false;
  Refuse(value, "true or false");
}

std::string Delimiter(std::string_view value) {
  if (value.empty()) Refuse(value, "a delimiter, which is not empty");
  return std::string(value);
}

template <bool Syntax::*flag>
void SetFlag(std::string_view value, Options& options) {
  options.syntax.*flag = Flag(value);
}

template <std::string Syntax::*text>
void SetDelimiter(std::string_view value, Options& options) {
  options.syntax.*text = Delimiter(value);
}

template <std::string Syntax::*text>
void SetPrefix(std::string_view value, Options& options) {
  options.syntax.*text = std::string(value);
}

void SetNewline(std::string_view value, Options& options) {
  const std::string text = ReplaceAll(ReplaceAll(value, "\\r", "\r"), "\\n", "\n");
  if (text != "\n" && text != "\r\n" && text != "\r") Refuse(value, "\\n, \\r\\n or \\r");
  options.syntax.newline_sequence = text;
}

void SetUndefined(std::string_view value, Options& options) {
  constexpr std::array<std::string_view, 4> kKinds = {"default", "chainable", "debug", "strict"};
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (value != kKinds[i]) continue;
    options.undefined = static_cast<UndefinedKind>(i);
    return;
  }
  Refuse(value, "default, chainable, debug or strict");
}

void SetExtensions(std::string_view value, Options& options) {
  options.syntax.do_extension = options.syntax.loop_controls_extension = false;
  for (const std::string& part : Split(value, ',')) {
    std::string_view name = Trim(part);
    if (name.starts_with("jinja2.ext.")) name.remove_prefix(11);
    if (name == "do") {
      options.syntax.do_extension = true;
    } else if (name == "loopcontrols") {
      options.syntax.loop_controls_extension = true;
    } else if (!name.empty() && name != "autoescape" && name != "with_") {  // always on
      Refuse(name, "an extension: do, loopcontrols");
    }
  }
}

constexpr OptionRow kOptions[] = {
    {"autoescape", "true|false",
     [](std::string_view value, Options& options) { options.autoescape = Flag(value); }},
    {"block_end_string", "TEXT", SetDelimiter<&Syntax::block_end_string>},
    {"block_start_string", "TEXT", SetDelimiter<&Syntax::block_start_string>},
    {"comment_end_string", "TEXT", SetDelimiter<&Syntax::comment_end_string>},
    {"comment_start_string", "TEXT", SetDelimiter<&Syntax::comment_start_string>},
    {"extensions", "do,loopcontrols", SetExtensions},
    {"keep_trailing_newline", "true|false", SetFlag<&Syntax::keep_trailing_newline>},
    {"line_comment_prefix", "TEXT", SetPrefix<&Syntax::line_comment_prefix>},
    {"line_statement_prefix", "TEXT", SetPrefix<&Syntax::line_statement_prefix>},
    {"lstrip_blocks", "true|false", SetFlag<&Syntax::lstrip_blocks>},
    {"newline_sequence", "\\n|\\r\\n|\\r", SetNewline},
    {"trim_blocks", "true|false", SetFlag<&Syntax::trim_blocks>},
    {"undefined", "default|chainable|debug|strict", SetUndefined},
    {"variable_end_string", "TEXT", SetDelimiter<&Syntax::variable_end_string>},
    {"variable_start_string", "TEXT", SetDelimiter<&Syntax::variable_start_string>},
};

nlohmann::json ParseVariables(const RenderCommand& command) {
  try {
    nlohmann::json json = nlohmann::json::parse(command.json);
    if (!json.is_object()) {
      throw Error("the variables must be a JSON object", {command.json_name, 0, 0});
    }
    return json;
  } catch (const nlohmann::json::parse_error& error) {
    const std::string_view text = command.json;
    const std::string_view before = text.substr(0, error.byte);
    const Span span{static_cast<std::uint32_t>(before.empty() ? 0 : before.size() - 1), 1};
    const Place place = PlaceOf(command.json_name, command.json, span);
    throw Error("this is no JSON", place)
        .Excerpt(CaretExcerpt(command.json, place.line, place.column, 1));
  }
}

}  // namespace

void SetOption(std::string_view assignment, Options& options) {
  const size_t equals = assignment.find('=');
  const std::string_view name = Trim(assignment.substr(0, equals));
  std::vector<std::string> names;
  for (const OptionRow& row : kOptions) {
    names.emplace_back(row.name);
    if (row.name != name) continue;
    if (equals == assignment.npos) {
      throw Error("the option '" + std::string(name) + "' needs a value")
          .Remedy(std::string(name) + "=" + std::string(row.values));
    }
    try {
      return row.set(assignment.substr(equals + 1), options);
    } catch (Error& error) {
      error.While("setting the option '" + std::string(name) + "'");
      throw;
    }
  }
  throw Error("there is no option '" + std::string(name) + "'").Remedy(DidYouMean(name, names));
}

std::string OptionsHelp() {
  std::string help;
  for (const OptionRow& row : kOptions) {
    help.append(row.name).append("=").append(row.values).append("\n");
  }
  return help;
}

std::string Render(const RenderCommand& command) {
  Options options;
  for (const std::string& option : command.options) SetOption(option, options);
  std::filesystem::path folder = command.templates.value_or("");
  std::string name = command.source;
  if (!command.templates) {
    const std::filesystem::path path(command.source);
    folder = path.has_parent_path() ? path.parent_path() : ".";
    name = path.filename().string();
  }
  const nlohmann::json variables = ParseVariables(command);
  const Engine engine(std::make_shared<DirectoryLoader>(folder), std::move(options));
  return engine.Render(name, variables);
}

}  // namespace tessera::jinja
