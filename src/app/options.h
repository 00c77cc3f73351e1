// The command line (DESIGN.md §4), parsed once.
#ifndef TESSERA_APP_OPTIONS_H_
#define TESSERA_APP_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

namespace tessera {

enum class Command { kBuild, kCheck, kRender, kSchema };

struct Options {
  Command command = Command::kBuild;
  std::string spec;    // build, check: the definition
  std::string output;  // -o; the default when empty
  bool single_file = false;
  std::vector<std::string> sources;   // NAME=PATH
  std::vector<std::string> settings;  // KEY=VALUE
  std::string as_of;
  std::string templates;  // --templates DIR
  bool strict = false;
  bool timings = false;
  int threads = 0;
  std::string memory_limit;
  std::string rejects;  // --rejects FILE

  std::string template_name;                // render: TEMPLATE
  std::string data;                         // render: --data FILE.json
  std::vector<std::string> engine_options;  // render: --option NAME=VALUE
};

// What to run, or a text to print and the exit code to end with (--help, --version, a wrong line).
struct ParsedOptions {
  std::optional<Options> options;
  std::string text;
  int exit_code = 0;  // 2 for a wrong command line
};
ParsedOptions ParseOptions(const std::vector<std::string>& arguments);

}  // namespace tessera

#endif  // TESSERA_APP_OPTIONS_H_
