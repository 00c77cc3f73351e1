#include <doctest/doctest.h>

#include "../golden.h"
#include "base/error.h"
#include "page/number_markup.h"
#include "page/table_markup.h"
#include "report_fixture.h"

namespace tessera {
namespace {

template <typename Body>
std::string FailureOf(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST_CASE("a number says which metric it shows, and its full value") {
  const Report report = fixture::SmallReport();
  CHECK(MetricHtml(report, "arr_total", NumberStyle::kCompact) ==
        "<span class=\"num\" data-metric=\"arr_total\" title=\"$7,375,884\">$7.4M</span>");
  CHECK(MetricHtml(report, "arr_total", NumberStyle::kFull) ==
        "<span class=\"num\" data-metric=\"arr_total\">$7,375,884</span>");
  CHECK(MetricHtml(report, "training_lift", NumberStyle::kCompact) ==
        "<span class=\"num\" data-metric=\"training_lift\">+$2,764</span>");
  CHECK(MetricHtml(report, "nps_mean", NumberStyle::kCompact) ==
        "<span class=\"num missing\" data-metric=\"nps_mean\" title=\"nobody answered\">"
        "not available</span>");
  CHECK(IntervalHtml(report, "active_rate") ==
        "<span class=\"num ci\" data-metric=\"active_rate\">58.3% to 76.3%</span>");
  CHECK(IntervalHtml(report, "customers").empty());
}

TEST_CASE("a cell is found by its members and shown in its own format") {
  const Report report = fixture::SmallReport();
  CHECK(CellHtml(report, "by_plan", {"premium"}, "share") ==
        "<span class=\"num\" data-cell=\"by_plan/premium/share\">10.0%</span>");
  CHECK(CellHtml(report, "plan_size", {"0–1", "premium"}, "active_rate") ==
        "<span class=\"num\" data-cell=\"plan_size/0–1/premium/active_rate\">not available</span>");
  CHECK(CellHtml(report, "comparison", {"Active rate"}, "difference") ==
        "<span class=\"num\" data-cell=\"comparison/Active rate/difference\">−1.3\u00a0pp</span>");
}

TEST_CASE("an unknown name is an error that knows the nearest") {
  const Report report = fixture::SmallReport();
  const auto metric = [&] { MetricHtml(report, "arr_totl", NumberStyle::kFull); };
  CHECK(FailureOf(metric) == "the report has no metric 'arr_totl'\n  did you mean 'arr_total'?");
  CHECK(FailureOf([&] { CellHtml(report, "by_plam", {"pro"}, "share"); }) ==
        "the report has no table 'by_plam'\n  did you mean 'by_plan'?");
  CHECK(FailureOf([&] { CellHtml(report, "by_plan", {"premum"}, "share"); }) ==
        "the table 'by_plan' has no row 'premum'\n  did you mean 'premium'?");
  CHECK(FailureOf([&] { CellHtml(report, "by_plan", {"pro"}, "shares"); }) ==
        "the table 'by_plan' has no column 'shares'\n  did you mean 'share'?");
  CHECK(FailureOf([&] { RequireFigure(report, "journy"); }) ==
        "the report has no figure 'journy'\n  did you mean 'journey'?");
  CHECK(FailureOf([&] {
          TableHtml(report, report.tables[0], {{"nps"}, {}, {}, true});
        }) ==
        "the table 'by_plan' has no column 'nps'\n"
        "  known: plan, customers, share, active_rate, active_rate_lo, active_rate_hi, nps_mean, "
        "nps_mean_n, since");
}

TEST_CASE("sentences keep their numbers and licences") {
  CHECK(SentenceHtml(fixture::Claim()) ==
        "Premium holds <span class=\"num\" data-metric=\"arr_total\" title=\"$7,375,884\">$7.4M"
        "</span> &amp; is <span class=\"num\" data-cell=\"by_plan/premium/share\">10.0%</span>; "
        "trained customers have a <span class=\"word\" data-metric=\"training_lift\" "
        "data-licence=\"interval excludes 0\">higher</span><strong> ARR</strong>");
}

TEST_CASE("tables are as they were") {
  const Report report = fixture::SmallReport();
  std::string html;
  for (const Table& table : report.tables) html += TableHtml(report, table, {}) + "\n";
  html += TableHtml(report, report.tables[0], {{"customers"}, 2, true, false}) + "\n";
  CHECK(GoldenDifference("page/golden/tables.html", html) == "");
}

TEST_CASE("names from the data stay text") {
  const std::string hostile = "</script><script>alert(1)</script> \"'&";
  Report report = fixture::SmallReport();
  report.tables[0].rows[0][0] = hostile;
  report.tables[0].title = hostile;
  report.metrics[0].missing_reason = hostile;
  report.metrics[0].value.reset();
  const std::string html = TableHtml(report, report.tables[0], {}) +
                           MetricHtml(report, "customers", NumberStyle::kFull) +
                           CellHtml(report, "by_plan", {hostile}, "share") +
                           SentenceHtml(PlainSentence(hostile));
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("</script") == std::string::npos);
  CHECK(NameHtml("مرحبا") == "<bdi>مرحبا</bdi>");
  CHECK(NameHtml("\xFFx") == "<bdi>\uFFFDx</bdi>");
  CHECK(NameHtml("plain") == "plain");
}

}  // namespace
}  // namespace tessera
