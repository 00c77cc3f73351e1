#include "app/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/version.h"
#include "base/error.h"
#include "base/text.h"
#include "jinja/command.h"

namespace tessera {
namespace {

void AddBuildOptions(CLI::App& command, Options& options) {
  command.add_option("SPEC", options.spec, "The report definition, a YAML file")->required();
  command.add_option("--source", options.sources, "Reads source NAME from PATH")
      ->type_name("NAME=PATH");
  command.add_option("--set", options.settings, "Overrides a key of the definition")
      ->type_name("KEY=VALUE");
  command.add_option("--as-of", options.as_of, "The report's date; else the newest event's")
      ->type_name("DATE");
  command
      .add_option("--templates", options.templates, "Templates that go before the built-in ones")
      ->type_name("DIR");
  command.add_option("--threads", options.threads, "Threads of the database; else one a core");
  command
      .add_option("--memory-limit", options.memory_limit, "Beyond it the database uses the disk")
      ->type_name("SIZE");
}

void AddBuild(CLI::App& app, Options& options) {
  CLI::App* build = app.add_subcommand("build", "Writes the report of a definition");
  AddBuildOptions(*build, options);
  build
      ->add_option("-o,--output", options.output,
                   "A folder (default: site), or the file with --single-file (report.html)")
      ->type_name("OUT");
  build->add_flag("--single-file", options.single_file, "One HTML file that needs nothing else");
  build->add_flag("--strict", options.strict, "Writes nothing when a check fails");
  build->add_option("--rejects", options.rejects, "Writes the rows that could not be read, as CSV")
      ->type_name("FILE");
  build->add_flag("--timings", options.timings, "Prints the time of each stage and query");
  build->callback([&options] { options.command = Command::kBuild; });
}

void AddCheck(CLI::App& app, Options& options) {
  CLI::App* check =
      app.add_subcommand("check", "Validates a definition, and its fit to the data that is there");
  AddBuildOptions(*check, options);
  check->callback([&options] { options.command = Command::kCheck; });
}

// What is wrong with an option of the template engine; empty when nothing is.
std::string RefusedEngineOption(const std::string& assignment) {
  jinja::Options ignored;
  try {
    jinja::SetOption(assignment, ignored);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

void AddRender(CLI::App& app, Options& options) {
  CLI::App* render = app.add_subcommand("render", "Renders a Jinja template to standard output");
  render->add_option("TEMPLATE", options.template_name, "A path, or a name in --templates")
      ->required();
  render->add_option("--data", options.data, "The context, a JSON file")
      ->required()
      ->type_name("FILE.json");
  render->add_option("--templates", options.templates, "The folder that templates are loaded from")
      ->type_name("DIR");
  render->add_option("--option", options.engine_options, "An option by Jinja2's name")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->check(RefusedEngineOption, "");
  render->footer("Options by Jinja2's names:\n" + jinja::OptionsHelp());
  render->callback([&options] { options.command = Command::kRender; });
}

// CLI11 says what is wrong; a misspelt command or option also gets the nearest known one.
std::string Suggestion(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands(nullptr)) known.push_back(command->get_name());
  if (arguments.empty()) return "";
  const CLI::App* chosen = nullptr;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (command->get_name() == arguments[0]) chosen = command;
  }
  if (chosen == nullptr) return DidYouMean(arguments[0], known);
  std::vector<std::string> options;
  for (const CLI::Option* option : chosen->get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || std::ranges::find(options, name) != options.end()) continue;
    return DidYouMean(name, options);
  }
  return "";
}

}  // namespace

ParsedOptions ParseOptions(const std::vector<std::string>& arguments) {
  Options options;
  CLI::App app("Tessera: customer tables in, a self-contained segmentation report out", "tessera");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("tessera ") + kVersion);
  AddBuild(app, options);
  AddCheck(app, options);
  AddRender(app, options);
  app.add_subcommand("schema", "Prints the JSON Schema of a definition")->callback([&options] {
    options.command = Command::kSchema;
  });
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::Success& success) {
    std::ostringstream out, err;
    app.exit(success, out, err);
    return {std::nullopt, out.str(), 0};
  } catch (const CLI::ParseError& error) {
    std::string text = std::string("tessera: ") + error.what();
    const std::string suggestion = Suggestion(app, arguments);
    if (!suggestion.empty()) text += "\n  " + suggestion;
    return {std::nullopt, text + "\n  `tessera --help` lists the commands\n", 2};
  }
  return {options, "", 0};
}

}  // namespace tessera
