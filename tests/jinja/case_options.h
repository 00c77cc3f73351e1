// Reads the options of a test case, by Jinja2's names.
#ifndef TESSERA_TESTS_JINJA_CASE_OPTIONS_H_
#define TESSERA_TESTS_JINJA_CASE_OPTIONS_H_

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "jinja/jinja.h"

namespace tessera::jinja {

inline void ReadSyntax(const nlohmann::json& options, Syntax& syntax) {
  const auto text = [&](const char* name, std::string& into) {
    if (options.contains(name) && options[name].is_string()) into = options[name];
  };
  text("block_start_string", syntax.block_start_string);
  text("block_end_string", syntax.block_end_string);
  text("variable_start_string", syntax.variable_start_string);
  text("variable_end_string", syntax.variable_end_string);
  text("comment_start_string", syntax.comment_start_string);
  text("comment_end_string", syntax.comment_end_string);
  text("line_statement_prefix", syntax.line_statement_prefix);
  text("line_comment_prefix", syntax.line_comment_prefix);
  text("newline_sequence", syntax.newline_sequence);
  syntax.trim_blocks = options.value("trim_blocks", false);
  syntax.lstrip_blocks = options.value("lstrip_blocks", false);
  syntax.keep_trailing_newline = options.value("keep_trailing_newline", false);
  for (const auto& extension : options.value("extensions", nlohmann::json::array())) {
    syntax.do_extension |= extension == "do";
    syntax.loop_controls_extension |= extension == "loopcontrols";
  }
}

inline void ReadPolicies(const nlohmann::json& policies, Policies& into) {
  const auto text = [&](const char* name, std::optional<std::string>& value) {
    if (!policies.contains(name)) return;
    value = policies[name].is_string() ? std::optional(policies[name].get<std::string>())
                                       : std::nullopt;
  };
  text("urlize.rel", into.urlize_rel);
  text("urlize.target", into.urlize_target);
  into.truncate_leeway = policies.value("truncate.leeway", into.truncate_leeway);
  for (const auto& scheme : policies.value("urlize.extra_schemes", nlohmann::json::array())) {
    into.urlize_extra_schemes.push_back(scheme);
  }
}

inline Options ReadOptions(const nlohmann::json& json) {
  Options options;
  ReadSyntax(json, options.syntax);
  const nlohmann::json autoescape = json.value("autoescape", nlohmann::json(false));
  if (autoescape.is_object()) {
    options.autoescape_by_name = [autoescape](std::string_view name) {
      return autoescape.value(std::string(name), false);
    };
  } else {
    options.autoescape = autoescape.get<bool>();
  }
  const std::string undefined = json.value("undefined", "default");
  options.undefined = undefined == "strict"      ? UndefinedKind::kStrict
                      : undefined == "chainable" ? UndefinedKind::kChainable
                      : undefined == "debug"     ? UndefinedKind::kDebug
                                                 : UndefinedKind::kDefault;
  if (json.contains("policies")) ReadPolicies(json["policies"], options.policies);
  return options;
}

// An engine over the templates of a case.
inline std::unique_ptr<Engine> MakeEngine(const nlohmann::json& test_case) {
  std::map<std::string, std::string, std::less<>> sources;
  for (const auto& [name, source] : test_case["templates"].items()) sources[name] = source;
  const nlohmann::json json = test_case.value("options", nlohmann::json::object());
  auto engine =
      std::make_unique<Engine>(std::make_shared<MapLoader>(std::move(sources)), ReadOptions(json));
  const nlohmann::json globals = json.value("globals", nlohmann::json::object());
  for (const auto& [name, value] : globals.items()) {
    engine->AddGlobal(name, value);
  }
  return engine;
}

// What an error counts as when it is compared: syntax, undefined, not_found or runtime.
inline std::string ErrorClass(std::string kind) {
  if (kind == "syntax" || kind == "assertion") return "syntax";
  return kind == "undefined" || kind == "not_found" ? kind : "runtime";
}

}  // namespace tessera::jinja

#endif  // TESSERA_TESTS_JINJA_CASE_OPTIONS_H_
