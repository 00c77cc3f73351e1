#include "page/page_functions.h"

#include <fmt/format.h>

#include <array>

#include "base/error.h"
#include "base/text.h"
#include "page/call_arguments.h"
#include "page/marker.h"
#include "page/number_markup.h"

namespace tessera {
namespace {

using jinja::Call;
using jinja::Value;

// An Error of the report's rooms becomes one of the template, at the place of the call.
template <typename Body>
jinja::Function Guarded(Body body) {
  return [body](Call& call) -> Value {
    try {
      return body(call);
    } catch (const jinja::TemplateError&) {
      throw;
    } catch (const Error& error) {
      call.Fail(error.message(), error.remedy());
    }
  };
}

Format FormatArgument(const Call& call, size_t index) {
  const std::string_view name = call.RequiredText(index, "format");
  if (const auto format = ParseFormat(name)) return *format;
  std::vector<std::string> known;
  for (const Format format :
       {Format::kText, Format::kInt, Format::kNum1, Format::kNum2, Format::kPct1, Format::kPp1,
        Format::kUsd0, Format::kUsd2, Format::kDays, Format::kDate}) {
    known.emplace_back(FormatName(format));
  }
  throw Error(fmt::format("no format is called '{}'", name)).Remedy(DidYouMean(name, known));
}

using Formatter = std::string (*)(double, Format, const Locale&);

// Numbers in the words of the locale; text stays as it is, and nothing is a dash.
void AddFormatter(const std::string& name, Formatter formatter, const Report& report,
                  jinja::Engine& engine) {
  const auto function = Guarded([&report, formatter](Call& call) {
    const Value value = call.Required(0, "value");
    if (value.none()) return call.Text("–");
    const Format format = FormatArgument(call, 1);
    if (!value.number()) return call.Text(call.ToText(value));
    return call.Text(formatter(value.ToDouble(), format, report.locale));
  });
  engine.AddFunction(name, function);
  engine.AddFilter(name, function);
}

void AddNumbers(const Report& report, jinja::Engine& engine) {
  engine.AddFunction(
      "metric", Guarded([&report](Call& call) {
        const std::string style = TextArgument(call, 1, "style", "compact");
        const bool full = style == "full";
        if (!full && style != "compact") {
          throw Error(fmt::format("no style is called '{}'", style)).Remedy("known: compact, full");
        }
        return call.Markup(MetricHtml(report, call.RequiredText(0, "id"),
                                      full ? NumberStyle::kFull : NumberStyle::kCompact));
      }));
  engine.AddFunction("interval", Guarded([&report](Call& call) {
                       return call.Markup(IntervalHtml(report, call.RequiredText(0, "id")));
                     }));
  engine.AddFunction("cell", Guarded([&report](Call& call) {
                       return call.Markup(CellHtml(report, call.RequiredText(0, "table"),
                                                   TextsArgument(call, 1, "member"),
                                                   call.RequiredText(2, "column")));
                     }));
  AddFormatter("show", FormatNumber, report, engine);
  AddFormatter("compact", FormatCompact, report, engine);
  AddFormatter("signed", FormatDifference, report, engine);
}

void AddSentences(const Report& report, jinja::Engine& engine) {
  engine.AddFunction(
      "claim", Guarded([&report](Call& call) {
        const std::string id(call.RequiredText(0, "id"));
        const auto found = report.claims.find(id);
        if (found != report.claims.end()) {
          return call.Markup(SentenceHtml(found->second));
        }
        std::vector<std::string> known;
        for (const auto& [claim, sentence] : report.claims) known.push_back(claim);
        throw Error(fmt::format("the report has no claim '{}'", id)).Remedy(DidYouMean(id, known));
      }));
  engine.AddFunction("sentence", Guarded([](Call& call) {
                       return call.Markup(SentenceHtml(SentenceArgument(call, 0, "pieces")));
                     }));
}

Value Marked(Call& call, const Json& arguments) { return call.Markup(MarkerHtml(arguments)); }

void AddStructure(jinja::Engine& engine) {
  engine.AddFunction(
      "section", Guarded([](Call& call) {
        const std::string id(call.RequiredText(0, "id"));
        const std::string title(call.RequiredText(1, "title"));
        const auto level = NumberArgument(call, 2, "level").value_or(2);
        return Marked(call, {{"kind", "section"}, {"id", id}, {"title", title}, {"level", level}});
      }));
  engine.AddFunction("ref", Guarded([](Call& call) {
                       const std::string id(call.RequiredText(0, "id"));
                       return Marked(call, {{"kind", "reference"}, {"id", id}});
                     }));
  engine.AddFunction("toc", [](Call& call) { return Marked(call, {{"kind", "contents"}}); });
  engine.AddFunction("figure_index", [](Call& call) {
    return Marked(call, {{"kind", "figure_index"}});
  });
}

void AddFiguresAndTables(const Report& report, jinja::Engine& engine) {
  engine.AddFunction("figure", Guarded([&report](Call& call) {
                       const Figure& figure = RequireFigure(report, call.RequiredText(0, "id"));
                       return Marked(call, {{"kind", "figure"}, {"id", figure.id}});
                     }));
  engine.AddFunction("table", Guarded([&report](Call& call) {
                       const Table& table = RequireTable(report, call.RequiredText(0, "id"));
                       Json marker = {{"kind", "table"},
                                      {"id", table.id},
                                      {"columns", TextsArgument(call, 1, "columns")}};
                       if (const auto limit = NumberArgument(call, 2, "limit")) {
                         marker["limit"] = *limit;
                       }
                       const Value search = call.Argument(3, "search");
                       if (search.boolean()) marker["search"] = search.AsBool();
                       return Marked(call, marker);
                     }));
}

void AddLinks(const Links& links, jinja::Engine& engine) {
  engine.AddFunction("href", Guarded([&links](Call& call) {
                       return call.Text(links.Href(call.RequiredText(0, "page"),
                                                   TextArgument(call, 1, "anchor", "")));
                     }));
  engine.AddFunction("segment_href", Guarded([&links](Call& call) {
                       return call.Text(links.SegmentHref(call.RequiredText(0, "dimension"),
                                                          call.RequiredText(1, "member")));
                     }));
}

}  // namespace

void AddPageFunctions(const Report& report, const Links& links, jinja::Engine& engine) {
  AddNumbers(report, engine);
  AddSentences(report, engine);
  AddStructure(engine);
  AddFiguresAndTables(report, engine);
  AddLinks(links, engine);
}

}  // namespace tessera
