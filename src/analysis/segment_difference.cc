#include "analysis/segment_difference.h"

#include <algorithm>
#include <cmath>

#include "stats/effect_size.h"

namespace tessera {
namespace {

// The names in an expression; of what is reduced from events also their source, since two counts of
// the same events are parts of each other.
void AddNames(const ExpressionTree& tree, const ReportSpec& spec, std::vector<std::string>& names) {
  if (!tree) return;
  for (std::string& name : NamesIn(*tree)) {
    const AttributeSpec* attribute = spec.FindAttribute(name);
    if (attribute != nullptr && attribute->source != spec.entity_source) {
      names.push_back("source " + attribute->source);
    }
    names.push_back(std::move(name));
  }
}

std::vector<std::string> InputsOf(const DimensionSpec& dimension, const ReportSpec& spec) {
  std::vector<std::string> names;
  AddNames(dimension.of, spec, names);
  for (const MemberRule& rule : dimension.except) AddNames(rule.condition, spec, names);
  for (const MemberRule& rule : dimension.cases) AddNames(rule.condition, spec, names);
  return names;
}

std::vector<std::string> InputsOf(const MetricSpec& metric, const ReportSpec& spec) {
  std::vector<std::string> names;
  AddNames(metric.expression, spec, names);
  AddNames(metric.filter, spec, names);
  for (const std::string& part : {metric.numerator, metric.denominator}) {
    const MetricSpec* simple = part.empty() ? nullptr : spec.FindMetric(part);
    if (simple == nullptr) continue;
    AddNames(simple->expression, spec, names);
    AddNames(simple->filter, spec, names);
  }
  return names;
}

stats::Moments RestOf(const std::vector<stats::Moments>& members, size_t member) {
  stats::Moments rest;
  for (size_t other = 0; other < members.size(); ++other) {
    if (other != member) rest = stats::Combine(rest, members[other]);
  }
  return rest;
}

void CompareMetric(const FrameDimension& dimension, const ComparedMetric& metric,
                   const AnalysisInput& input, std::vector<SegmentDifference>& differences) {
  const double level = Confidence(input.spec);
  const std::vector<std::uint32_t> codes(dimension.codes.begin(), dimension.codes.end());
  const auto members = MomentsByGroup(*metric.outcome, codes, dimension.size());
  const size_t first = differences.size();
  for (size_t m = 0; m < members.size(); ++m) {
    const stats::Moments rest = RestOf(members, m);
    if (members[m].n == 0 || rest.n == 0) continue;
    SegmentDifference compared;
    compared.metric = metric.spec;
    compared.member = m;
    compared.value = members[m].mean;
    compared.rest = rest.mean;
    compared.n = std::min(members[m].n, rest.n);
    compared.difference = metric.is_rate ? CompareRates(members[m], rest, level)
                                         : CompareMeans(members[m], rest, level);
    compared.smd = stats::StandardisedMeanDifference(members[m], rest);
    differences.push_back(std::move(compared));
  }
  std::vector<Difference*> family;
  for (size_t i = first; i < differences.size(); ++i) family.push_back(&differences[i].difference);
  AdjustFamily(family);
}

}  // namespace

bool SegmentDifference::IsClear(const ReportSpec& spec) const {
  return n >= spec.minimum_n_claim && difference.interval && !difference.interval->Contains(0) &&
         difference.p_adjusted.value_or(1) < spec.alpha;
}

bool IsBuiltFrom(const FrameDimension& dimension, const MetricSpec& metric,
                 const ReportSpec& spec) {
  const DimensionSpec* definition = spec.FindDimension(dimension.dimension.id);
  if (definition == nullptr) return false;
  if (std::ranges::find(definition->counts_itself, metric.id) != definition->counts_itself.end()) {
    return true;
  }
  const std::vector<std::string> inputs = InputsOf(*definition, spec);
  return std::ranges::any_of(InputsOf(metric, spec), [&](const std::string& name) {
    return std::ranges::find(inputs, name) != inputs.end();
  });
}

std::vector<ComparedMetric> ComparedMetrics(std::span<const std::string> metrics,
                                            const AnalysisInput& input) {
  std::vector<ComparedMetric> compared;
  for (const std::string& id : metrics) {
    const MetricPlan* plan = input.catalogue.Find(id);
    if (plan == nullptr || !plan->available || (!plan->is_mean && !plan->is_rate)) continue;
    compared.push_back({plan->spec, plan->is_rate, &input.Outcome(id)});
  }
  return compared;
}

std::vector<SegmentDifference> CompareMembers(const FrameDimension& dimension,
                                              std::span<const ComparedMetric> metrics,
                                              const AnalysisInput& input) {
  std::vector<SegmentDifference> differences;
  for (const ComparedMetric& metric : metrics) {
    if (IsBuiltFrom(dimension, *metric.spec, input.spec)) continue;
    CompareMetric(dimension, metric, input, differences);
  }
  return differences;
}

}  // namespace tessera
