#include "chart/figure_set.h"

#include <doctest/doctest.h>

#include <set>

#include "../golden.h"
#include "../page/report_fixture.h"
#include "base/error.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

PlotlyFigure Built(const Report& report, const std::string& id) {
  const FigureSet figures = BuildFigures(report);
  REQUIRE(FindFigure(figures, id) != nullptr);
  return *FindFigure(figures, id);
}

std::string FailureOf(const Report& report) {
  try {
    BuildFigures(report);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST_CASE("every kind of figure is as it was") {
  Json all = Json::object();
  for (const PlotlyFigure& figure : BuildFigures(fixture::SmallReport())) {
    all[figure.id] = {{"data", figure.data}, {"layout", figure.layout}, {"views", figure.views}};
  }
  const std::string text = all.dump(1) + "\n";
  CHECK(GoldenDifference("chart/golden/figures.json", text) == "");
}

TEST_CASE("all figures have a height, and colours are names") {
  for (const PlotlyFigure& figure : BuildFigures(fixture::SmallReport())) {
    CAPTURE(figure.id);
    CHECK(figure.layout.at("height").get<int>() >= 72);
    const std::string text = figure.data.dump() + figure.layout.dump();
    CHECK(text.find("\"#") == std::string::npos);
    CHECK(text.find("rgb") == std::string::npos);
  }
}

TEST_CASE("bars begin at zero and leave room for their values") {
  const PlotlyFigure bar = Built(fixture::SmallReport(), "plan_active");
  CHECK(bar.layout["xaxis"]["range"][0] == 0.0);
  CHECK(bar.layout["xaxis"]["range"][1].get<double>() > 0.842);
  CHECK(bar.data[0]["error_x"]["arrayminus"][0].get<double>() == doctest::Approx(0.12));
  CHECK(bar.data[1]["text"][0] == "\u00a0\u00a075.0%\u00a0\u00a0");
}

TEST_CASE("a cell without a number says why") {
  const PlotlyFigure heat = Built(fixture::SmallReport(), "plan_size_active");
  std::set<std::string> notes;
  for (const Json& note : heat.layout["annotations"]) notes.insert(note["text"]);
  CHECK(notes == std::set<std::string>{"–", "&lt;5"});
  CHECK(heat.data[0]["z"][0][2].is_null());
  CHECK(heat.data[0]["zmin"].get<double>() + heat.data[0]["zmax"].get<double>() ==
        doctest::Approx(2 * 0.68));
}

TEST_CASE("a flow keeps the order of its dimensions and adds up") {
  const PlotlyFigure flow = Built(fixture::SmallReport(), "journey");
  const Json& node = flow.data[0]["node"];
  CHECK(node["label"][0] == "0–1<br>50 · 50.0%");
  CHECK(node["label"][3] == "Starter<br>60 · 60.0%");
  CHECK(node["x"][0] == 0.001);
  CHECK(node["x"].back() == 0.999);
  CHECK(node["color"].back() == "var(--inactive)");
  const Json& link = flow.data[0]["link"];
  CHECK(link["color"][0] == "var(--ordered-1, 40%)");
  CHECK(link["customdata"][4] ==
        "<b>6+ → Premium</b><br>Customers: 10<br>ARR: &#36;1,200,000<br>100.0% of 6+");
  for (const Json& y : node["y"]) CHECK((y.get<double>() > 0 && y.get<double>() < 1));
}

TEST_CASE("units never share an axis in a forest plot") {
  const PlotlyFigure forest = Built(fixture::SmallReport(), "training");
  REQUIRE(forest.data.size() == 3);
  CHECK(forest.data[1]["x"][0] == -1.25);
  CHECK(forest.layout["xaxis2"]["ticksuffix"] == "\u00a0pp");
  CHECK(forest.data[0]["marker"]["color"][0] == "var(--diverging-high)");
  CHECK(forest.data[1]["marker"]["color"][0] == "var(--muted)");
}

TEST_CASE("names from the data cannot become markup") {
  Report report = fixture::SmallReport();
  report.dimensions[0].members[0].label = "<b onclick=x>&\"'";
  report.dimensions[0].members[1].label =
      "broken \xFF bytes and a name that is much too long to fit";
  for (const PlotlyFigure& figure : BuildFigures(report)) {
    const std::string text = figure.data.dump() + figure.layout.dump();
    CHECK(text.find("<b onclick") == std::string::npos);
  }
  CHECK(Built(report, "plan_active").data[0]["y"][1] ==
        "broken \uFFFD bytes and a<br>name that is much too<br>long to fit");
}

TEST_CASE("members that look alike stay apart") {
  Report report = fixture::SmallReport();
  report.dimensions[0].members[1].label = "Starter";
  const PlotlyFigure bar = Built(report, "plan_active");
  CHECK(bar.data[0]["y"][0] != bar.data[0]["y"][1]);
}

TEST_CASE("a figure that does not fit its table says so") {
  Report report = fixture::SmallReport();
  report.figures[0].value = "active_rat";
  CHECK(FailureOf(report) ==
        "figure 'plan_active' needs the column 'active_rat' of the table 'by_plan', which does not "
        "have it\n  did you mean 'active_rate'?");
  report = fixture::SmallReport();
  report.figures[0].table = "by_plam";
  CHECK(FailureOf(report) ==
        "figure 'plan_active' draws the table 'by_plam', which the report does not have\n"
        "  did you mean 'by_plan'?");
  report = fixture::SmallReport();
  report.tables[2].rows[0][0] = 7.0;
  CHECK(FailureOf(report) ==
        "figure 'journey': row 1 of the table 'flow_links' leaves no stage of the figure\n"
        "  its stages are size, plan, status");
}

TEST_CASE("empty tables give empty figures") {
  Report report = fixture::SmallReport();
  for (Table& table : report.tables) {
    table.rows.clear();
    table.row_formats.clear();
  }
  CHECK(BuildFigures(report).size() == report.figures.size());
}

}  // namespace
}  // namespace tessera
