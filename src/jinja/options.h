// What can be set of the engine, by Jinja2's names and with Jinja2's defaults.
#ifndef TESSERA_JINJA_OPTIONS_H_
#define TESSERA_JINJA_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::jinja {

// How templates are written.
struct Syntax {
  std::string block_start_string = "{%";
  std::string block_end_string = "%}";
  std::string variable_start_string = "{{";
  std::string variable_end_string = "}}";
  std::string comment_start_string = "{#";
  std::string comment_end_string = "#}";
  std::string line_statement_prefix;  // empty: no line statements
  std::string line_comment_prefix;
  bool trim_blocks = false;
  bool lstrip_blocks = false;
  bool keep_trailing_newline = false;
  std::string newline_sequence = "\n";
  bool do_extension = false;             // {% do %}
  bool loop_controls_extension = false;  // {% break %}, {% continue %}
};

// What becomes of a value that is not there.
enum class UndefinedKind {
  kDefault,    // prints nothing, is empty, but has no attributes
  kChainable,  // as kDefault, and its attributes are undefined too
  kDebug,      // prints itself: {{ name }}
  kStrict,     // any use but `is defined` and `default` is an error
};

// What a render may use. Each is an error of kind kLimit when exceeded.
struct Limits {
  int nesting = 150;                     // of tags, and of expressions
  int recursion = 200;                   // of macros, includes, blocks and recursive loops
  std::int64_t iterations = 20'000'000;  // of all loops and lists together
  std::size_t output_bytes = std::size_t{1} << 30;
  std::size_t string_bytes = std::size_t{64} << 20;  // of one string, list or number's text
  std::size_t memory_bytes = std::size_t{1} << 30;   // of all values made by one render
};

struct Policies {
  std::optional<std::string> urlize_rel = "noopener";
  std::optional<std::string> urlize_target;
  std::vector<std::string> urlize_extra_schemes;
  int truncate_leeway = 5;
};

struct Options {
  Syntax syntax;
  UndefinedKind undefined = UndefinedKind::kDefault;
  bool autoescape = false;
  // Decides instead of `autoescape`, by a template's name.
  std::function<bool(std::string_view)> autoescape_by_name;
  Limits limits;
  Policies policies;

  // What pages want: autoescape on, a missing value an error.
  static Options ForHtml() {
    Options options;
    options.undefined = UndefinedKind::kStrict;
    options.autoescape = true;
    return options;
  }
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_OPTIONS_H_
