#include "analysis/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "segment/member_names.h"
#include "stats/multiple.h"
#include "stats/proportion.h"
#include "stats/welch.h"

namespace tessera {
namespace {

constexpr const char* kRest = "rest";

// Bins and cases give their members whatever the data holds; texts only those that occur.
bool HasFixedMembers(const DimensionSpec& dimension) {
  return !dimension.bins.empty() || !dimension.cases.empty();
}

const Member* FindMember(const std::string& name, const Dimension& dimension, const Place& place,
                         const ReportSpec& spec) {
  if (name == "first") return FirstMember(dimension);
  if (name == "last") return LastMember(dimension);
  for (const Member& member : dimension.members) {
    if (member.name == name) return &member;
  }
  const DimensionSpec* definition = spec.FindDimension(dimension.id);
  if (definition != nullptr && HasFixedMembers(*definition)) {
    std::vector<std::string> known;
    for (const Member& member : dimension.members) known.push_back(member.name);
    throw Error(fmt::format("'{}' is no member of '{}'", name, dimension.id), place)
        .Remedy(DidYouMean(name, known));
  }
  return nullptr;
}

stats::Share ShareOf(const stats::Moments& moments) {
  return {std::round(moments.mean * moments.n), moments.n};
}

std::string MissingSample(const OutcomeSamples& samples, const ComparedGroups& groups,
                          const ReportSpec& spec) {
  if (groups.treated_rows.empty()) {
    return fmt::format("{} has no {}", groups.treated, spec.entities);
  }
  if (groups.control_rows.empty()) {
    return fmt::format("{} has no {}", groups.control, spec.entities);
  }
  if (!samples.treated.empty() && !samples.control.empty()) return "";
  return fmt::format("no {} of {} has a value of {}", spec.entity,
                     samples.treated.empty() ? groups.treated : groups.control,
                     samples.metric->label);
}

}  // namespace

ComparedGroups SelectGroups(const LiftBlock& block, const Place& place,
                            const AnalysisInput& input) {
  const FrameDimension& dimension = RequireDimension(block.dimension, place, input);
  const std::vector<Member>& members = dimension.dimension.members;
  const Member* treated = FindMember(block.treated, dimension.dimension, place, input.spec);
  const bool against_rest = block.control == kRest;
  const Member* control =
      against_rest ? nullptr : FindMember(block.control, dimension.dimension, place, input.spec);
  ComparedGroups groups;
  groups.treated = treated == nullptr ? block.treated : treated->label;
  groups.control = against_rest ? "the rest" : control == nullptr ? block.control : control->label;
  for (size_t row = 0; row < dimension.codes.size(); ++row) {
    const Member* member = &members[dimension.codes[row]];
    if (member == treated) {
      groups.treated_rows.push_back(static_cast<std::uint32_t>(row));
    } else if (against_rest || member == control) {
      groups.control_rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
  return groups;
}

Difference CompareMeans(const stats::Moments& a, const stats::Moments& b, double level) {
  Difference result;
  if (a.n == 0 || b.n == 0) {
    result.missing_reason = "a group has no values";
    return result;
  }
  result.value = a.mean - b.mean;
  if (const auto welch = stats::Welch(a, b, level)) {
    result.interval = ModelInterval(welch->interval);
    result.p_value = welch->p_value;
    result.method = "Welch";
  } else {
    result.missing_reason = "a group has one value, or values without variation: no interval";
  }
  return result;
}

Difference CompareRates(const stats::Moments& a, const stats::Moments& b, double level) {
  Difference result;
  const auto rates = stats::CompareRates(ShareOf(a), ShareOf(b), level);
  if (!rates) {
    result.missing_reason = "a group has no values";
    return result;
  }
  result.value = rates->difference;
  result.interval = ModelInterval(rates->interval);
  result.p_value = rates->p_value;
  const bool exact = rates->test == stats::RateDifference::Test::kFisher;
  result.method = exact ? "Newcombe; p by Fisher's exact test" : "Newcombe; p by χ²";
  return result;
}

Difference OutcomeSamples::Compare(double level) const {
  if (!missing_reason.empty()) {
    Difference missing;
    missing.missing_reason = missing_reason;
    return missing;
  }
  return is_rate ? CompareRates(treated_moments, control_moments, level)
                 : CompareMeans(treated_moments, control_moments, level);
}

OutcomeSamples GatherOutcome(std::string_view metric, const ComparedGroups& groups,
                             const Place& place, const AnalysisInput& input) {
  OutcomeSamples samples;
  samples.metric = &RequireMetric(metric, place, input.spec);
  const MetricPlan* plan = input.catalogue.Find(metric);
  if (plan == nullptr || (!plan->is_mean && !plan->is_rate)) {
    throw Error(fmt::format("'{}' is neither a mean nor a rate", metric), place)
        .Remedy("groups are compared by means and by ratios of two counts");
  }
  samples.is_rate = plan->is_rate;
  if (!plan->available) {
    samples.missing_reason = plan->missing_reason;
    return samples;
  }
  const Measure& outcome = input.Outcome(metric);
  samples.scale = outcome.scale();
  samples.treated = outcome.Count(groups.treated_rows);
  samples.control = outcome.Count(groups.control_rows);
  samples.treated_moments = stats::MomentsOf(CountedOf(samples.treated));
  samples.control_moments = stats::MomentsOf(CountedOf(samples.control));
  samples.missing_reason = MissingSample(samples, groups, input.spec);
  return samples;
}

std::vector<const FrameDimension*> Confounders(std::span<const std::string> ids,
                                               std::string_view compared,
                                               const AnalysisInput& input) {
  std::vector<const FrameDimension*> confounders;
  for (const std::string& id : ids) {
    const FrameDimension* dimension = input.frame.FindDimension(id);
    if (dimension != nullptr && id != compared) confounders.push_back(dimension);
  }
  return confounders;
}

std::string ConfounderWords(std::span<const FrameDimension* const> confounders) {
  std::vector<std::string> labels;
  for (const FrameDimension* dimension : confounders) labels.push_back(dimension->dimension.label);
  return JoinWords(labels);
}

GroupStrata StrataOfGroups(const ComparedGroups& groups,
                           std::span<const FrameDimension* const> confounders,
                           const AnalysisInput& input) {
  if (confounders.empty()) return {};
  GroupStrata strata{1, {}};
  for (const FrameDimension* dimension : confounders) strata.strata *= dimension->size();
  const std::vector<std::uint32_t> codes = CombineCodes(confounders, input.frame.rows);
  strata.arms.assign(input.frame.rows, static_cast<std::uint32_t>(2 * strata.strata));
  for (const std::uint32_t row : groups.control_rows) strata.arms[row] = 2 * codes[row];
  for (const std::uint32_t row : groups.treated_rows) strata.arms[row] = 2 * codes[row] + 1;
  return strata;
}

std::vector<stats::Stratum> StrataOfOutcome(std::string_view metric, const GroupStrata& strata,
                                            const AnalysisInput& input) {
  const MetricPlan* plan = input.catalogue.Find(metric);
  if (strata.strata == 0 || plan == nullptr || !plan->available) return {};
  return stats::StrataOf(MomentsByGroup(input.Outcome(metric), strata.arms, 2 * strata.strata));
}

std::vector<stats::Moments> MomentsByGroup(const Measure& outcome,
                                           std::span<const std::uint32_t> group, size_t groups) {
  // As many counts stay in a processor's cache.
  constexpr size_t kFewCounts = size_t{1} << 16;
  if (outcome.distinct().size() * groups > kFewCounts) {
    return stats::MomentsByGroup(outcome.Values(), group, groups);
  }
  std::vector<stats::Moments> moments;
  for (const Tally& tally : outcome.CountByGroup(group, groups)) {
    moments.push_back(stats::MomentsOf(CountedOf(tally)));
  }
  return moments;
}

Difference Standardised(const std::optional<stats::StandardisedDifference>& standardised,
                        std::span<const FrameDimension* const> confounders,
                        std::string_view weights) {
  Difference result;
  if (standardised) {
    result.value = standardised->difference.value;
    result.interval = ModelInterval(standardised->difference.interval);
    result.p_value = standardised->difference.p_value;
    result.method = fmt::format("standardised over strata, weights {}", weights);
  } else if (confounders.empty()) {
    result.missing_reason = "there is nothing to adjust for";
  } else {
    result.missing_reason = fmt::format("no combination of {} holds both groups with variation",
                                        ConfounderWords(confounders));
  }
  return result;
}

void AdjustFamily(std::span<Difference* const> family) {
  std::vector<double> p_values;
  int tests = 0;
  for (const Difference* difference : family) {
    p_values.push_back(difference->p_value.value_or(std::numeric_limits<double>::quiet_NaN()));
    tests += difference->p_value ? 1 : 0;
  }
  const std::vector<double> adjusted = stats::HolmAdjusted(p_values);
  for (size_t i = 0; i < family.size(); ++i) {
    if (!family[i]->p_value) continue;
    family[i]->p_adjusted = adjusted[i];
    family[i]->family_size = tests;
  }
}

Metric DifferenceMetric(std::string id, const Difference& difference,
                        const ComparedGroups& groups) {
  Metric metric;
  metric.id = std::move(id);
  metric.value = difference.value;
  metric.interval = difference.interval;
  metric.interval_method = difference.method;
  if (!difference.value) metric.missing_reason = difference.missing_reason;
  if (difference.value && !difference.interval && !difference.missing_reason.empty()) {
    metric.interval_method = "none: " + difference.missing_reason;
  }
  metric.is_difference = true;
  metric.compares = groups.Words();
  metric.p_value = difference.p_value;
  metric.p_adjusted = difference.p_adjusted;
  metric.family_size = difference.family_size;
  metric.smaller_group =
      static_cast<double>(std::min(groups.treated_rows.size(), groups.control_rows.size()));
  metric.n = static_cast<double>(groups.treated_rows.size() + groups.control_rows.size());
  return metric;
}

Format DifferenceFormat(Format format) { return format == Format::kPct1 ? Format::kPp1 : format; }

std::string OutcomeName(std::string_view metric) {
  for (const std::string_view suffix : {"_mean", "_rate"}) {
    if (metric.size() > suffix.size() && metric.ends_with(suffix)) {
      return std::string(metric.substr(0, metric.size() - suffix.size()));
    }
  }
  return std::string(metric);
}

}  // namespace tessera
