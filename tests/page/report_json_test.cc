#include "page/report_json.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "../golden.h"
#include "page/template_context.h"
#include "report_fixture.h"

namespace tessera {
namespace {

Json SmallJson() {
  const Report report = fixture::SmallReport();
  return ReportJson(report, BuildFigures(report));
}

TEST_CASE("report.json is as it was") {
  Json json = SmallJson();
  for (auto& [id, figure] : json["figures"].items()) {
    figure.erase("data");  // tests/chart holds them
    figure.erase("layout");
    figure.erase("views");
  }
  const std::string text = json.dump(1) + "\n";
  CHECK(GoldenDifference("page/golden/report.json", text) == "");
}

TEST_CASE("numbers are at full precision, whole ones without a point, missing ones null") {
  CHECK(NumberJson(7375884.14).dump() == "7375884.14");
  CHECK(NumberJson(10000.0).dump() == "10000");
  CHECK(NumberJson(0.1 + 0.2).dump() == "0.30000000000000004");
  CHECK(NumberJson(-0.0).dump() == "0");
  CHECK(NumberJson(1e300).dump() == "1e+300");
  CHECK(NumberJson(std::nan("")).is_null());
  CHECK(NumberJson(-std::numeric_limits<double>::infinity()).is_null());
  CHECK(NumberJson(std::nullopt).is_null());
  CHECK(DateJson(20301) == "2025-08-01");
  CHECK(DateInWords(20301) == "1 August 2025");
  CHECK(CellJson(Cell(20301.0), Format::kDate) == "2025-08-01");
}

TEST_CASE("each table has a total in the order of its columns, and dates as text") {
  const Json table = SmallJson()["tables"]["by_plan"];
  CHECK(table["total"].size() == table["columns"].size());
  CHECK(table["rows"][0][8] == "2022-01-08");
  CHECK(table["rows"][2][6].is_null());
  CHECK(SmallJson()["tables"]["comparison"]["row_formats"] == Json({"usd0", "pp1", "num1"}));
}

TEST_CASE("a metric that could not be computed is null and says why") {
  const Json metric = SmallJson()["metrics"]["nps_mean"];
  CHECK(metric["value"].is_null());
  CHECK(metric["interval"].is_null());
  CHECK(metric["missing_reason"] == "nobody answered");
}

TEST_CASE("broken text never breaks the JSON") {
  Report report = fixture::SmallReport();
  report.title = std::string("a\0\xFF", 3);
  report.tables[0].rows[0][0] = std::string("\xC3");
  const Json json = ReportJson(report, {});
  CHECK(json["report"]["title"] == "a\uFFFD\uFFFD");
  CHECK_NOTHROW(json.dump());
}

TEST_CASE("templates see the profiles, the pages and a summary of the checks") {
  const Report report = fixture::SmallReport();
  const Json context = SharedContext(report, SmallJson(), Form::kFolder);
  CHECK(context["profiles"][1]["id"] == "segment-plan-premium");
  CHECK(context["profiles"][0]["figures"][0]["interval"]["low"] == 0.63);
  CHECK(context["profiles"][0]["mix"][0]["shares"][0]["color"] == "var(--ordered-1)");
  CHECK(context["pages"][2]["for_each_segment"] == true);
  CHECK(context["checks_summary"].dump() ==
        R"({"total":3,"passed":1,"failed":1,"not_applicable":1})");
}

TEST_CASE("profiles with names that look alike have different ids") {
  Report report = fixture::SmallReport();
  report.profiles[0].member = "a b";
  report.profiles[1].member = "a-b";
  CHECK(ProfileIds(report) == std::vector<std::string>{"segment-plan-a-b", "segment-plan-a-b-2"});
}

}  // namespace
}  // namespace tessera
