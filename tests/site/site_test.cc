#include "site/site.h"

#include <doctest/doctest.h>

#include "../page/report_fixture.h"
#include "base/error.h"
#include "base/hash.h"
#include "page/report_json.h"
#include "site/document.h"
#include "site/folds.h"
#include "site/gzip.h"

namespace tessera {
namespace {

const char* const kPage =
    "<!doctype html><html><head><!--tessera:head--></head><body>x<!--tessera:scripts--></body>";

Assets SomeAssets() {
  return {"p{margin:0}", "const s='</script><!-- x';\r\nrun();", Gzip("window.Plotly = {};")};
}

Json ReportOf(const Report& report) { return ReportJson(report, BuildFigures(report)); }

Page APage() {
  return {"index", "index.html", "Summary", "", kPage, {"customers"}, {"journey"}, {"by_plan"}};
}

Site Assembled(Form form, const Report& report = fixture::SmallReport()) {
  const std::vector<Page> pages = {APage()};
  return AssembleSite(pages, ReportOf(report), SomeAssets(), form);
}

std::string Between(const std::string& text, const std::string& begin, const std::string& end) {
  const size_t at = text.find(begin);
  REQUIRE(at != std::string::npos);
  const size_t from = at + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("gzip gives the same bytes each time, and gives them back") {
  const std::string text(100000, 'x');
  CHECK(Gzip(text) == Gzip(text));
  CHECK(Gzip(text).substr(4, 4) == std::string(4, '\0'));  // no time of day
  CHECK(Gunzip(Gzip(text)) == text);
  CHECK(Gunzip(Gzip("")).empty());
  CHECK_THROWS_WITH_AS(Gunzip(Gzip(text).substr(0, 30)),
                       "the compressed bytes are damaged or cut short", Error);
  CHECK_THROWS_AS(Gunzip("no gzip"), Error);
}

TEST_CASE("a folder has its pages, assets named by their hash, and report.json") {
  const Site site = Assembled(Form::kFolder);
  std::vector<std::string> paths;
  for (const SiteFile& file : site.files) paths.push_back(file.path);
  CHECK(paths == std::vector<std::string>{
                     "index.html",
                     "assets/app." + Sha256Hex(SomeAssets().style).substr(0, 8) + ".css",
                     "assets/app." + Sha256Hex(SomeAssets().script).substr(0, 8) + ".js",
                     "assets/plotly." + Sha256Hex("window.Plotly = {};").substr(0, 8) + ".js",
                     "report.json"});
  const std::string& page = site.files[0].bytes;
  CHECK(Holds(page, "script-src 'self'; style-src 'self' 'unsafe-inline';"));
  CHECK(Holds(page, "<link rel=\"stylesheet\" href=\"" + paths[1] + "\">"));
  CHECK(Holds(page, "<script defer src=\"" + paths[3] + "\"></script><script defer src=\"" +
                        paths[2] + "\"></script>"));
  CHECK(site.files[3].bytes == "window.Plotly = {};");
}

TEST_CASE("a page of a folder carries the data that it shows and no other") {
  const Json data = Json::parse(
      Between(Assembled(Form::kFolder).files[0].bytes, "id=\"tessera-report\">", "</script>"));
  CHECK(data["schema"] == "tessera.report/1");
  CHECK(data["metrics"].size() == 1);
  CHECK(data["tables"].contains("by_plan"));
  CHECK(data["figures"].size() == 1);
  CHECK_FALSE(data.contains("recommendations"));
}

TEST_CASE("pages without figures do not load the charts' library") {
  Page page = APage();
  page.figures.clear();
  const std::vector<Page> pages = {page};
  const Json report = ReportOf(fixture::SmallReport());
  CHECK_FALSE(
      Holds(AssembleSite(pages, report, SomeAssets(), Form::kFolder).files[0].bytes, "plotly"));
  CHECK_FALSE(Holds(AssembleSite(pages, report, SomeAssets(), Form::kSingle).files[0].bytes,
                    "tessera-plotly"));
}

TEST_CASE("one file holds everything once, and the policy allows its script alone") {
  const Site site = Assembled(Form::kSingle);
  REQUIRE(site.files.size() == 1);
  const std::string& page = site.files[0].bytes;
  CHECK(Json::parse(Between(page, "id=\"tessera-report\">", "</script>")) ==
        ReportOf(fixture::SmallReport()));
  CHECK(Between(page, "id=\"tessera-plotly\">", "</script>") == Base64(SomeAssets().plotly_gzip));
  const std::string script = Between(page, "<script>", "</script>");
  CHECK(script == "const s='<\\/script><\\!-- x';\nrun();");
  CHECK(Holds(page, "script-src 'sha256-" + Sha256Base64(script) + "' blob:;"));
  CHECK(Holds(page, "connect-src 'none'"));
  CHECK_FALSE(Holds(page, "unsafe-eval"));
  CHECK_FALSE(Holds(page, "src=\""));
}

TEST_CASE("what is folded away is packed in one file and stays in a folder") {
  Page page = APage();
  page.html =
      "<head><!--tessera:head--></head>a<!--tessera:fold--><p>é</p><!--/tessera:fold-->b"
      "<!--tessera:fold-->\"</script>\"<!--/tessera:fold-->c<!--tessera:scripts-->";
  const std::vector<Page> pages = {page};
  const Json report = ReportOf(fixture::SmallReport());
  const std::string single =
      AssembleSite(pages, report, SomeAssets(), Form::kSingle).files[0].bytes;
  CHECK(Holds(single, "a<div data-fold=\"0\"></div>b<div data-fold=\"1\"></div>c"));
  CHECK(Between(single, "id=\"tessera-folds\">", "</script>") ==
        Base64(Gzip(R"(["<p>é</p>","\"</script>\""])")));
  const std::string paged = AssembleSite(pages, report, SomeAssets(), Form::kFolder).files[0].bytes;
  CHECK(Holds(paged, "a<p>é</p>b\"</script>\"c"));
  CHECK_FALSE(Holds(Assembled(Form::kSingle).files[0].bytes, "tessera-folds"));
  const std::string expected =
      "a page opens a fold that it does not close\n"
      "  each '<!--tessera:fold-->' of a template needs its '<!--/tessera:fold-->'";
  CHECK_THROWS_WITH_AS(TakeFolds("<!--tessera:fold-->x"), expected.c_str(), Error);
  CHECK_THROWS_WITH_AS(TakeFolds("<!--tessera:fold--><!--tessera:fold--><!--/tessera:fold-->"),
                       expected.c_str(), Error);
}

TEST_CASE("no value of the report ends its script") {
  Report report = fixture::SmallReport();
  report.title = "</script><script>alert(1)</script><!--";
  for (const Form form : {Form::kFolder, Form::kSingle}) {
    const std::string island =
        Between(Assembled(form, report).files[0].bytes, "id=\"tessera-report\">", "</script>");
    CHECK(Json::parse(island)["report"]["title"] == report.title);
    CHECK_FALSE(Holds(island, "<"));
  }
}

TEST_CASE("the same input gives the same bytes") {
  for (const Form form : {Form::kFolder, Form::kSingle}) {
    const Site one = Assembled(form), other = Assembled(form);
    REQUIRE(one.files.size() == other.files.size());
    for (size_t i = 0; i < one.files.size(); ++i) CHECK(one.files[i].bytes == other.files[i].bytes);
  }
}

TEST_CASE("report.json has one metric, table or figure a line") {
  const Json report = ReportOf(fixture::SmallReport());
  const std::string text = ReportJsonText(report);
  CHECK(Json::parse(text) == report);
  CHECK(Holds(text, "\n  \"customers\": {\"value\":100,"));
  CHECK(text.starts_with("{\n \"schema\": \"tessera.report/1\",\n \"report\": {\n"));
  CHECK(ReportJsonText({{"a", Json::array()}, {"b", 1}}) == "{\n \"a\": [ ],\n \"b\": 1\n}\n");
}

TEST_CASE("a template without room for scripts is an error") {
  CHECK_THROWS_WITH_AS(CompleteDocument("<html>", "", ""),
                       "a page has no place for its head and scripts: '<!--tessera:head-->' is "
                       "missing\n  extend layout.html, or write the comment into the template",
                       Error);
  const std::vector<Page> pages = {APage(), APage()};
  CHECK_THROWS_WITH_AS(AssembleSite(pages, ReportOf(fixture::SmallReport()), {}, Form::kSingle),
                       "the single form has one page", Error);
}

}  // namespace
}  // namespace tessera
