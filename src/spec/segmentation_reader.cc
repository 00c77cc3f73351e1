// Thresholds and segmentations, and the order in which they are worked out.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "spec/definition_values.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

Statistic StatisticOf(std::string_view name) {
  if (name == "median") return Statistic::kMedian;
  if (name == "quantile") return Statistic::kQuantile;
  if (name == "min") return Statistic::kMin;
  if (name == "max") return Statistic::kMax;
  return Statistic::kMean;
}

ThresholdSpec ReadThreshold(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  ThresholdSpec threshold;
  threshold.id = entry.key;
  threshold.place = entry.place;
  threshold.label = TextAt(node, "label", LabelFromName(entry.key));
  threshold.description = TextAt(node, "description");
  threshold.statistic = StatisticOf(TextAt(node, "statistic"));
  threshold.source = TextAt(node, "source");
  threshold.of = ExpressionAt(node, "of");
  threshold.where = ExpressionAt(node, "where");
  threshold.by = ExpressionAt(node, "by");
  threshold.format = *ParseFormat(TextAt(node, "format", "num1"));
  const bool quantile = threshold.statistic == Statistic::kQuantile;
  const YamlNode* p = node.Find("p");
  if (quantile != (p != nullptr)) {
    throw Error(quantile ? fmt::format("the threshold '{}' needs 'p', its quantile", entry.key)
                         : fmt::format("'p' is for quantiles; '{}' is none", entry.key),
                entry.place)
        .Remedy("statistic: quantile, p: 75%");
  }
  if (quantile) threshold.quantile = *ParseFraction(p->text);
  return threshold;
}

ClustersSpec ReadClusters(const YamlNode& node) {
  ClustersSpec clusters;
  clusters.features = TextsAt(node, "features");
  clusters.k = static_cast<int>(NumberAt(node, "k").value_or(3));
  clusters.most = static_cast<int>(NumberAt(node, "most").value_or(8));
  clusters.starts = static_cast<int>(NumberAt(node, "starts").value_or(50));
  clusters.order_by = ExpressionAt(node, "order_by");
  clusters.names = TextsAt(node, "names");
  if (clusters.features.empty()) {
    throw Error("clusters need at least one feature", node.Find("features")->place);
  }
  if (clusters.names.empty()) {
    for (int i = 1; i <= clusters.k; ++i) clusters.names.push_back(fmt::format("Cluster {}", i));
  }
  if (clusters.names.size() != static_cast<size_t>(clusters.k)) {
    throw Error(fmt::format("{} names for {} clusters", clusters.names.size(), clusters.k),
                node.Find("names")->place)
        .Remedy("give one name a cluster, the most valuable first, or none: 'names: null'");
  }
  return clusters;
}

RfmSpec ReadRfm(const YamlNode& node) {
  return {ExpressionAt(node, "recency"), ExpressionAt(node, "frequency"),
          ExpressionAt(node, "money"), static_cast<int>(NumberAt(node, "scores").value_or(5))};
}

void AddNames(const ExpressionTree& tree, std::vector<std::string>& names) {
  if (tree == nullptr) return;
  std::ranges::copy(NamesIn(*tree), std::back_inserter(names));
}

// What is to be worked out later, with what each needs and gives.
struct Work {
  LaterStep step;
  std::string id;
  std::vector<std::string> needs, gives;
  Place place;
};

std::vector<Work> AllWork(const ReportSpec& spec) {
  std::vector<Work> work;
  for (size_t i = 0; i < spec.thresholds.size(); ++i) {
    const ThresholdSpec& threshold = spec.thresholds[i];
    Work one{{LaterStep::Kind::kThreshold, i}, threshold.id, {}, {threshold.id}, threshold.place};
    AddNames(threshold.of, one.needs);
    AddNames(threshold.where, one.needs);
    AddNames(threshold.by, one.needs);
    work.push_back(std::move(one));
  }
  for (size_t i = 0; i < spec.attributes.size(); ++i) {
    const AttributeSpec& attribute = spec.attributes[i];
    if (attribute.source != spec.entity_source) continue;
    Work one{
        {LaterStep::Kind::kAttribute, i}, attribute.name, {}, {attribute.name}, attribute.place};
    AddNames(attribute.expression, one.needs);
    work.push_back(std::move(one));
  }
  for (size_t i = 0; i < spec.segmentations.size(); ++i) {
    const SegmentationSpec& one = spec.segmentations[i];
    work.push_back(
        {{LaterStep::Kind::kSegmentation, i}, one.id, one.Inputs(), one.Columns(), one.place});
  }
  return work;
}

bool NeedsAny(const Work& work, const std::set<std::string>& names) {
  return std::ranges::any_of(work.needs,
                             [&](const std::string& name) { return names.contains(name); });
}

}  // namespace

std::vector<std::string> SegmentationColumns(const std::string& id, bool clusters) {
  std::vector<std::string> names = {"_recency", "_frequency", "_money", "_code", "_mean"};
  if (clusters) names = {"", "_x", "_y", "_nearness", "_score"};
  for (std::string& name : names) name = id + name;
  return names;
}

std::vector<std::string> SegmentationSpec::Columns() const {
  return SegmentationColumns(id, std::holds_alternative<ClustersSpec>(method));
}

std::vector<std::string> SegmentationSpec::Inputs() const {
  std::vector<std::string> names;
  if (const auto* clusters = std::get_if<ClustersSpec>(&method)) {
    names = clusters->features;
    AddNames(clusters->order_by, names);
  } else {
    const auto& rfm = std::get<RfmSpec>(method);
    for (const ExpressionTree& tree : {rfm.recency, rfm.frequency, rfm.money}) {
      AddNames(tree, names);
    }
  }
  return names;
}

std::vector<ThresholdSpec> ReadComputedThresholds(const YamlNode& definition) {
  std::vector<ThresholdSpec> thresholds;
  for (const YamlEntry& entry : EntriesAt(definition, "thresholds")) {
    thresholds.push_back(ReadThreshold(entry));
  }
  return thresholds;
}

std::vector<SegmentationSpec> ReadSegmentations(const YamlNode& definition) {
  std::vector<SegmentationSpec> segmentations;
  for (const YamlEntry& entry : EntriesAt(definition, "segmentations")) {
    SegmentationSpec one;
    one.id = entry.key;
    one.place = entry.place;
    one.label = TextAt(entry.value, "label", LabelFromName(entry.key));
    one.description = TextAt(entry.value, "description");
    if (TextAt(entry.value, "type") == "clusters") {
      one.method = ReadClusters(entry.value);
    } else {
      one.method = ReadRfm(entry.value);
    }
    segmentations.push_back(std::move(one));
  }
  return segmentations;
}

std::vector<LaterStep> LaterSteps(const ReportSpec& spec) {
  std::vector<Work> waiting;
  std::set<std::string> later;  // names that are not there when the sources are read
  for (Work& work : AllWork(spec)) {
    const bool formula = work.step.kind == LaterStep::Kind::kAttribute;
    if (!formula) later.insert(work.gives.begin(), work.gives.end());
    waiting.push_back(std::move(work));
  }
  // Formulas over what comes later come later too, and so on.
  for (size_t known = 0; known != later.size();) {
    known = later.size();
    for (const Work& work : waiting) {
      if (NeedsAny(work, later)) later.insert(work.gives.begin(), work.gives.end());
    }
  }
  std::erase_if(waiting, [&](const Work& work) { return !later.contains(work.gives.front()); });

  std::vector<LaterStep> steps;
  while (!waiting.empty()) {
    const auto ready =
        std::ranges::find_if(waiting, [&](const Work& work) { return !NeedsAny(work, later); });
    if (ready == waiting.end()) {
      throw Error(fmt::format("'{}' rests on itself", waiting.front().id), waiting.front().place)
          .Remedy("thresholds, formulas and segmentations may use each other, but not in a circle");
    }
    steps.push_back(ready->step);
    for (const std::string& name : ready->gives) later.erase(name);
    waiting.erase(ready);
  }
  return steps;
}

}  // namespace tessera
