#include "page/page_filler.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "page/marker.h"
#include "report_fixture.h"

namespace tessera {
namespace {

std::string Section(const std::string& id, const std::string& title) {
  return MarkerHtml({{"kind", "section"}, {"id", id}, {"title", title}, {"level", 2}});
}
std::string Reference(const std::string& id) {
  return MarkerHtml({{"kind", "reference"}, {"id", id}});
}
std::string FigureAt(const std::string& id) { return MarkerHtml({{"kind", "figure"}, {"id", id}}); }
std::string TableAt(const std::string& id) {
  return MarkerHtml({{"kind", "table"}, {"id", id}, {"columns", Json::array()}});
}

// The pages `index` and `flows` with these bodies, filled.
std::vector<std::string> Filled(const std::string& index, const std::string& flows,
                                Form form = Form::kFolder) {
  const Report report = fixture::SmallReport();
  const FigureSet figures = BuildFigures(report);
  std::vector<Page> pages;
  pages.push_back({"index", "index.html", "Summary", "", index, {}, {}, {}});
  if (form == Form::kFolder) {
    pages.push_back({"flows", "flows.html", "Flows", "", flows, {}, {}, {}});
  } else {
    pages[0].html =
        "<div id=\"page-index\"></div>" + index + "<div id=\"page-flows\"></div>" + flows;
  }
  const Links links(report, form);
  const Outline outline = ReadOutline(report, pages);
  std::vector<std::string> filled;
  for (size_t i = 0; i < pages.size(); ++i) {
    filled.push_back(FillPage({report, figures, pages, outline, links}, i));
  }
  return filled;
}

std::string FailureOf(const std::string& index, const std::string& flows) {
  try {
    Filled(index, flows);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

TEST_CASE("markers hold any text and only what we wrote") {
  const Json arguments = {{"kind", "section"}, {"title", "a -- b --> <i>&\"ü"}};
  const std::string marker = MarkerHtml(arguments);
  CHECK(marker.find("--", 4) == marker.size() - 3);
  Json read;
  const std::string text =
      ReplaceMarkers("<!-- x -->" + marker + "y", [&](const Json& json, size_t) {
        read = json;
        return "z";
      });
  CHECK(read == arguments);
  CHECK(text == "<!-- x -->zy");
}

TEST_CASE("sections are numbered over all pages, and references know their numbers") {
  const auto pages = Filled(Section("one", "One & only") + Reference("two"),
                            Section("two", "Two") + Reference("one") + Reference("two"));
  CHECK(Holds(pages[0],
              "<h2 id=\"one\" class=\"section\"><span class=\"secno\">1</span> "
              "One &amp; only</h2>"));
  CHECK(Holds(pages[0], "<a class=\"ref\" href=\"flows.html#two\" title=\"Two\">Section 2</a>"));
  CHECK(Holds(pages[1], "href=\"index.html#one\" title=\"One &amp; only\">Section 1</a>"));
  CHECK(Holds(pages[1], "href=\"#two\""));
}

TEST_CASE("a figure keeps its number wherever it is shown, and its id is there once") {
  const auto pages = Filled(FigureAt("journey") + FigureAt("plan_active") + FigureAt("journey"),
                            FigureAt("journey") + Reference("fig-plan_active"));
  CHECK(Count(pages[0], "Figure 1<") == 2);
  CHECK(Count(pages[0], "id=\"fig-journey\"") == 1);
  CHECK(Count(pages[0], "id=\"table-flow_links\"") == 1);
  CHECK(Count(pages[1], "id=\"fig-journey\"") == 1);
  CHECK(Holds(pages[1], "href=\"index.html#fig-plan_active\""));
  CHECK(Holds(pages[1], ">Figure 2</a>"));
  CHECK(Holds(pages[0], "aria-label=\"The finding of journey in words\""));
}

TEST_CASE("a table that stands on the page is only linked behind its figure") {
  const auto pages =
      Filled(FigureAt("plan_active") + TableAt("by_plan"), Reference("table-by_plan"));
  CHECK(Count(pages[0], "<table") == 1);
  CHECK(Holds(pages[0], "See <a href=\"#table-by_plan\">the table “Customers by plan”</a>"));
  CHECK(Holds(pages[1], "href=\"index.html#table-by_plan\""));
}

TEST_CASE("the contents list shows pages, sections and segments") {
  const std::string contents = MarkerHtml({{"kind", "contents"}});
  const auto pages = Filled(contents + Section("one", "One"), Section("two", "Two"));
  CHECK(pages[0].starts_with(
      "<ol class=\"toc\"><li class=\"toc-page current\"><a href=\"index.html\" "
      "aria-current=\"page\">Summary</a><ol><li><a href=\"#one\"><span class=\"secno\">1</span> One"
      "</a></li></ol></li><li class=\"toc-page\"><a href=\"flows.html\">Flows</a><ol><li>"
      "<a href=\"flows.html#two\">"));
  CHECK(Holds(pages[0], "<a href=\"segment-plan-premium.html\">Plan: Premium</a>"));
}

TEST_CASE("one document links to its own anchors") {
  const auto pages =
      Filled(MarkerHtml({{"kind", "contents"}}) + Section("one", "One"),
             Section("two", "Two") + MarkerHtml({{"kind", "figure_index"}}) + FigureAt("journey"),
             Form::kSingle);
  CHECK(Holds(pages[0], "<a href=\"#page-flows\">Flows</a><ol><li><a href=\"#two\">"));
  CHECK(Holds(pages[0], "<a href=\"#segment-plan-premium\">Plan: Premium</a>"));
  CHECK(Holds(pages[0], "<a href=\"#fig-journey\">What flow_links shows</a>"));
  CHECK_FALSE(Holds(pages[0], ".html"));
}

TEST_CASE("links lead to pages and segments that are there") {
  const Report report = fixture::SmallReport();
  const Links folder(report, Form::kFolder), single(report, Form::kSingle);
  CHECK(folder.Href("flows", "x") == "flows.html#x");
  CHECK(folder.Href("segment", "") == "segment-plan-starter.html");
  CHECK(single.Href("flows", "") == "#page-flows");
  CHECK(single.Href("flows", "x") == "#x");
  CHECK(folder.SegmentHref("plan", "premium") == "segment-plan-premium.html");
  CHECK(single.SegmentHref("plan", "premium") == "#segment-plan-premium");
  CHECK_THROWS_WITH_AS(folder.Href("flow", ""),
                       "the report has no page 'flow'\n  did you mean 'flows'?", Error);
  CHECK_THROWS_WITH_AS(folder.SegmentHref("plan", "gold"),
                       "the report has no profile of the segment 'gold' of 'plan'", Error);
}

TEST_CASE("what does not hang together is an error") {
  CHECK(FailureOf(Section("one", "One"), Section("one", "Other")) ==
        "two sections are called 'one', on the pages 'index' and 'flows'\n"
        "  section ids are unique in a report: they are its anchors");
  CHECK(FailureOf(Section("one", "One"), Reference("on")) ==
        "the page 'flows.html' refers to 'on', which is no section, figure or table\n"
        "  did you mean 'one'?");
}

}  // namespace
}  // namespace tessera
