// Two disjoint groups of entities compared by an outcome: crude, and within strata.
//
// An outcome is a mean or a rate; entities without a value take no part. What cannot be estimated
// is missing with its reason, never a number.
#ifndef TESSERA_ANALYSIS_COMPARISON_H_
#define TESSERA_ANALYSIS_COMPARISON_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/block.h"
#include "stats/moments.h"
#include "stats/stratified.h"

namespace tessera {

struct ComparedGroups {
  std::string treated, control;  // as shown
  std::vector<std::uint32_t> treated_rows, control_rows;

  std::string Words() const { return treated + " − " + control; }
};

// The groups of a lift block: members of its dimension, or `first`, `last` (of its order, without
// missing and muted members) and, as the control, `rest`. A member that no entity has is an empty
// group. Throws Error for a member that the dimension's bins or cases cannot give.
ComparedGroups SelectGroups(const LiftBlock& block, const Place& place, const AnalysisInput& input);

// A difference, a shift or a ratio less one.
struct Difference {
  std::optional<double> value;
  std::optional<Interval> interval;
  std::optional<double> p_value;
  std::optional<double> p_adjusted;  // over its family of tests
  int family_size = 0;
  std::string method;          // of the interval
  std::string missing_reason;  // why there is no value; or a value and no interval
};

// Welch's difference of means (B-01). A group of one or without variation has no interval.
Difference CompareMeans(const stats::Moments& a, const stats::Moments& b, double level);
// Newcombe's difference of rates (B-11) from the moments of zeros and ones.
Difference CompareRates(const stats::Moments& a, const stats::Moments& b, double level);

// The values of an outcome in the two groups.
struct OutcomeSamples {
  const MetricSpec* metric = nullptr;
  bool is_rate = false;
  std::string missing_reason;  // when there is nothing to compare
  Tally treated, control;
  double scale = 1;  // times which they are what the measure holds: 100 for money
  stats::Moments treated_moments, control_moments;

  Difference Compare(double level) const;
};
// Throws Error at `place` for a metric that is neither a mean nor a rate.
OutcomeSamples GatherOutcome(std::string_view metric, const ComparedGroups& groups,
                             const Place& place, const AnalysisInput& input);

// The dimensions of `ids` that the data has, without `compared` itself.
std::vector<const FrameDimension*> Confounders(std::span<const std::string> ids,
                                               std::string_view compared,
                                               const AnalysisInput& input);
// "Plan and Portfolio size".
std::string ConfounderWords(std::span<const FrameDimension* const> confounders);

// One stratum a combination of the confounders' members; none without confounders.
struct GroupStrata {
  size_t strata = 0;
  // An entity: twice its stratum, and one more of the treated; 2 · strata: of neither group.
  std::vector<std::uint32_t> arms;
};
GroupStrata StrataOfGroups(const ComparedGroups& groups,
                           std::span<const FrameDimension* const> confounders,
                           const AnalysisInput& input);
std::vector<stats::Stratum> StrataOfOutcome(std::string_view metric, const GroupStrata& strata,
                                            const AnalysisInput& input);

// The moments of each group of entities; those of a group ≥ `groups` are left out.
std::vector<stats::Moments> MomentsByGroup(const Measure& outcome,
                                           std::span<const std::uint32_t> group, size_t groups);

// The standardised difference (B-20) as a Difference: the reason when there is none.
Difference Standardised(const std::optional<stats::StandardisedDifference>& standardised,
                        std::span<const FrameDimension* const> confounders,
                        std::string_view weights);

// Holm's adjustment over one family of tests: sets p_adjusted and family_size of those with a p.
void AdjustFamily(std::span<Difference* const> family);

// A difference as a figure of the report; the caller adds its words and its format.
Metric DifferenceMetric(std::string id, const Difference& difference, const ComparedGroups& groups);

// Rates as differences are shown in percentage points.
Format DifferenceFormat(Format format);
// "arr" of "arr_mean", "active" of "active_rate": how metrics of comparisons are named.
std::string OutcomeName(std::string_view metric);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_COMPARISON_H_
