#include "page/render_pages.h"

#include <doctest/doctest.h>

#include "../golden.h"
#include "base/error.h"
#include "page/lint.h"
#include "report_fixture.h"

namespace tessera {
namespace {

using Sources = std::map<std::string, std::string, std::less<>>;

// Templates that call every function, in both forms.
Sources SmallTemplates() {
  return {
      {"layout.html",
       "<!doctype html><html lang=\"{{ report.language }}\"><head><!--tessera:head-->"
       "<title>{{ page.title }}</title></head><body>{{ toc() }}"
       "<main>{% block body %}{% endblock %}</main><!--tessera:scripts--></body></html>\n"},
      {"single.html",
       "{% extends \"layout.html\" %}{% block body %}{% for p in pages %}"
       "{% if p.for_each_segment %}{% for profile in profiles %}{% include \"body_\" ~ p.id ~ "
       "\".html\" %}{% endfor %}{% else %}{% include \"body_\" ~ p.id ~ \".html\" %}{% endif %}"
       "{% endfor %}{% endblock %}"},
      {"summary.html",
       "{% extends \"layout.html\" %}{% block body %}{% include \"body_index.html\" %}{% endblock "
       "%}"},
      {"flows.html",
       "{% extends \"layout.html\" %}{% block body %}{% include \"body_flows.html\" %}{% endblock "
       "%}"},
      {"segment.html",
       "{% extends \"layout.html\" %}{% block body %}{% include \"body_segment.html\" %}"
       "{% endblock %}"},
      {"body_index.html",
       "<div id=\"page-index\">{{ section(\"key\", \"Key figures & more\") }}\n"
       "<p>{{ metric(\"customers\") }} {{ interval(\"active_rate\") }} {{ claim(\"headline\") "
       "}}</p>\n"
       "<p>{{ metric(\"arr_total\", \"full\") }} {{ metrics.arr_total.value | show(\"usd0\") }} "
       "{{ compact(metrics.arr_total.value, \"usd0\") }} {{ signed(0.12, \"pct1\") }} "
       "{{ none | show(\"int\") }} {{ cell(\"by_plan\", \"premium\", \"share\") }} "
       "{{ cell(\"plan_size\", [\"6+\", \"pro\"], \"customers\") }}</p>\n"
       "{% for r in recommendations %}<p>{{ sentence(r.verdict) }} {{ r.title }}</p>{% endfor %}\n"
       "<p>{{ ref(\"links\") }} {{ ref(\"fig-journey\") }} <a href=\"{{ href(\"flows\", \"links\") "
       "}}\">"
       "x</a> <a href=\"{{ segment_href(\"plan\", \"premium\") }}\">y</a></p>"
       "{{ table(\"by_plan\", columns=[\"share\"], limit=2, search=true) }}</div>\n"},
      {"body_flows.html",
       "<div id=\"page-flows\">{{ section(\"links\", \"Links\", 3) }}{{ figure(\"journey\") }}"
       "{{ figure_index() }}</div>\n"},
      {"body_segment.html",
       "<div id=\"{{ profile.id }}\"><h2>{{ profile.label }}</h2>{{ profile.share | show(\"pct1\") "
       "}}"
       "</div>\n"},
  };
}

std::vector<Page> Rendered(const Report& report, const Sources& sources, Form form) {
  return RenderPages(report, BuildFigures(report), std::make_shared<jinja::MapLoader>(sources),
                     form);
}

std::string FailureOf(const std::string& body) {
  Sources sources = SmallTemplates();
  sources["body_index.html"] = body;
  try {
    Rendered(fixture::SmallReport(), sources, Form::kFolder);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a folder has a page a request and one a segment") {
  const auto pages = Rendered(fixture::SmallReport(), SmallTemplates(), Form::kFolder);
  std::vector<std::string> files;
  std::string all;
  for (const Page& page : pages) {
    files.push_back(page.file);
    all += "==== " + page.file + "\n" + page.html;
  }
  CHECK(files == std::vector<std::string>{"index.html", "flows.html", "segment-plan-starter.html",
                                          "segment-plan-premium.html"});
  CHECK(GoldenDifference("page/golden/folder.html", all) == "");
  CHECK(pages[0].metrics ==
        std::vector<std::string>{"customers", "active_rate", "arr_total", "training_lift"});
  CHECK(pages[0].tables == std::vector<std::string>{"by_plan"});
  CHECK(pages[1].figures == std::vector<std::string>{"journey"});
  CHECK(pages[3].profile == "segment-plan-premium");
}

TEST_CASE("one document holds all pages") {
  const auto pages = Rendered(fixture::SmallReport(), SmallTemplates(), Form::kSingle);
  REQUIRE(pages.size() == 1);
  CHECK(GoldenDifference("page/golden/single.html", pages[0].html) == "");
  CHECK_FALSE(Holds(pages[0].html, ".html"));
}

TEST_CASE("names from the data stay text on every page") {
  Report report = fixture::SmallReport();
  const std::string hostile = "</script><script>alert(1)</script>\"'\xFF{{ 7 }}<!--tessera:head-->";
  report.title = report.profiles[0].label = report.recommendations[0].title = hostile;
  report.tables[0].rows[0][0] = report.dimensions[1].members[0].label = hostile;
  for (const Form form : {Form::kFolder, Form::kSingle}) {
    for (const Page& page : Rendered(report, SmallTemplates(), form)) {
      CHECK_FALSE(Holds(page.html, "<script"));
      CHECK_FALSE(Holds(page.html, "</script"));
      CHECK_FALSE(Holds(page.html, "\xFF"));
      CHECK(page.html.find("<!--tessera:head-->") == page.html.rfind("<!--tessera:head-->"));
    }
  }
}

TEST_CASE("mistakes of a template are said where they are") {
  CHECK(FailureOf("<p>\n{{ metric(\"custmers\") }}</p>")
            .starts_with("body_index.html:2:4: the report has no metric 'custmers'\n"
                         "  2 | {{ metric(\"custmers\") }}</p>\n"));
  CHECK(Holds(FailureOf("{{ metric(\"custmers\") }}"), "did you mean 'customers'?"));
  CHECK(Holds(FailureOf("{{ metric(\"customers\", \"big\") }}"), "no style is called 'big'"));
  CHECK(Holds(FailureOf("{{ 1 | show(\"usd\") }}"), "no format is called 'usd'"));
  CHECK(Holds(FailureOf("{{ claim(\"headlin\") }}"), "did you mean 'headline'?"));
  CHECK(Holds(FailureOf("{{ figure(\"journy\") }}"), "did you mean 'journey'?"));
  CHECK(Holds(FailureOf("{{ table(\"by_plam\") }}"), "did you mean 'by_plan'?"));
  CHECK(Holds(FailureOf("{{ table(\"by_plan\", [\"shar\"]) }}"), "did you mean 'share'?"));
  CHECK(Holds(FailureOf("{{ href(\"flow\") }}"), "did you mean 'flows'?"));
  CHECK(Holds(FailureOf("{{ segment_href(\"plan\", \"gold\") }}"),
              "no profile of the segment 'gold'"));
  CHECK(Holds(FailureOf("{{ sentence(\"text\") }}"),
              "sentence() takes the pieces of a sentence as 'pieces', not str"));
  CHECK(Holds(FailureOf("{{ table(\"by_plan\", 3) }}"),
              "table() takes a list of strings as 'columns', not int"));
  CHECK(Holds(FailureOf("{{ table(\"by_plan\", none, \"x\") }}"),
              "table() takes a whole number as 'limit', not str"));
  CHECK(Holds(FailureOf("{{ metrics.nothing.value }}"), "nothing"));
  CHECK(Holds(FailureOf("{{ ref(\"nowhere\") }}"), "the page 'index.html' refers to 'nowhere'"));
}

TEST_CASE("a number typed into a template is refused with its place") {
  CHECK(FailureOf("<p>about 30 percent</p>") ==
        "body_index.html:1:10: a number is typed into the text of this template\n"
        "  1 | <p>about 30 percent</p>\n"
        "               ^\n"
        "  refer to a metric or a cell, {{ metric(\"id\") }}, so that it is true of any data");
}

}  // namespace
}  // namespace tessera
