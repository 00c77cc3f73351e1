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
  CHECK(drawn.data[0]["text"][0][1] == "High value<br>n 2");
  CHECK(drawn.data[0]["text"][1][1] == "");
  CHECK(drawn.data[0]["colorscale"].size() == 4);  // two steps, each with both its ends
}

}  // namespace
}  // namespace tessera
