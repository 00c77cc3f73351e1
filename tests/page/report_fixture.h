// A small report that uses every field and every kind of figure. The numbers agree with each other.
#ifndef TESSERA_TESTS_PAGE_REPORT_FIXTURE_H_
#define TESSERA_TESTS_PAGE_REPORT_FIXTURE_H_

#include <string>
#include <vector>

#include "model/report.h"

namespace tessera::fixture {

inline Column Key(std::string name, std::string label) {
  return {std::move(name),
          std::move(label),
          Format::kText,
          ColumnRole::kKey,
          "",
          "",
          false,
          false,
          false};
}

inline Column Value(std::string name, std::string label, Format format) {
  return {
      std::move(name), std::move(label), format, ColumnRole::kValue, "", "", false, false, false};
}

inline Column Related(const std::string& of, ColumnRole role, Format format) {
  const std::string suffix = role == ColumnRole::kLow    ? "_lo"
                             : role == ColumnRole::kHigh ? "_hi"
                                                         : "_n";
  return {of + suffix, "", format, role, of, "", false, false, false};
}

inline Cell Text(std::string text) { return text; }
inline Cell Nothing() { return std::monostate{}; }

inline std::vector<Dimension> Dimensions() {
  Dimension plan{"plan", "Plan", "What the customer pays for", false, {}, ""};
  plan.members = {{"starter", "Starter", "plan = starter", false},
                  {"pro", "Pro", "plan = pro", false},
                  {"premium", "Premium", "plan = premium", false}};
  Dimension size{"size", "Portfolio size", "Units at the end of the period", true,
                 {},     "counted once"};
  size.members = {{"0–1", "0–1", "units ≤ 1", false},
                  {"2–5", "2–5", "1 < units ≤ 5", false},
                  {"6+", "6+", "units > 5", false},
                  {"(missing)", "(missing)", "units is null", true}};
  Dimension status{"status", "Status", "", false, {}, ""};
  status.members = {{"Active", "Active", "is_active", false},
                    {"Inactive", "Inactive", "not is_active", true}};
  return {plan, size, status};
}

inline Table ByPlan() {
  Table table{"by_plan", "Customers by plan", "All customers, one plan each", {}, {}, {}, {}, {},
              {}};
  Column customers = Value("customers", "Customers", Format::kInt);
  customers.additive = true;
  customers.metric = "customers";
  Column share = Value("share", "Share", Format::kPct1);
  share.share = true;
  table.columns = {Key("plan", "Plan"),
                   customers,
                   share,
                   Value("active_rate", "Active rate", Format::kPct1),
                   Related("active_rate", ColumnRole::kLow, Format::kPct1),
                   Related("active_rate", ColumnRole::kHigh, Format::kPct1),
                   Value("nps_mean", "Mean NPS score", Format::kNum1),
                   Related("nps_mean", ColumnRole::kCount, Format::kInt),
                   Value("since", "First customer", Format::kDate)};
  table.rows = {{Text("starter"), 60.0, 0.6, 0.75, 0.63, 0.842, 12.5, 40.0, 19000.0},
                {Text("pro"), 30.0, 0.3, 0.6, 0.423, 0.754, -3.25, 20.0, 19100.0},
                {Text("premium"), 10.0, 0.1, 0.5, 0.237, 0.763, Nothing(), 0.0, 19200.0}};
  table.total = {Text(""), 100.0, 1.0, 0.68, 0.583, 0.763, 7.25, 60.0, Nothing()};
  table.notes = {"Percentages may not add up to 100% because they are rounded."};
  table.dimensions = {"plan"};
  return table;
}

inline Table PlanSize() {
  Table table{"plan_size", "Active rate by size and plan", "", {}, {}, {}, {}, {}, {}};
  table.columns = {Key("size", "Size"), Key("plan", "Plan"),
                   Value("customers", "Customers", Format::kInt),
                   Value("active_rate", "Active rate", Format::kPct1)};
  table.dimensions = {"size", "plan"};
  table.rows = {{Text("0–1"), Text("starter"), 40.0, 0.8},
                {Text("0–1"), Text("pro"), 10.0, 0.6},
                {Text("0–1"), Text("premium"), 0.0, Nothing()},
                {Text("2–5"), Text("starter"), 15.0, 0.6},
                {Text("2–5"), Text("pro"), 15.0, 0.6},
                {Text("2–5"), Text("premium"), 3.0, Nothing()},
                {Text("6+"), Text("starter"), 5.0, 0.8},
                {Text("6+"), Text("pro"), 5.0, 0.6},
                {Text("6+"), Text("premium"), 7.0, 0.5}};
  return table;
}

inline Table FlowLinks() {
  Table table{"flow_links", "From plan to status", "", {}, {}, {}, {}, {}, {}};
  table.columns = {Value("stage", "Stage", Format::kInt), Key("from", "From"), Key("to", "To"),
                   Value("customers", "Customers", Format::kInt),
                   Value("arr_total", "ARR", Format::kUsd0)};
  table.rows = {{1.0, Text("0–1"), Text("starter"), 40.0, 40000.0},
                {1.0, Text("0–1"), Text("pro"), 10.0, 30000.0},
                {1.0, Text("2–5"), Text("starter"), 20.0, 20000.0},
                {1.0, Text("2–5"), Text("pro"), 20.0, 60000.0},
                {1.0, Text("6+"), Text("premium"), 10.0, 1200000.0},
                {2.0, Text("starter"), Text("Active"), 45.0, 45000.0},
                {2.0, Text("starter"), Text("Inactive"), 15.0, 15000.0},
                {2.0, Text("pro"), Text("Active"), 18.0, 54000.0},
                {2.0, Text("pro"), Text("Inactive"), 12.0, 36000.0},
                {2.0, Text("premium"), Text("Active"), 10.0, 1200000.0}};
  return table;
}

inline Table Comparison() {
  Table table{"comparison", "Trained against not trained", "", {}, {}, {}, {}, {}, {}};
  Column difference = Value("difference", "Difference", Format::kNum1);
  difference.row_format = true;
  Column low = Related("difference", ColumnRole::kLow, Format::kNum1);
  Column high = Related("difference", ColumnRole::kHigh, Format::kNum1);
  low.row_format = high.row_format = true;
  table.columns = {Value("outcome", "Outcome", Format::kText), difference, low, high,
                   Value("p_holm", "Adjusted p", Format::kNum2)};
  table.rows = {{Text("Mean ARR"), 2764.4, 812.0, 4716.0, 0.01},
                {Text("Active rate"), -0.0125, -0.1, 0.075, 0.8},
                {Text("Mean tickets"), 0.4, 0.1, 0.7, 0.02}};
  table.row_formats = {Format::kUsd0, Format::kPp1, Format::kNum1};
  return table;
}

inline Table Distribution() {
  Table table{"arr_bins", "Distribution of ARR", "", {}, {}, {}, {}, {}, {}};
  table.columns = {Value("lower", "From", Format::kUsd0), Value("upper", "To", Format::kUsd0),
                   Value("count", "Customers", Format::kInt)};
  table.rows = {{1000.0, 10000.0, 60.0}, {10000.0, 100000.0, 30.0}, {100000.0, 1000000.0, 10.0}};
  return table;
}

inline Table Boxes() {
  Table table{"arr_boxes", "ARR by plan", "Five numbers", {}, {}, {}, {}, {}, {}};
  table.columns = {Key("plan", "Plan"),
                   Value("min", "Minimum", Format::kUsd0),
                   Value("q1", "First quartile", Format::kUsd0),
                   Value("median", "Median", Format::kUsd0),
                   Value("q3", "Third quartile", Format::kUsd0),
                   Value("max", "Maximum", Format::kUsd0)};
  table.rows = {{Text("starter"), 0.0, 500.0, 900.0, 1500.0, 4000.0},
                {Text("premium"), 50000.0, 90000.0, 120000.0, 140000.0, 200000.0}};
  table.dimensions = {"plan"};
  return table;
}

inline Table Months() {
  Table table{"by_month", "Customers by month", "", {}, {}, {}, {}, {}, {}};
  table.columns = {Value("month", "Month", Format::kDate), Key("plan", "Plan"),
                   Value("customers", "Customers", Format::kInt)};
  table.rows = {{20240.0, Text("starter"), 10.0},
                {20271.0, Text("starter"), 12.0},
                {20240.0, Text("pro"), 4.0},
                {20271.0, Text("pro"), Nothing()}};
  return table;
}

inline std::vector<Figure> Figures() {
  const auto figure = [](std::string id, FigureKind kind, std::string table) {
    Figure made;
    made.id = std::move(id);
    made.kind = kind;
    made.table = std::move(table);
    made.title = PlainSentence("What " + made.table + " shows");
    made.subtitle = "All customers";
    made.alt = "The finding of " + made.id + " in words";
    return made;
  };
  Figure bar = figure("plan_active", FigureKind::kBar, "by_plan");
  bar.category = "plan";
  bar.value = "active_rate";
  bar.count = "customers";
  bar.reference = 0.68;
  bar.reference_label = "all customers";
  Figure stacked = figure("plan_size_customers", FigureKind::kStackedBar, "plan_size");
  stacked.category = "size";
  stacked.series = "plan";
  stacked.value = "customers";
  Figure heat = figure("plan_size_active", FigureKind::kHeatmap, "plan_size");
  heat.category = "size";
  heat.series = "plan";
  heat.value = "active_rate";
  heat.count = "customers";
  heat.reference = 0.68;
  Figure flow = figure("journey", FigureKind::kSankey, "flow_links");
  flow.value = "customers";
  flow.stages = {"size", "plan", "status"};
  Figure forest = figure("training", FigureKind::kForest, "comparison");
  forest.category = "outcome";
  forest.value = "difference";
  forest.reference = 0;
  Figure histogram = figure("arr_histogram", FigureKind::kHistogram, "arr_bins");
  histogram.logarithmic = true;
  Figure box = figure("arr_box", FigureKind::kBox, "arr_boxes");
  box.category = "plan";
  box.logarithmic = true;
  Figure line = figure("months", FigureKind::kLine, "by_month");
  line.category = "month";
  line.series = "plan";
  line.value = "customers";
  return {bar, stacked, heat, flow, forest, histogram, box, line};
}

inline Metric Named(std::string id, std::string label, Format format, std::optional<double> value) {
  Metric metric;
  metric.id = std::move(id);
  metric.label = std::move(label);
  metric.format = format;
  metric.value = value;
  metric.n = 100;
  metric.source = "users";
  metric.declared = true;
  return metric;
}

inline std::vector<Metric> Metrics() {
  Metric customers = Named("customers", "Customers", Format::kInt, 100);
  customers.description = "Everyone in the users table";
  customers.formula = "count(*)";
  customers.sql = "SELECT count(*) FROM customers";
  Metric active = Named("active_rate", "Active rate", Format::kPct1, 0.68);
  active.description = "Share of active customers";
  active.interval = {0.583, 0.763};
  active.interval_method = "Wilson score";
  active.n = 68;
  active.denominator = 100;
  active.formula = "active / customers";
  Metric arr = Named("arr_total", "ARR", Format::kUsd0, 7375884.14);
  arr.description = "Yearly revenue";
  arr.formula = "sum(arr)";
  arr.filter = "is_active";
  Metric nps = Named("nps_mean", "Mean NPS score", Format::kNum1, {});
  nps.missing_reason = "nobody answered";
  nps.formula = "mean(nps)";
  nps.n = 0;
  Metric lift = Named("training_lift", "ARR of trained customers", Format::kUsd0, 2764.4);
  lift.interval = {812, 4716};
  lift.interval_method = "Welch";
  lift.is_difference = true;
  lift.compares = "trained − not trained";
  lift.smaller_group = 40;
  lift.p_value = 0.005;
  lift.p_adjusted = 0.01;
  lift.family_size = 2;
  return {customers, active, arr, nps, lift};
}

inline Sentence Claim() {
  return {{Piece::Kind::kText, "Premium holds ", "", "", ""},
          {Piece::Kind::kMetric, "$7.4M", "arr_total", "$7,375,884", ""},
          {Piece::Kind::kText, " & is ", "", "", ""},
          {Piece::Kind::kCell, "10.0%", "by_plan/premium/share", "10.0%", ""},
          {Piece::Kind::kText, "; trained customers have a ", "", "", ""},
          {Piece::Kind::kWord, "higher", "training_lift", "", "interval excludes 0"},
          {Piece::Kind::kStrong, " ARR", "", "", ""}};
}

inline Recommendation Card() {
  Recommendation card;
  card.id = "train_more";
  card.title = "Offer training";
  card.group = "Revenue growth";
  card.verdict = Claim();
  card.target = "customers without training";
  card.target_rule = "not trained";
  card.n = 40;
  card.share = 0.4;
  card.value_at_stake = 90000;
  card.stake_label = "ARR of the target";
  card.evidence = {Claim(), PlainSentence("Nobody was assigned at random.")};
  card.effect_metric = "training_lift";
  card.opportunity = {{0.05, {1624, 9432}, 5528.8}, {0.15, {4872, 28296}, 16586.4}};
  card.ceiling = 90000;
  card.ceiling_label = "ARR of the target";
  card.overlaps = {{"win_back", 12, 0.3}};
  card.actions = {"Invite them"};
  card.plan = {"active_rate", "Active rate", Format::kPct1, 0.6, 0.06, 1500.0, false, "90 days"};
  card.slot = "0–30 days";
  return card;
}

inline SegmentProfile Profile(std::string member, std::string label, double n) {
  SegmentProfile profile;
  profile.dimension = "plan";
  profile.dimension_label = "Plan";
  profile.member = std::move(member);
  profile.label = std::move(label);
  profile.n = n;
  profile.share = n / 100;
  profile.figures = {
      {"active_rate", "Active rate", Format::kPct1, 0.75, Interval{0.63, 0.842}, 0.68, 110.3}};
  profile.mix = {{"size", "Portfolio size", {{"0–1", "0–1", 40, 0.667, 0.5, 133.3}}}};
  profile.unlike = {PlainSentence("Smaller portfolios.")};
  profile.recommendations = {"train_more"};
  return profile;
}

inline SourceSummary Users() {
  SourceSummary source;
  source.name = "users";
  source.file = "users.csv";
  source.format = "csv";
  source.rows = 101;
  source.columns = 5;
  source.rejected_rows = 1;
  source.rejects = {"line 17: expected 5 columns, found 7"};
  source.sha256 = std::string(64, 'a');
  source.bytes = 4321;
  source.identical_duplicates = 1;
  source.used_rows = 100;
  source.first_day = 19000;
  source.last_day = 20300;
  source.column_summaries = {
      {"arr", "annual_revenue", "ARR", "money", "USD", true, 3, 1, "line 9: 'n/k'", 0, "$0", "$1"}};
  return source;
}

inline Report SmallReport() {
  Report report;
  report.kind = "cx_segmentation";
  report.title = "Small & simple";
  report.subtitle = "A report about few";
  report.author = "A. Author";
  report.brand = {"Acme", "#2456d6", ""};
  report.as_of = 20301;
  report.first_day = 19000;
  report.last_day = 20300;
  report.spec_sha256 = std::string(64, 'b');
  report.minimum_n = 5;
  report.sources = {Users()};
  report.dimensions = Dimensions();
  report.metrics = Metrics();
  report.tables = {ByPlan(),       PlanSize(), FlowLinks(), Comparison(),
                   Distribution(), Boxes(),    Months()};
  report.figures = Figures();
  report.claims = {{"headline", Claim()}, {"silent", {}}};
  report.tiles = {"customers", "active_rate"};
  report.recommendations = {Card()};
  report.profiles = {Profile("starter", "Starter", 60), Profile("premium", "Premium", 10)};
  report.checks = {
      {"by_plan.partition", CheckStatus::kPass, "3 segments, 100 of 100", "A partition"},
      {"by_plan.bounds", CheckStatus::kFail, "1.2 is above 1", "Rates lie in [0, 1]"},
      {"events.orphans", CheckStatus::kNotApplicable, "no events", "Joins"}};
  report.notes = {{Severity::kWarning, "users", "1 row was rejected"}};
  report.caveats = {"Observational data."};
  report.tools = {{"Tessera", "0.1.0"}};
  report.pages = {{"index", "Summary", "summary.html", false},
                  {"flows", "Flows", "flows.html", false},
                  {"segment", "Segment profiles", "segment.html", true}};
  return report;
}

}  // namespace tessera::fixture

#endif  // TESSERA_TESTS_PAGE_REPORT_FIXTURE_H_
