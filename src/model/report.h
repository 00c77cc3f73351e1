// What a finished analysis is. Plain values: no JSON library, no database, no HTML.
#ifndef TESSERA_MODEL_REPORT_H_
#define TESSERA_MODEL_REPORT_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/format.h"
#include "model/figure.h"
#include "model/metric.h"
#include "model/prose.h"
#include "model/recommendation.h"
#include "model/segment_profile.h"
#include "model/source_summary.h"
#include "model/table.h"

namespace tessera {

enum class CheckStatus { kPass, kFail, kNotApplicable };
const char* CheckStatusName(CheckStatus status);  // "pass", "fail", "not_applicable"

// One proof that the report agrees with itself. `id` is "<subject>.<rule>":
// "by_plan_type.partition".
struct Check {
  std::string id;
  CheckStatus status = CheckStatus::kPass;
  std::string detail;  // the numbers: "3 segments, 10,000 of 10,000 customers"
  std::string rule;    // the rule in words, the same for all checks of its kind
};

// One part of a dimension. `name` is the value in tables and report.json, `label` what is shown.
struct Member {
  std::string name;
  std::string label;
  std::string rule;    // "15 < total_events ≤ 30"
  bool muted = false;  // the state "inactive" or a missing value: drawn in grey
};

struct Dimension {
  std::string id;
  std::string label;
  std::string description;
  bool ordered = false;  // members have a natural order: a one-hue ramp
  std::vector<Member> members;
  std::string caveat;  // "partly counts itself: …", shown beside comparisons
};

struct Brand {
  std::string name;
  std::string accent;  // "#2456d6"
  std::string logo;    // SVG or PNG as a data URI; "" if none
};

// The hash sample that a report is about, where there are more entities than can be held.
struct SampleSummary {
  double entities = 0;  // how many there are
  double drawn = 0;     // how many are in the sample
  std::string rule;     // who is: "the MD5 of user_id is below 4ccccccc"
};

// A block that the data cannot give, and which inputs it lacks.
struct LeftOut {
  std::string block, title;
  std::vector<std::string> missing;  // "funnel.marketing_to_sales_days is empty"
};

// A page of the folder form; a section of the single file.
struct PageRequest {
  std::string id;                 // file name without ".html"; "index" is the first
  std::string title;              // in the navigation
  std::string template_name;      // "summary.html"
  bool for_each_segment = false;  // rendered once a SegmentProfile
};

struct Report {
  std::string kind;
  std::string title;
  std::string subtitle;
  std::string author;
  std::string purpose;
  std::string audience;
  Brand brand;
  Locale locale;
  std::string entity = "customer";  // the unit of analysis, in the singular and the plural
  std::string entities = "customers";
  int as_of = 0;                 // days since 1970-01-01
  std::optional<int> first_day;  // the data window
  std::optional<int> last_day;
  std::string spec_sha256;
  double alpha = 0.05;
  double minimum_n = 1;         // cells of fewer entities are suppressed
  double minimum_n_claim = 30;  // groups of fewer are not called higher or lower

  std::vector<std::string> filters;     // who the report is about, each in words; empty is everyone
  std::optional<SampleSummary> sample;  // nothing: the report is about everyone

  std::vector<SourceSummary> sources;
  std::vector<Dimension> dimensions;
  std::vector<Metric> metrics;  // in the definition's order; ids are unique
  std::vector<Table> tables;
  std::vector<Figure> figures;
  std::map<std::string, Sentence> claims;       // by id; a claim that says nothing is empty
  std::vector<std::string> tiles;               // metric ids of the first screen
  std::vector<Recommendation> recommendations;  // ranked; those not supported last
  std::vector<SegmentProfile> profiles;
  std::vector<Check> checks;
  std::vector<Diagnostic> notes;
  std::vector<LeftOut> left_out;
  std::vector<std::string> caveats;  // REPORTS.md §5.2, those that are true here
  std::vector<std::pair<std::string, std::string>> tools;  // name, version
  std::vector<PageRequest> pages;

  const Metric* FindMetric(std::string_view id) const;
  const Table* FindTable(std::string_view id) const;
  // Whether `id` is a table or a figure of a block that was left out: "<block>" or "<block>_…".
  bool IsLeftOut(std::string_view id) const;
  const Figure* FindFigure(std::string_view id) const;
  const Dimension* FindDimension(std::string_view id) const;
  size_t FailedChecks() const;
};

}  // namespace tessera

#endif  // TESSERA_MODEL_REPORT_H_
