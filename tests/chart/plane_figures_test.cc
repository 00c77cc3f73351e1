#include <doctest/doctest.h>

#include "chart/figure_set.h"

namespace tessera {
namespace {

Column KeyOf(const std::string& name) {
  Column column;
  column.name = column.label = name;
  column.role = ColumnRole::kKey;
  return column;
}

Column NumberOf(const std::string& name, Format format = Format::kNum2) {
  Column column;
  column.name = column.label = name;
  column.format = format;
  return column;
}

Report ReportOf(FigureKind kind, Table table) {
  Report report;
  report.entities = "customers";
  Dimension segment;
  segment.id = "segment";
  segment.members = {{"high", "High value", "", false}, {"low", "Low", "", false}};
  report.dimensions = {segment};
  table.id = "t";
  report.tables = {std::move(table)};
  Figure figure;
  figure.id = "f";
  figure.kind = kind;
  figure.table = "t";
  report.figures = {figure};
  return report;
}

TEST_CASE("a curve of two points is what the others are read against, and dashed") {
  Table table;
  table.columns = {KeyOf("score"), NumberOf("x"), NumberOf("y")};
  table.rows = {{"New", 0.0, 0.0},
                {"New", 0.2, 0.7},
                {"New", 1.0, 1.0},
                {"Chance", 0.0, 0.0},
                {"Chance", 1.0, 1.0}};
  Report report = ReportOf(FigureKind::kCurve, table);
  Figure& figure = report.figures[0];
  figure.category = "x", figure.value = "y", figure.series = "score";
  const PlotlyFigure drawn = BuildFigures(report).front();
  REQUIRE(drawn.data.size() == 2);
  CHECK(drawn.data[0]["x"].size() == 3);
  CHECK_FALSE(drawn.data[0]["line"].contains("dash"));
  CHECK(drawn.data[1]["line"]["dash"] == "dot");
  CHECK(drawn.layout["xaxis"]["title"]["text"] == "x");
}

TEST_CASE("marks grow with the number of customers and bear their member's colour") {
  Table table;
  table.columns = {KeyOf("segment"), NumberOf("x"), NumberOf("y"),
                   NumberOf("customers", Format::kInt)};
  table.rows = {{"low", 0.0, 0.0, 1.0}, {"high", 1.0, 1.0, 4.0}};
  Report report = ReportOf(FigureKind::kScatter, table);
  Figure& figure = report.figures[0];
  figure.category = "x", figure.value = "y", figure.series = "segment", figure.count = "customers";
  const PlotlyFigure drawn = BuildFigures(report).front();
  REQUIRE(drawn.data.size() == 2);
  CHECK(drawn.data[0]["name"] == "High value");  // the dimension's order
  CHECK(drawn.data[0]["marker"]["size"][0].get<double>() >
        drawn.data[1]["marker"]["size"][0].get<double>());
  CHECK(drawn.data[0]["marker"]["color"] != drawn.data[1]["marker"]["color"]);
  CHECK(drawn.data[0]["customdata"][0].get<std::string>().find("4 customers") != std::string::npos);
}

TEST_CASE("a map's cells bear the member's name and its number, empty ones nothing") {
  Table table;
  table.columns = {KeyOf("a"), KeyOf("b"), NumberOf("segment", Format::kText),
                   NumberOf("customers", Format::kInt)};
  table.rows = {{"1", "x", "low", 7.0}, {"1", "y", "high", 2.0}, {"2", "x", "", 0.0}};
  Report report = ReportOf(FigureKind::kMap, table);
  Figure& figure = report.figures[0];
  figure.category = "a", figure.series = "b", figure.value = "segment", figure.count = "customers";
  const PlotlyFigure drawn = BuildFigures(report).front();
  CHECK(drawn.data[0]["z"][0][0] == 1);
  CHECK(drawn.data[0]["z"][0][1] == 0);
  CHECK(drawn.data[0]["z"][1][0].is_null());
  CHECK(drawn.data[0]["text"][0][1] == "High<br>value<br>n 2");  // lines that a narrow cell holds
  CHECK(drawn.data[0]["text"][1][1] == "");
  CHECK(drawn.data[0]["colorscale"].size() == 4);  // two steps, each with both its ends
  report.dimensions[0].members[1].muted = true;    // grey says it
  CHECK(BuildFigures(report).front().data[0]["text"][0][0] == "n 7");
}

Table FiveNumbers() {
  Table table;
  table.dimensions = {"segment"};
  table.columns = {KeyOf("segment")};
  for (const char* name :
       {"min", "q1", "median", "q3", "max", "mean", "lower_fence", "upper_fence", "outliers"}) {
    table.columns.push_back(NumberOf(name));
  }
  table.rows = {{"high", 1.0, 2.0, 3.0, 4.0, 90.0, 12.0, 1.0, 6.0, 2.0},
                {"low", 0.0, 2.0, 3.0, 4.0, 5.0, 2.5, 0.0, 5.0, 0.0}};
  return table;
}

TEST_CASE("whiskers end at the fences, and a ring marks what lies beyond") {
  Report report = ReportOf(FigureKind::kBox, FiveNumbers());
  report.figures[0].category = "segment", report.figures[0].value = "median";
  const PlotlyFigure drawn = BuildFigures(report).front();
  REQUIRE(drawn.data.size() == 3);  // two boxes and the rings
  CHECK(drawn.data[0]["upperfence"][0] == 6);
  CHECK(drawn.data[0]["mean"][0] == 12);
  CHECK(drawn.data[1]["upperfence"][0] == 5);
  REQUIRE(drawn.data[2]["x"].size() == 1);
  CHECK(drawn.data[2]["x"][0] == 90);
  CHECK(drawn.data[2]["y"][0] == "High value");
  CHECK(drawn.data[2]["customdata"][0].get<std::string>().find("outliers: 2.00") !=
        std::string::npos);
}

TEST_CASE("bars of more members than colours are of one colour, muted ones without a value none") {
  Table table;
  table.dimensions = {"segment"};
  table.columns = {KeyOf("segment"), NumberOf("share")};
  Report report = ReportOf(FigureKind::kBar, table);
  report.dimensions[0].members.clear();
  for (int i = 0; i < 9; ++i) {
    const std::string name = "m" + std::to_string(i);
    report.dimensions[0].members.push_back({name, name, "", i == 8});
    report.tables[0].rows.push_back({name, i == 8 ? Cell() : Cell(0.1)});
  }
  report.figures[0].category = "segment", report.figures[0].value = "share";
  const PlotlyFigure drawn = BuildFigures(report).front();
  REQUIRE(drawn.data[0]["y"].size() == 8);
  for (const auto& colour : drawn.data[0]["marker"]["color"]) CHECK(colour == "var(--member-1)");
}

TEST_CASE("a line says what its categories are, and shows each") {
  Table table;
  table.columns = {KeyOf("k"), NumberOf("y")};
  table.rows = {{"2", 5.0}, {"3", 4.0}, {"4", 3.5}};
  Report report = ReportOf(FigureKind::kLine, table);
  report.figures[0].category = "k", report.figures[0].value = "y";
  const PlotlyFigure drawn = BuildFigures(report).front();
  CHECK(drawn.layout["xaxis"]["title"]["text"] == "k");
  CHECK(drawn.layout["xaxis"]["tickvals"].size() == 3);
}

TEST_CASE("a flow of one dimension at two times says which time is which") {
  Table table;
  table.columns = {NumberOf("stage", Format::kInt), KeyOf("from"), KeyOf("to"),
                   NumberOf("customers", Format::kInt)};
  table.columns[1].label = "Before";
  table.columns[2].label = "Now";
  table.rows = {{1.0, "high", "low", 3.0}, {1.0, "low", "low", 4.0}};
  Report report = ReportOf(FigureKind::kSankey, table);
  report.figures[0].value = "customers";
  report.figures[0].stages = {"segment", "segment"};
  const PlotlyFigure drawn = BuildFigures(report).front();
  CHECK(drawn.layout["annotations"][0]["text"] == "<b>Before</b>");
  CHECK(drawn.layout["annotations"][1]["text"] == "<b>Now</b>");
}

}  // namespace
}  // namespace tessera
