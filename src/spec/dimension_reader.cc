// Dimensions and metrics.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "spec/definition_values.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

// Whether a condition is the word `otherwise`.
bool IsOtherwise(const ExpressionTree& condition) {
  const auto* name = std::get_if<NameReference>(&condition->node);
  return name != nullptr && name->name == "otherwise";
}

MemberRule ReadMember(const YamlEntry& entry) {
  MemberRule member;
  member.name = entry.key;
  member.place = entry.place;
  member.label = entry.key;
  if (entry.value.IsScalar()) {
    member.condition = ExpressionOf(entry.value);
  } else {
    member.condition = ExpressionAt(entry.value, "when");
    member.label = TextAt(entry.value, "label", entry.key);
    member.muted = BoolAt(entry.value, "muted", false);
  }
  if (member.condition != nullptr && IsOtherwise(member.condition)) member.condition = nullptr;
  return member;
}

std::vector<MemberRule> ReadCases(const YamlNode& dimension) {
  std::vector<MemberRule> cases;
  for (const YamlEntry& entry : EntriesAt(dimension, "cases")) {
    if (!cases.empty() && cases.back().condition == nullptr) {
      throw Error(fmt::format("no one is left for the case '{}'", entry.key), entry.place)
          .Remedy(fmt::format("'{}' takes everyone left: put it last, or give it a condition",
                              cases.back().name));
    }
    cases.push_back(ReadMember(entry));
  }
  return cases;
}

std::vector<MemberRule> ReadExceptions(const YamlNode& dimension) {
  std::vector<MemberRule> exceptions;
  for (const YamlEntry& entry : EntriesAt(dimension, "except")) {
    exceptions.push_back(ReadMember(entry));
    if (exceptions.back().condition == nullptr) {
      throw Error(fmt::format("the exception '{}' needs a condition", entry.key), entry.place);
    }
  }
  return exceptions;
}

std::vector<double> ReadBins(const YamlNode& list) {
  std::vector<double> edges;
  for (const YamlNode& item : list.items) {
    const double edge = *ParseNumber(item.text);
    if (!edges.empty() && edge <= edges.back()) {
      throw Error(edge == edges.back()
                      ? fmt::format("the edge {} stands twice", edge)
                      : fmt::format("edges must ascend: {} stands after {}", edge, edges.back()),
                  item.place)
          .Remedy(
              "each edge closes one bin and opens the next, so bins neither overlap nor leave a "
              "gap: [1, 5] is 0–1, 2–5, 6+");
    }
    edges.push_back(edge);
  }
  if (edges.empty()) throw Error("bins need at least one edge", list.place);
  return edges;
}

// Which way a dimension divides: exactly one of text, bins, quantiles and cases.
void CheckDivision(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  const auto has = [&](std::string_view key) { return node.Find(key) != nullptr; };
  const auto refuse = [&](std::string_view one, std::string_view other) {
    throw Error(fmt::format("the dimension '{}' has both '{}' and '{}'", entry.key, one, other),
                entry.place)
        .Remedy(fmt::format("take one away: '{}: null' or '{}: null'", one, other));
  };
  if (!has("of") && !has("cases")) {
    throw Error(fmt::format("the dimension '{}' has neither 'of' nor 'cases'", entry.key),
                entry.place)
        .Remedy("of: the text that is grouped by, or the number that is binned");
  }
  if (has("of") && has("cases")) refuse("of", "cases");
  if (has("bins") && has("quantiles")) refuse("bins", "quantiles");
  for (const std::string_view key : {"bins", "quantiles", "except"}) {
    if (has("cases") && has(key)) refuse(key, "cases");
  }
}

void CheckPrefixes(const DimensionSpec& dimension, const Place& place) {
  const size_t bins = dimension.quantiles > 0 ? static_cast<size_t>(dimension.quantiles)
                                              : dimension.bins.size() + 1;
  if (dimension.prefixes.empty() || dimension.prefixes.size() == bins) return;
  throw Error(fmt::format("{} prefixes for {} bins", dimension.prefixes.size(), bins), place)
      .Remedy("give one prefix a bin, or none: 'prefixes: null'");
}

DimensionSpec ReadDimension(const YamlEntry& entry, const YamlNode* other_bins) {
  CheckDivision(entry);
  const YamlNode& node = entry.value;
  DimensionSpec dimension;
  dimension.id = entry.key;
  dimension.place = entry.place;
  dimension.label = TextAt(node, "label", LabelFromName(entry.key));
  dimension.description = TextAt(node, "description");
  dimension.of = ExpressionAt(node, "of");
  if (const YamlNode* bins = other_bins != nullptr ? other_bins : node.Find("bins")) {
    dimension.bins = ReadBins(*bins);
  }
  if (other_bins == nullptr) {
    dimension.quantiles = static_cast<int>(NumberAt(node, "quantiles").value_or(0));
  }
  const bool binned = !dimension.bins.empty() || dimension.quantiles > 0;
  dimension.discrete = BoolAt(node, "discrete", true);
  dimension.format = *ParseFormat(TextAt(node, "format", "int"));
  dimension.name_unit = TextAt(node, "unit");
  dimension.prefixes = TextsAt(node, "prefixes");
  dimension.except = ReadExceptions(node);
  dimension.cases = ReadCases(node);
  dimension.order = TextsAt(node, "order");
  dimension.most_frequent = static_cast<int>(NumberAt(node, "most_frequent").value_or(0));
  for (const YamlEntry& label : EntriesAt(node, "labels")) {
    dimension.labels[label.key] = label.value.text;
  }
  dimension.ordered = BoolAt(node, "ordered", binned);
  dimension.first_match = BoolAt(node, "first_match", false);
  dimension.counts_itself = TextsAt(node, "counts_itself");
  dimension.instead = TextAt(node, "instead");
  dimension.caveat = TextAt(node, "caveat");
  CheckPrefixes(dimension, other_bins != nullptr ? other_bins->place : entry.place);
  return dimension;
}

// What a simple metric aggregates: count and any may do without an expression.
void CheckSimple(const YamlEntry& entry, const MetricSpec& metric) {
  const bool counts = metric.aggregate == Aggregate::kCount || metric.aggregate == Aggregate::kAny;
  if (metric.expression != nullptr || counts) return;
  throw Error(fmt::format("'expr' is missing in the metric '{}'", metric.id), entry.place)
      .Remedy(fmt::format("{} needs to know of what", AggregateName(metric.aggregate)));
}

void CheckRatio(const YamlEntry& entry, const MetricSpec& metric) {
  if (metric.share_of_total != metric.denominator.empty()) {
    throw Error(
        fmt::format("the ratio '{}' needs either 'denominator' or 'of_total: true'", metric.id),
        entry.place);
  }
}

MetricSpec ReadMetric(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  MetricSpec metric;
  metric.id = entry.key;
  metric.place = entry.place;
  metric.label = TextAt(node, "label", LabelFromName(entry.key));
  metric.description = TextAt(node, "description");
  metric.format = *ParseFormat(TextAt(node, "format", "num1"));
  metric.minimum = NumberAt(node, "min");
  metric.maximum = NumberAt(node, "max");
  metric.expression = ExpressionAt(node, "expr");
  metric.filter = ExpressionAt(node, "filter");
  const std::string type = TextAt(node, "type");
  if (type == "simple") {
    metric.aggregate = *ParseAggregate(TextAt(node, "agg"));
    CheckSimple(entry, metric);
  } else if (type == "ratio") {
    metric.type = MetricType::kRatio;
    metric.numerator = TextAt(node, "numerator");
    metric.denominator = TextAt(node, "denominator");
    metric.share_of_total = BoolAt(node, "of_total", false);
    CheckRatio(entry, metric);
  } else {
    metric.type = MetricType::kDerived;
  }
  if (metric.minimum && metric.maximum && *metric.minimum > *metric.maximum) {
    throw Error(fmt::format("'min' is above 'max' in the metric '{}'", metric.id),
                node.Find("min")->place);
  }
  return metric;
}

}  // namespace

std::vector<DimensionSpec> ReadDimensions(const YamlNode& definition) {
  std::vector<DimensionSpec> dimensions;
  const std::span<const YamlEntry> entries = EntriesAt(definition, "dimensions");
  std::vector<std::string> known;
  for (const YamlEntry& entry : entries) known.push_back(entry.key);
  for (const YamlEntry& bins : EntriesAt(definition, "bins")) {
    if (std::ranges::find(known, bins.key) != known.end()) continue;
    throw Error(fmt::format("unknown dimension '{}'", bins.key), bins.place)
        .Remedy(DidYouMean(bins.key, known));
  }
  const YamlNode* bins = definition.Find("bins");
  for (const YamlEntry& entry : entries) {
    dimensions.push_back(ReadDimension(entry, bins == nullptr ? nullptr : bins->Find(entry.key)));
  }
  return dimensions;
}

std::vector<MetricSpec> ReadMetrics(const YamlNode& definition) {
  std::vector<MetricSpec> metrics;
  for (const YamlEntry& entry : EntriesAt(definition, "metrics")) {
    metrics.push_back(ReadMetric(entry));
  }
  return metrics;
}

}  // namespace tessera
