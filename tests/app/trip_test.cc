// The whole trip over the sample, without a process: what only the finished pages can show.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "analysis/build_report.h"
#include "app/template_files.h"
#include "chart/figure_set.h"
#include "page/lint.h"
#include "page/render_pages.h"
#include "spec/definition_reader.h"
#include "warehouse/load.h"

namespace tessera {
namespace {

std::vector<Page> PagesOf(const std::string& definition, Form form) {
  const TemplateFiles templates("");
  DefinitionOptions options;
  options.template_text = [&](const std::string& name) { return templates.Text(name); };
  options.kinds = templates.Kinds();
  const ReportSpec spec = ReadReportSpec(definition, options);
  Database database;
  const Sources sources = LoadSources(spec, database);
  const Report report = BuildReport(spec, sources, database);
  const FigureSet figures = BuildFigures(report);
  return RenderPages(report, figures, templates.LoaderOf(spec.kind, spec.kind_folder), form);
}

// X-13, on what a reader gets: comparing words stand only where a figure licenses them.
TEST_CASE("finished pages say no comparing word without a licence") {
  for (const char* sample :
       {"cx", "minimal", "value_model", "lifecycle", "cohort", "tier_comparison", "own"}) {
    const std::string definition = std::string(TESSERA_SOURCE "/sample_data/") + sample;
    for (const Form form : {Form::kFolder, Form::kSingle}) {
      const std::vector<Page> pages = PagesOf(definition + "/report.yml", form);
      CHECK(pages.size() == (form == Form::kSingle ? 1 : pages.size()));
      CHECK(pages.front().html.find("data-licence") != std::string::npos);
      for (const Page& page : pages) {
        for (const UnlicensedWord& found : FindUnlicensedWords(page.html)) {
          FAIL_CHECK(std::string(sample) << ", " << page.file << ": '" << found.word
                            << "' in: " << found.context);
        }
      }
    }
  }
}

}  // namespace
}  // namespace tessera
