// What the user asked for: a report definition, validated, before any data is touched.
//
// Every part keeps the Place where it was written, so that an error found later (an unknown member,
// a dead reference) still points into the user's file. Vectors keep the definition's order.
#ifndef TESSERA_SPEC_REPORT_SPEC_H_
#define TESSERA_SPEC_REPORT_SPEC_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/format.h"
#include "spec/block_spec.h"
#include "spec/expression.h"

namespace tessera {

// kMoney is exact in hundredths. kBool reads true/false, yes/no, t/f, y/n, 1/0 in any case.
enum class ColumnType { kText, kInt, kNumber, kMoney, kBool, kDate, kTimestamp };
const char* ColumnTypeName(ColumnType type);

struct ColumnSpec {
  std::string name;   // the kind's name
  std::string bound;  // the file's own name; `name` unless `columns:` says otherwise
  ColumnType type = ColumnType::kText;
  bool fold = false;      // text: case folds to lower case, counted
  bool optional = false;  // what needs it is listed as not computable when it is absent
  std::string label;
  std::string description;
  std::string unit;
  std::vector<std::string> null_values;  // further sentinels of this column ("999")
  Place place;
};

enum class Relationship { kEntity, kManyToOne };

struct SourceSpec {
  std::string name;
  std::string file;       // path as to be opened; "" when the definition gives none
  std::string format;     // "csv", "parquet", "jsonl"; "" decides by the file's name
  std::string separator;  // "" detects among , ; tab |
  Relationship relationship = Relationship::kEntity;
  std::string key;                  // entity: canonical name of its key column
  std::string to;                   // many-to-one: the source that it belongs to
  std::string on;                   // many-to-one: canonical name of its foreign key column
  std::string time;                 // canonical name of its time column; "" if none
  std::vector<ColumnSpec> columns;  // those that the report knows, bound
  bool optional = false;
  Place place;

  const ColumnSpec* FindColumn(std::string_view canonical) const;
};

// One value an entity, reduced from the rows of a many-to-one source (or computed from its
// columns).
enum class Aggregate { kCount, kCountDistinct, kAny, kSum, kMean, kMedian, kMin, kMax };
std::optional<Aggregate> ParseAggregate(std::string_view name);
const char* AggregateName(Aggregate aggregate);

struct AttributeSpec {
  std::string name;
  std::string label;
  std::string description;
  std::string unit;
  std::string source;  // the source reduced; the entity source for plain expressions
  Aggregate aggregate = Aggregate::kCount;
  ExpressionTree expression;  // what is aggregated; null for count and any
  ExpressionTree filter;      // rows that count; null is all
  ColumnType type = ColumnType::kInt;
  Place place;
};

// A member put aside before binning (`except`), or one line of `cases`; the first match wins.
struct MemberRule {
  std::string name;
  std::string label;
  ExpressionTree condition;  // null is "otherwise"
  bool muted = false;
  Place place;
};

struct DimensionSpec {
  std::string id;
  std::string label;
  std::string description;
  ExpressionTree of;                  // the value binned or the text grouped by; null with `cases`
  std::vector<double> bins;           // right-closed edges, ascending
  int quantiles = 0;                  // instead of bins: edges at type-7 quantiles (3 = terciles)
  bool discrete = true;               // whole numbers: "2–5"; else "5,000–15,000"
  Format format = Format::kInt;       // how edges are shown in members' names
  std::string name_unit;              // after the edge in labels: "units"
  std::vector<std::string> prefixes;  // display prefixes of the bins: Low, Medium, High
  std::vector<MemberRule> except;
  std::vector<MemberRule> cases;
  std::vector<std::string> order;  // of a text dimension's members; the others follow by name
  std::map<std::string, std::string> labels;  // member → shown label
  bool ordered = false;
  std::vector<std::string> counts_itself;  // metrics that are partly built from this dimension
  std::string instead;                     // the dimension shown beside it for those
  std::string caveat;
  Place place;
};

enum class MetricType { kSimple, kRatio, kDerived };

struct MetricSpec {
  std::string id;
  std::string label;
  std::string description;
  MetricType type = MetricType::kSimple;
  Aggregate aggregate = Aggregate::kSum;
  ExpressionTree expression;  // simple: over entity columns; derived: over figures
  ExpressionTree filter;      // simple only
  std::string numerator;      // ratio: ids of simple metrics
  std::string denominator;
  Format format = Format::kNum1;
  bool share_of_total = false;  // ratio: the group's numerator over the total's ("share")
  std::optional<double> minimum, maximum;  // bounds that must hold
  Place place;
};

struct FigureSpec {
  std::string id;
  std::string
      type;  // "bar", "stacked_bar", "heatmap", "sankey", "box", "forest", "histogram", "line"
  std::string table;        // the table behind it
  std::string title_claim;  // id of the claim that is its title
  std::string title;        // or plain words
  std::string subtitle;
  std::string category, series, value, count;  // column names
  std::string reference;                       // metric id
  bool logarithmic = false;
  Place place;
};

// One alternative of a claim; the first whose condition holds is said.
struct ClaimAlternative {
  ExpressionTree condition;  // null always holds
  std::string say;           // words with {figure}, {figure|format} and [word](licence); see README
  Place place;
};

struct ClaimSpec {
  std::string id;
  std::vector<ClaimAlternative> alternatives;
  Place place;
};

struct PageSpec {
  std::string id, title, template_name;
  bool for_each_segment = false;
};

// Two facts from two sources that must agree, counted entity by entity.
struct AgreementSpec {
  std::string id;
  ExpressionTree left, right;  // over entity columns
  std::string label;
  Place place;
};

// A condition that every entity of the report meets.
struct PopulationFilter {
  std::string id, label;
  ExpressionTree condition;
  std::string condition_text;
  Place place;
};

struct ReportSpec {
  std::string path;         // of the user's file
  std::string folder;       // relative files are found from here
  std::string sha256;       // of the definition as it is after `extends`, `--set` and `--as-of`
  std::string kind;         // name of the folder of templates/
  std::string kind_folder;  // named by `extends`: its pages come before the kind's; "" if none
  std::string title, subtitle, author, purpose, audience;
  std::optional<int> as_of;  // days since 1970-01-01
  std::string locale_name = "en-US", currency = "USD";
  Locale locale;
  std::string brand_name, brand_accent, brand_logo;
  std::string entity, entities;  // "customer", "customers"
  std::string entity_source;
  double alpha = 0.05;
  int minimum_n = 1;
  int minimum_n_claim = 30;
  unsigned long long seed = 1;
  std::vector<std::string> null_values;
  std::optional<double> max_rejected;  // share of rows
  std::vector<std::string> confounders;
  std::vector<double> uptake;
  std::string design = "observational";      // or "randomised": only then causal words are licensed
  std::map<std::string, double> parameters;  // named constants of expressions
  std::vector<PopulationFilter> filters;     // all must hold
  std::string nps_scale;                     // "0..10" where NPS proper may be computed
  std::string engine = "duckdb";
  double frame_limit = 5'000'000;         // entities held in memory at most
  std::vector<std::string> include_rows;  // tables of single entities that may be shown

  std::vector<SourceSpec> sources;
  std::vector<AttributeSpec> attributes;
  std::vector<DimensionSpec> dimensions;
  std::vector<MetricSpec> metrics;
  std::vector<BlockSpec> blocks;
  std::vector<FigureSpec> figures;
  std::vector<ClaimSpec> claims;
  std::vector<RecommendationSpec> recommendations;
  std::vector<AgreementSpec> agreements;
  std::vector<std::string> tiles;
  std::vector<PageSpec> pages;
  std::string profile_metrics_block;  // breakdown whose metrics the segment pages show
  // The text of each file that a Place names, for excerpts.
  std::map<std::string, std::string> definition_texts;

  const SourceSpec* FindSource(std::string_view name) const;
  const DimensionSpec* FindDimension(std::string_view id) const;
  const MetricSpec* FindMetric(std::string_view id) const;
  const AttributeSpec* FindAttribute(std::string_view name) const;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_REPORT_SPEC_H_
