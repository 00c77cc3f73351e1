// The terms of a definition: dimensions and metrics.
#ifndef TESSERA_SPEC_METRIC_SPEC_H_
#define TESSERA_SPEC_METRIC_SPEC_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/format.h"
#include "spec/expression.h"
#include "spec/source_spec.h"

namespace tessera {

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
  int most_frequent = 0;           // of a text dimension: so many, the others as "(other)"; 0 is all
  std::map<std::string, std::string> labels;  // member → shown label
  bool ordered = false;
  bool first_match = false;  // cases that overlap are meant: the first that holds is taken
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

}  // namespace tessera

#endif  // TESSERA_SPEC_METRIC_SPEC_H_
