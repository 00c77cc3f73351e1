// Figures about time and plans: survival curves, bullets and timelines.
#include <doctest/doctest.h>

#include "chart/figure_set.h"

namespace tessera {
namespace {

Column MakeColumn(const char* name, Format format, ColumnRole role = ColumnRole::kValue,
                  const char* of = "") {
  Column column;
  column.name = column.label = name;
  column.format = format;
  column.role = role;
  column.of = of;
  return column;
}

Figure MakeFigure(FigureKind kind, const char* table, const char* category, const char* value) {
  Figure figure;
  figure.id = "f";
  figure.kind = kind;
  figure.table = table;
  figure.category = category;
  figure.value = value;
  return figure;
}

TEST_CASE("a survival curve is steps with limits, and the numbers under observation below") {
  Report report;
  Dimension plan;
  plan.id = "plan";
  plan.members = {{"a", "Plan A", "", false}};
  report.dimensions = {plan};
  Table stay;
  stay.id = "stay";
  stay.dimensions = {"plan"};
  stay.columns = {MakeColumn("plan", Format::kText, ColumnRole::kKey),
                  MakeColumn("time", Format::kNum1), MakeColumn("survival", Format::kPct1),
                  MakeColumn("survival_lo", Format::kPct1, ColumnRole::kLow, "survival"),
                  MakeColumn("survival_hi", Format::kPct1, ColumnRole::kHigh, "survival")};
  stay.rows = {{"a", 0.0, 1.0, Cell(), Cell()}, {"a", 9.0, 0.5, 0.2, 0.7}};
  Table risk;
  risk.id = "stay_at_risk";
  risk.columns = {MakeColumn("plan", Format::kText, ColumnRole::kKey),
                  MakeColumn("time", Format::kInt), MakeColumn("at_risk", Format::kInt)};
  risk.rows = {{"a", 0.0, 12.0}, {"a", 5.0, 7.0}};
  report.tables = {stay, risk};
  Figure figure = MakeFigure(FigureKind::kSurvival, "stay", "time", "survival");
  figure.series = "plan";
  report.figures = {figure};
  const FigureSet figures = BuildFigures(report);
  const auto& drawn = figures.front();
  REQUIRE(drawn.data.size() == 3);  // both limits, then the curve
  CHECK(drawn.data[2]["line"]["shape"] == "hv");
  CHECK(drawn.data[2]["x"] == nlohmann::ordered_json::array({0.0, 9.0}));
  CHECK(drawn.data[1]["y"] == nlohmann::ordered_json::array({1.0, 0.7}));
  std::string notes;
  for (const auto& note : drawn.layout["annotations"]) {
    notes += note["text"].get<std::string>() + "|";
  }
  CHECK(notes == "Plan A|12|7|Under observation|");
}

TEST_CASE("a bullet is drawn from zero to its own largest number") {
  Report report;
  Table aims;
  aims.id = "aims";
  aims.columns = {MakeColumn("goal", Format::kText, ColumnRole::kKey),
                  MakeColumn("baseline", Format::kPct1),
                  MakeColumn("baseline_lo", Format::kPct1, ColumnRole::kLow, "baseline"),
                  MakeColumn("baseline_hi", Format::kPct1, ColumnRole::kHigh, "baseline"),
                  MakeColumn("target", Format::kPct1)};
  aims.rows = {{"First", 0.4, 0.3, 0.5, 0.8}, {"No baseline", Cell(), Cell(), Cell(), 0.2}};
  report.tables = {aims};
  report.figures = {MakeFigure(FigureKind::kBullet, "aims", "goal", "baseline")};
  const FigureSet figures = BuildFigures(report);
  const auto& data = figures.front().data;
  CHECK(data[0]["x"] == nlohmann::ordered_json::array({0.5}));
  CHECK(data[1]["x"] == nlohmann::ordered_json::array({1.0}));
  CHECK(data[2]["text"] == nlohmann::ordered_json::array({"40.0% → 80.0%"}));
}

TEST_CASE("a timeline has a bar from the first day to the last") {
  Report report;
  report.entities = "members";
  Table plan;
  plan.id = "plan";
  plan.columns = {MakeColumn("action", Format::kText, ColumnRole::kKey),
                  MakeColumn("from_day", Format::kInt), MakeColumn("to_day", Format::kInt),
                  MakeColumn("n", Format::kInt), MakeColumn("owner", Format::kText)};
  plan.rows = {{"Call", 1.0, 30.0, 12.0, std::string("Sales")}, {"Write", 31.0, 90.0, 5.0, Cell()}};
  report.tables = {plan};
  Figure figure = MakeFigure(FigureKind::kTimeline, "plan", "action", "from_day");
  figure.series = "owner";
  report.figures = {figure};
  const FigureSet figures = BuildFigures(report);
  const auto& drawn = figures.front();
  REQUIRE(drawn.data.size() == 2);
  CHECK(drawn.data[0]["base"] == nlohmann::ordered_json::array({0.0}));
  CHECK(drawn.data[0]["x"] == nlohmann::ordered_json::array({30.0}));
  CHECK(drawn.data[0]["text"] == nlohmann::ordered_json::array({"12 members"}));
  CHECK(drawn.data[1]["name"] == "Nobody named");
  CHECK(drawn.layout["xaxis"]["tickvals"] == nlohmann::ordered_json::array({0, 30, 60, 90}));
}

}  // namespace
}  // namespace tessera
