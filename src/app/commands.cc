#include "app/commands.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <future>
#include <memory>

#include "analysis/build_report.h"
#include "app/resources.h"
#include "app/template_files.h"
#include "app/timings.h"
#include "base/error.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "chart/figure_set.h"
#include "jinja/command.h"
#include "page/published_json.h"
#include "page/render_pages.h"
#include "page/report_json.h"
#include "site/site.h"
#include "site/write_site.h"
#include "spec/definition_reader.h"
#include "spec/definition_schema.h"
#include "warehouse/file_set.h"
#include "warehouse/load.h"

namespace tessera {
namespace {

DefinitionOptions DefinitionOptionsOf(const Options& options, const TemplateFiles& templates) {
  DefinitionOptions definition;
  definition.settings = options.settings;
  definition.sources = options.sources;
  definition.as_of = options.as_of;
  definition.template_text = [&templates](const std::string& name) { return templates.Text(name); };
  definition.kinds = templates.Kinds();
  return definition;
}

DatabaseOptions DatabaseOptionsOf(const Options& options) {
  DatabaseOptions database;
  database.threads = options.threads;
  database.memory_limit = options.memory_limit;
  return database;
}

// Calls `action`; an error about the definition gets the line that it points at.
template <typename Action>
auto WithExcerpts(const ReportSpec& spec, std::string_view activity, Action action) {
  try {
    return action();
  } catch (Error& error) {
    AddExcerpt(spec, error);
    error.While(std::string(activity));
    throw;
  }
}

Assets EmbeddedAssets() {
  const auto asset = [](std::string_view name) {
    return std::string(EmbeddedFile(name).value_or(std::string_view()));
  };
  return {asset("assets/app.css"), asset("assets/app.js"), asset("assets/plotly.js.gz")};
}

std::string OutputOf(const Options& options) {
  if (!options.output.empty()) return options.output;
  return options.single_file ? "report.html" : "site";
}

// With --strict nothing is written when the report contradicts itself.
void RequireAllChecks(const Report& report) {
  std::string failed;
  for (const Check& check : report.checks) {
    if (check.status == CheckStatus::kFail)
      failed += fmt::format("\n  {}: {}", check.id, check.detail);
  }
  if (failed.empty()) return;
  throw Error(fmt::format("{} of {} checks fail, and --strict writes no such report{}",
                          report.FailedChecks(), report.checks.size(), failed));
}

void SayWritten(const Report& report, const std::string& output) {
  fmt::print("{}: {} {}, {} of {} checks hold\n", output,
             FormatNumber(report.FindMetric("customers") != nullptr
                              ? report.FindMetric("customers")->value.value_or(0)
                              : 0,
                          Format::kInt, report.locale),
             report.entities, report.checks.size() - report.FailedChecks(), report.checks.size());
  for (const Check& check : report.checks) {
    if (check.status == CheckStatus::kFail) {
      fmt::print(stderr, "warning: {}: {}\n", check.id, check.detail);
    }
  }
}

// The file of rejected rows is written whether the report can be or not: it says what to repair.
Sources LoadKeepingRejects(const std::string& path, const ReportSpec& spec, Database& database) {
  const auto load = [&] {
    return WithExcerpts(spec, "reading the sources", [&] { return LoadSources(spec, database); });
  };
  if (path.empty()) return load();
  database.rejects().KeepAll();
  try {
    Sources sources = load();
    WriteList(database.rejects().Csv(), path);
    return sources;
  } catch (const Error&) {
    WriteList(database.rejects().Csv(), path);
    throw;
  }
}

Report MakeReport(const ReportSpec& spec, const Sources& sources, Database& database) {
  // What a definition names, a sample may not have.
  const std::string what = sources.everyone
                               ? fmt::format("the report of a sample of {} of {} {} (frame_limit)",
                                             FormatCount(sources.entities),
                                             FormatCount(sources.everyone->entities), spec.entities)
                               : "the report";
  return WithExcerpts(spec, "computing " + what,
                      [&] { return BuildReport(spec, sources, database); });
}

// The whole trip: each stage entered once.
int BuildSite(const Options& options, const std::function<void()>& done) {
  Stopwatch watch(options.timings);
  const TemplateFiles templates(options.templates);
  // The database takes as long to open as the definition to read.
  std::future<std::unique_ptr<Database>> opened = std::async(std::launch::async, [&options] {
    return std::make_unique<Database>(DatabaseOptionsOf(options));
  });
  const ReportSpec spec = ReadReportSpec(options.spec, DefinitionOptionsOf(options, templates));
  watch.Stage("definition");
  const std::unique_ptr<Database> held = opened.get();
  Database& database = *held;
  watch.Stage("open the database");
  const Sources sources = LoadKeepingRejects(options.rejects, spec, database);
  watch.Stage("sources");
  const Report report = MakeReport(spec, sources, database);
  watch.Stage("report");
  if (options.strict) RequireAllChecks(report);
  const FigureSet figures = BuildFigures(report);
  watch.Stage("figures");
  const Form form = options.single_file ? Form::kSingle : Form::kFolder;
  std::future<Json> json =
      std::async(std::launch::async, [&] { return ReportJson(report, figures); });
  const std::vector<Page> pages =
      RenderPages(report, figures, templates.LoaderOf(spec.kind, spec.kind_folder), form);
  watch.Stage("pages");
  const Site site = AssembleSite(pages, PublishedJson(json.get(), pages), EmbeddedAssets(), form);
  watch.Stage("site");
  WriteSite(site, OutputOf(options));
  watch.Stage("write");
  SayWritten(report, OutputOf(options));
  watch.Print(database);
  if (done) {
    database.RemoveFolders();
    done();
  }
  return 0;
}

bool HasData(const ReportSpec& spec) {
  for (const SourceSpec& source : spec.sources) {
    const bool there =
        !source.file.empty() && (source.IsAddress() || !FilesOf(source.file).empty());
    if (!source.optional && !there) return false;
  }
  return true;
}

int CheckDefinition(const Options& options) {
  const TemplateFiles templates(options.templates);
  const ReportSpec spec = ReadReportSpec(options.spec, DefinitionOptionsOf(options, templates));
  fmt::print("{}: the definition is valid ({} metrics, {} blocks, {} claims)\n", options.spec,
             spec.metrics.size(), spec.blocks.size(), spec.claims.size());
  if (!HasData(spec)) {
    fmt::print("The data is not there: its fit was not checked.\n");
    return 0;
  }
  Database database(DatabaseOptionsOf(options));
  const Sources sources =
      WithExcerpts(spec, "reading the sources", [&] { return LoadSources(spec, database); });
  const Report report = MakeReport(spec, sources, database);
  for (const SourceSummary& source : report.sources) {
    fmt::print("{}: {:.0f} rows read, {:.0f} used, {:.0f} rejected\n", source.name, source.rows,
               source.used_rows, source.rejected_rows);
  }
  for (const Diagnostic& note : report.notes) {
    if (note.severity == Severity::kInfo) continue;
    fmt::print("{}: {}: {}\n", SeverityName(note.severity), note.source, note.message);
  }
  fmt::print("{} of {} checks hold\n", report.checks.size() - report.FailedChecks(),
             report.checks.size());
  return 0;
}

int RenderTemplate(const Options& options) {
  jinja::RenderCommand command;
  command.source = options.template_name;
  if (!options.templates.empty()) command.templates = options.templates;
  command.json = ReadFile(options.data);
  command.json_name = options.data;
  command.options = options.engine_options;
  fmt::print("{}", jinja::Render(command));
  return 0;
}

}  // namespace

int Run(const Options& options, const std::function<void()>& done) {
  switch (options.command) {
    case Command::kBuild:
      return BuildSite(options, done);
    case Command::kCheck:
      return CheckDefinition(options);
    case Command::kRender:
      return RenderTemplate(options);
    case Command::kSchema:
      fmt::print("{}\n", DefinitionSchema());
      return 0;
  }
  return 1;
}

}  // namespace tessera
