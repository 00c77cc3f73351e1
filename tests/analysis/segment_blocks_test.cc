#include <doctest/doctest.h>

#include <cmath>

#include "made_report.h"

namespace tessera {
namespace {

// Ten customers of two types; spends 10 … 100, four of them on the upper half's side of each limit.
const std::string kHead = R"yml(
kind: made
as_of: 2025-06-30
entity: { source: users }
sources:
  users:
    file: users.csv
    key: id
    columns:
      id: text
      type: text
      spend: money
      days: int
      visits: int
      left: bool
metrics:
  customers: { type: simple, agg: count, format: int }
  share: { type: ratio, numerator: customers, of_total: true, format: pct1 }
)yml";

const std::string kUsers =
    "id,type,spend,days,visits,left\n"
    "u01,a,10,1,1,yes\nu02,a,20,2,1,no\nu03,a,30,3,1,no\nu04,a,40,4,1,no\nu05,a,50,5,1,no\n"
    "u06,b,60,6,1,no\nu07,b,70,7,2,no\nu08,b,80,8,3,no\nu09,b,90,9,4,yes\nu10,b,100,10,5,yes\n";

double ValueOf(const Report& report, const std::string& metric) {
  const Metric* found = report.FindMetric(metric);
  REQUIRE(found != nullptr);
  return found->value.value_or(std::numeric_limits<double>::quiet_NaN());
}

TEST_CASE("thresholds are worked out on their population, one number or one a group") {
  const Report report = MadeReport(kHead + R"yml(
thresholds:
  spend_mean: { statistic: mean, of: spend, format: usd0 }
  spend_loyal: { statistic: median, of: spend, where: not left }
  spend_upper: { statistic: quantile, p: 75%, of: spend, by: type }
attributes:
  above: { expr: "if(spend > spend_mean, 1, 0)", type: int }
dimensions:
  upper:
    cases:
      upper: spend > spend_upper
      lower: otherwise
blocks:
  by_upper: { type: breakdown, dimension: upper, metrics: [customers] }
  limits: { type: thresholds }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(ValueOf(report, "spend_mean") == 55);
  CHECK(report.FindMetric("spend_mean")->n == 10);
  CHECK(ValueOf(report, "spend_loyal") == 50);  // of 20 … 80
  CHECK(NumberIn(report, "limits", {"Spend upper", "a"}, "value") == 40);
  CHECK(NumberIn(report, "limits", {"Spend upper", "b"}, "value") == 90);
  CHECK(TextIn(report, "limits", {"Spend loyal", "all"}, "population") == "not left");
  CHECK(NumberIn(report, "by_upper", {"upper"}, "customers") == 2);  // 50 and 100
}

TEST_CASE("scores never split ties, recency counts from the top") {
  const Report report = MadeReport(kHead + R"yml(
segmentations:
  rfm: { type: rfm, recency: days, frequency: visits, money: spend }
dimensions:
  code: { of: rfm_code }
blocks:
  by_code: { type: breakdown, dimension: code, metrics: [customers] }
  breaks: { type: rfm, of: rfm }
)yml",
                                   {{"users.csv", kUsers}});
  // Type-7 breaks of 1 … 10: 2.8, 4.6, 6.4, 8.2; of the visits 1, 1, 1.4, 3.2.
  CHECK(NumberIn(report, "breaks", {"Recency"}, "break_1") == doctest::Approx(2.8));
  CHECK(NumberIn(report, "breaks", {"Frequency"}, "break_3") == doctest::Approx(1.4));
  CHECK(TextIn(report, "breaks", {"Recency"}, "direction") == "few days score high");
  CHECK(NumberIn(report, "breaks_scores", {"1"}, "frequency") == 6);  // all with one visit
  CHECK(NumberIn(report, "breaks_scores", {"2"}, "frequency") == 0);
  CHECK(NumberIn(report, "breaks_scores", {"4"}, "frequency") == 2);
  CHECK(NumberIn(report, "breaks_scores", {"5"}, "recency") == 2);
  CHECK(NumberIn(report, "by_code", {"511"}, "customers") == 2);  // u01 and u02
  CHECK(NumberIn(report, "by_code", {"155"}, "customers") == 2);  // u09 and u10
}

TEST_CASE("rules: holes and overlaps are found where nobody stands, too") {
  const Report report = MadeReport(kHead + R"yml(
dimensions:
  type: { of: type }
  state:
    first_match: true
    cases:
      gone: left
      large: spend >= 60
      small: spend < 50 and type = 'a'
      rest: otherwise
blocks:
  rules: { type: rules, dimension: state, across: [type, state], metrics: [share] }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(NumberIn(report, "rules_rules", {"gone"}, "fits") == 3);
  CHECK(NumberIn(report, "rules_rules", {"large"}, "fits") == 5);
  CHECK(NumberIn(report, "rules_rules", {"large"}, "earlier") == 2);  // u09 and u10 are gone
  CHECK(NumberIn(report, "rules_rules", {"large"}, "customers") == 3);
  CHECK(NumberIn(report, "rules_rules", {"rest"}, "customers") == 1);  // 50 of type a
  // left yes/no × type a/b × spend 10, 50, 55, 60, 100: holes are those that stayed with a spend of
  // 50 or 55, and with 10 of type b.
  CHECK(ValueOf(report, "rules_cells") == 20);
  CHECK(ValueOf(report, "rules_hole_cells") == 5);
  CHECK(ValueOf(report, "rules_overlap_cells") == 5);  // gone and large: 4; gone and small: 1
  CHECK(ValueOf(report, "rules_overlap_customers") == 3);
  CHECK(ValueOf(report, "rules_unassigned") == 1);
  CHECK(NumberIn(report, "rules_overlaps", {"no rule"}, "customers") == 1);
  CHECK(TextIn(report, "rules_overlaps", {"gone + large"}, "segment") == "gone");
  CHECK(NumberIn(report, "rules", {"b", "large"}, "customers") == 3);
}

TEST_CASE("rules over two columns at once are tried on customers alone, and it is said") {
  const Report report = MadeReport(kHead + R"yml(
dimensions:
  state:
    cases:
      wide: visits * 10 > spend
      rest: otherwise
blocks:
  rules: { type: rules, dimension: state }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(report.FindMetric("rules_cells")->value == std::nullopt);
  CHECK(report.FindTable("rules_overlaps")->notes.front().find("more than one column") !=
        std::string::npos);
  CHECK(ValueOf(report, "rules_unassigned") == 10);
}

TEST_CASE("cases that overlap fail a check unless the first match is meant") {
  const std::string dimension = R"yml(
dimensions:
  state:
    cases: { large: spend > 20, small: spend < 90 }
blocks:
  by_state: { type: breakdown, dimension: state, metrics: [customers] }
)yml";
  CHECK(MadeReport(kHead + dimension, {{"users.csv", kUsers}}).FailedChecks() == 1);
  const std::string meant = dimension + "\n";
  const size_t at = meant.find("    cases");
  const Report report =
      MadeReport(kHead + meant.substr(0, at) + "    first_match: true\n" + meant.substr(at),
                 {{"users.csv", kUsers}});
  CHECK(report.FailedChecks() == 0);
}

TEST_CASE("clusters: two groups far apart, ordered by what they spend, the incomplete in none") {
  const std::string users =
      "id,type,spend,days,visits,left\n"
      "u01,a,10,1,10,no\nu02,a,12,2,11,no\nu03,a,11,3,12,no\nu04,a,13,,12,no\n"
      "u05,b,90,21,30,no\nu06,b,91,22,31,no\nu07,b,92,23,32,no\n";
  const Report report = MadeReport(kHead + R"yml(
segmentations:
  group: { type: clusters, features: [days, visits], k: 2, most: 3, starts: 5, order_by: spend, names: [Large, Small] }
dimensions:
  segment: { of: group }
blocks:
  by_segment: { type: breakdown, dimension: segment, metrics: [customers] }
  clusters: { type: clusters, of: group }
)yml",
                                   {{"users.csv", users}});
  CHECK(NumberIn(report, "by_segment", {"Large"}, "customers") == 3);
  CHECK(NumberIn(report, "by_segment", {"Small"}, "customers") == 3);
  CHECK(NumberIn(report, "by_segment", {"(missing)"}, "customers") == 1);
  CHECK(ValueOf(report, "clusters_incomplete") == 1);
  CHECK(NumberIn(report, "clusters_profile", {"Large", "Days"}, "mean") == 22);
  CHECK(NumberIn(report, "clusters_profile", {"Small", "Days"}, "index") ==
        doctest::Approx(100 * 2 / 12.0));
  // In standard deviations (divisor n) the groups' rows lie 1/sd and 0 from their centres.
  const auto spread = [](double low, double high) {
    const double mean = (low + high) / 2, half = (high - mean) * (high - mean);
    return half + 2.0 / 3;  // variance of 1, 2, 3 and 21, 22, 23 alike
  };
  const double inertia = 4 / spread(2, 22) + 4 / spread(11, 31);
  CHECK(ValueOf(report, "clusters_inertia") == doctest::Approx(inertia));
  CHECK(NumberIn(report, "clusters_choice", {"2"}, "inertia") == doctest::Approx(inertia));
}

TEST_CASE("past frame_limit an incomplete customer is in no cluster either") {
  // Skewed days: clusters are made of their logarithms. Every tenth customer has none.
  std::string users = "id,type,spend,days,visits,left\n";
  for (int i = 1; i <= 400; ++i) {
    const std::string days = i % 10 == 0 ? "" : std::to_string(i % 20 == 1 ? 5000 + i : i % 7);
    users += "u" + std::to_string(i) + ",a," + std::to_string(i) + "," + days + ",1,no\n";
  }
  const Report report = MadeReport(kHead + R"yml(
frame_limit: 200
segmentations:
  group: { type: clusters, features: [days, visits], k: 2, most: 2, starts: 5, order_by: spend, names: [Large, Small] }
dimensions:
  segment: { of: group }
blocks:
  by_segment: { type: breakdown, dimension: segment, metrics: [customers] }
  clusters: { type: clusters, of: group }
)yml",
                                   {{"users.csv", users}});
  CHECK(NumberIn(report, "everyone_by_segment", {"(missing)"}, "customers") == 40);
  CHECK(report.FailedChecks() == 0);
}

TEST_CASE("everyone is divided by dimensions that refer to earlier ones as the sample is") {
  // A quarter has no type and a tenth no spend.
  std::string users = "id,type,spend,days,visits,left\n";
  for (int i = 1; i <= 400; ++i) {
    const std::string type = i % 4 == 0 ? "" : std::string(1, "abc"[i % 3]);
    users += "u" + std::to_string(i) + "," + type + "," +
             (i % 10 == 0 ? "" : std::to_string(i % 9)) + "," + (i == 400 ? "1" : "2") + ",1,no\n";
  }
  const std::string definition = kHead + R"yml(
dimensions:
  kind: { of: type }
  band: { of: spend, bins: [3, 6] }
  not_a: { cases: { other: { when: kind != 'a' }, none: { when: kind is null }, rest: {} } }
  chain: { cases: { both: { when: "not_a = 'other' and band != '4–6'" }, unknown: { when: band is null }, rest: {} } }
  special: { of: type, except: { odd: { when: band is null } } }
blocks:
  by_kind: { type: breakdown, dimension: kind, metrics: [customers] }
  by_not_a: { type: breakdown, dimension: not_a, metrics: [customers] }
  by_chain: { type: breakdown, dimension: chain, metrics: [customers] }
  by_special: { type: breakdown, dimension: special, metrics: [customers] }
)yml";
  const Report all = MadeReport(definition, {{"users.csv", users}});
  const Report sampled = MadeReport(definition + "frame_limit: 100\n", {{"users.csv", users}});
  for (const auto& [dimension, members] :
       {std::pair{"kind", std::vector<std::string>{"a", "b", "c", "(missing)"}},
        std::pair{"not_a", std::vector<std::string>{"other", "none", "rest"}},
        std::pair{"chain", std::vector<std::string>{"both", "unknown", "rest"}},
        std::pair{"special", std::vector<std::string>{"a", "b", "c", "odd", "(missing)"}}}) {
    for (const std::string& member : members) {
      CAPTURE(std::string(dimension));
      CAPTURE(member);
      CHECK(NumberIn(sampled, std::string("everyone_by_") + dimension, {member}, "customers") ==
            NumberIn(all, std::string("by_") + dimension, {member}, "customers"));
    }
  }
  CHECK(sampled.FailedChecks() == 0);
}

TEST_CASE("single customers are listed only where the definition asks for them") {
  const std::string users =
      "id,type,spend,days,visits,left\n"
      "u01,a,10,1,10,no\nu02,a,12,2,11,no\nu03,a,11,3,12,no\nu04,a,13,11,20,no\n"
      "u05,b,90,20,29,no\nu06,b,91,21,30,no\nu07,b,92,22,31,no\n"
      "u08,a,10,1,10,no\nu09,a,12,2,11,no\nu10,a,11,3,12,no\n";
  const std::string definition = kHead + R"yml(
segmentations:
  group: { type: clusters, features: [days, visits], k: 2, most: 3, starts: 5, order_by: spend, names: [Large, Small] }
dimensions:
  segment: { of: group }
blocks:
  clusters: { type: clusters, of: group }
)yml";
  const Report counts = MadeReport(definition, {{"users.csv", users}});
  CHECK(counts.FindTable("clusters_near_list") == nullptr);
  CHECK(NumberIn(counts, "clusters_near", {"Small"}, "near") == 1);
  const Report named =
      MadeReport(definition + "include_rows: [clusters_near_list]\n", {{"users.csv", users}});
  REQUIRE(named.FindTable("clusters_near_list")->rows.size() == 1);
  CHECK(TextIn(named, "clusters_near_list", {"u04"}, "next") == "Large");
  CHECK(NumberIn(named, "clusters_near_list", {"u04"}, "nearness") >= 0.7);
}

TEST_CASE("too few customers for clusters: a note, and tables without rows") {
  const Report report =
      MadeReport(kHead + R"yml(
segmentations:
  group: { type: clusters, features: [days], k: 5, order_by: spend }
dimensions:
  segment: { of: group }
blocks:
  clusters: { type: clusters, of: group }
)yml",
                 {{"users.csv", "id,type,spend,days,visits,left\nu1,a,1,1,1,no\n"}});
  CHECK(report.FindTable("clusters_choice")->rows.empty());
  CHECK(report.FindMetric("clusters_inertia")->value == std::nullopt);
  bool noted = false;
  for (const Diagnostic& note : report.notes) {
    noted = noted || note.message == "1 customers have all features, too few for 5 clusters";
  }
  CHECK(noted);
}

TEST_CASE("concentration: shares, counts and the Gini worked by hand") {
  const Report report = MadeReport(kHead + R"yml(
dimensions:
  type: { of: type }
blocks:
  spread: { type: concentration, column: spend, dimension: type }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(ValueOf(report, "spread_gini") == doctest::Approx(0.3));  // 1 … 10
  CHECK(ValueOf(report, "spread_top_20") == doctest::Approx(190.0 / 550));
  CHECK(ValueOf(report, "spread_hold_80") == 6);  // 100 + … + 50 = 450 ≥ 440
  CHECK(NumberIn(report, "spread", {"b"}, "share") == doctest::Approx(400.0 / 550));
  CHECK(NumberIn(report, "spread", {"b"}, "share_lo") < 400.0 / 550);
  CHECK(NumberIn(report, "spread", {"b"}, "share_hi") > 400.0 / 550);
}

TEST_CASE("migration: the same rules on both days, entered and left, a bridge that foots") {
  const std::string definition = kHead + R"yml(
  spend_total: { type: simple, agg: sum, expr: spend, format: usd0 }
thresholds:
  limit: { statistic: mean, of: spend }
dimensions:
  size:
    cases: { large: spend > limit, small: otherwise }
blocks:
  moves: { type: migration, dimension: size, source: before, column: spend }
)yml";
  std::string with = definition;
  with.insert(with.find("metrics:"),
              "  before: { relationship: snapshot, to: users, file: before.csv, as_of: 2025-03-31, "
              "optional: true }\n");
  // u01 was large, u10 was not there, u11 has left; the limit stays that of now, 55.
  const std::string before =
      "id,type,spend,days,visits,left\n"
      "u01,a,200,1,1,no\nu02,a,20,1,1,no\nu03,a,30,1,1,no\nu04,a,40,1,1,no\nu05,a,50,1,1,no\n"
      "u06,b,60,1,1,no\nu07,b,70,1,1,no\nu08,b,80,1,1,no\nu09,b,90,1,1,no\nu11,b,5,1,1,no\n";
  const Report report = MadeReport(with, {{"users.csv", kUsers}, {"before.csv", before}});
  CHECK(NumberIn(report, "moves", {"large", "small"}, "customers") == 1);
  CHECK(NumberIn(report, "moves", {"(entered)", "large"}, "customers") == 1);
  CHECK(NumberIn(report, "moves", {"small", "(left)"}, "customers") == 1);
  CHECK(NumberIn(report, "moves", {"large", "large"}, "share") == doctest::Approx(4.0 / 5));
  CHECK(ValueOf(report, "moves_stayed_rate") == doctest::Approx(8.0 / 9));
  const auto bridge = [&](const char* column) {
    const bool value = std::string_view(column).starts_with("value_");
    return NumberIn(report, value ? "moves_value_bridge" : "moves_bridge", {"large"}, column);
  };
  CHECK(bridge("start") == 5);
  CHECK(bridge("end") == 5);
  CHECK(bridge("value_start") == 500);
  CHECK(bridge("value_start") + bridge("value_entered") + bridge("value_in") - bridge("value_out") -
            bridge("value_left") + bridge("value_change") ==
        bridge("value_end"));
  CHECK(report.FailedChecks() == 0);

  const Report alone = MadeReport(with, {{"users.csv", kUsers}});
  CHECK(alone.FindTable("moves")->rows.empty());
  CHECK(alone.FindMetric("moves_stayed_rate")->missing_reason ==
        "there is one snapshot only: the source 'before' is not there");
}

TEST_CASE("evaluation: a score that tells everything, beside one that tells nothing") {
  std::string users = "id,type,spend,days,visits,left\n";
  for (int i = 0; i < 80; ++i) {
    users += "u" + std::to_string(100 + i) + ",a," + std::to_string(i % 7) + "," +
             std::to_string(i) + ",1," + (i >= 60 ? "yes" : "no") + "\n";
  }
  const Report report = MadeReport(kHead + R"yml(
blocks:
  test:
    type: evaluation
    target: left
    value: spend
    goal: 90%
    scores:
      none: { score: visits }
      all: { score: days }
)yml",
                                   {{"users.csv", users}});
  CHECK(ValueOf(report, "test_n") == 40);
  CHECK(ValueOf(report, "test_fit_n") == 40);
  CHECK(ValueOf(report, "test_all_auc") == 1);
  CHECK(ValueOf(report, "test_none_auc") == 0.5);
  CHECK(ValueOf(report, "test_none_accuracy") == ValueOf(report, "test_base_rate"));
  CHECK(ValueOf(report, "test_all_accuracy") >= 0.9);
  const double yes = NumberIn(report, "test_confusion", {"All", "yes"}, "n");
  CHECK(yes + NumberIn(report, "test_confusion", {"All", "no"}, "n") == 40);
  CHECK(ValueOf(report, "test_prevalence") == doctest::Approx(yes / 40));
  // A score that is equal for all shares the outcomes evenly over the tenths.
  for (const std::vector<Cell>& row : report.FindTable("test_gains")->rows) {
    if (CellText(row[0]) == "None") CHECK(*CellNumber(row[3]) == doctest::Approx(0.1));
  }
}

TEST_CASE("a breakdown's index: all are one hundred") {
  const Report report = MadeReport(kHead + R"yml(
  spend_mean: { type: simple, agg: mean, expr: spend, format: usd0 }
dimensions:
  type: { of: type }
blocks:
  by_type: { type: breakdown, dimension: type, metrics: [customers, spend_mean], index: [spend_mean] }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(NumberIn(report, "by_type", {"b"}, "spend_mean_index") == doctest::Approx(100 * 80 / 55.0));
}

TEST_CASE("a dimension may be made of those before it") {
  const Report report = MadeReport(kHead + R"yml(
dimensions:
  state: { cases: { gone: left, there: otherwise } }
  both: { of: "concat(type, ' – ', state)" }
blocks:
  by_both: { type: breakdown, dimension: both, metrics: [customers] }
)yml",
                                   {{"users.csv", kUsers}});
  CHECK(NumberIn(report, "by_both", {"a – there"}, "customers") == 4);
  CHECK(NumberIn(report, "by_both", {"b – gone"}, "customers") == 2);
}

}  // namespace
}  // namespace tessera
