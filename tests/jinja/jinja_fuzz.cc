// libFuzzer: any bytes are a template, which ends with an output or with a TemplateError. The first
// byte chooses options.
#include <cstdint>
#include <string_view>

#include "jinja/jinja.h"

namespace {

using namespace tessera::jinja;

Options ChosenOptions(std::uint8_t choice) {
  Options options;
  options.autoescape = (choice & 1) != 0;
  options.syntax.trim_blocks = (choice & 2) != 0;
  options.syntax.lstrip_blocks = (choice & 4) != 0;
  options.undefined = static_cast<UndefinedKind>((choice >> 3) & 3);
  options.syntax.do_extension = options.syntax.loop_controls_extension = true;
  if ((choice & 32) != 0) {
    options.syntax.line_statement_prefix = "#";
    options.syntax.line_comment_prefix = "##";
  }
  options.limits.iterations = 20'000;
  options.limits.output_bytes = options.limits.string_bytes = 1 << 18;
  options.limits.memory_bytes = 32 << 20;
  return options;
}

const nlohmann::json& Context() {
  static const nlohmann::json context = nlohmann::json::parse(R"({
    "s": "text <b>", "u": "Grüße \u4e2d", "n": 7, "f": 2.5, "t": true, "z": null, "e": "",
    "l": [3, 1, "x", null], "d": {"a": 1, "b": {"c": [1, 2]}}, "us": [{"n": "a", "v": 1}, {"n": "b", "v": 2}]})");
  return context;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string source(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Engine engine(
      std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
          {"main", source},
          {"base", "{% block a %}base{% endblock %}{% block b scoped %}{% endblock %}"},
          {"inc", "{{ s }}{% set q = 1 %}{% macro m(x) %}{{ x }}{% endmacro %}"}}),
      ChosenOptions(data[0]));
  try {
    engine.Render("main", Context());
  } catch (const TemplateError& error) {
    if (error.line() < 1 || std::string_view(error.what()).empty()) __builtin_trap();
  }
  return 0;
}
