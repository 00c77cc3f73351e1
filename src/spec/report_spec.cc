#include "spec/report_spec.h"

#include <algorithm>
#include <array>

namespace tessera {
namespace {

constexpr std::array kTypeNames = {"text", "int", "number", "money", "bool", "date", "timestamp"};
constexpr std::array kAggregateNames = {
    "count", "count_distinct", "any", "sum", "mean", "median", "min", "max", "nps"};

template <typename Part>
const Part* FindById(const std::vector<Part>& parts, std::string Part::*id, std::string_view name) {
  const auto found = std::ranges::find(parts, name, id);
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

std::string WithoutCredentials(std::string_view file) {
  const size_t scheme = file.find("://");
  if (scheme == std::string_view::npos) return std::string(file);
  std::string_view rest = file.substr(scheme + 3);
  // A password may hold an @; a host may not.
  size_t at = rest.substr(0, rest.find_first_of("?#")).rfind('@');
  const std::string_view first = rest.substr(0, rest.find_first_of("/?#"));
  // What is before a ? or # may still be the first part of a password.
  if (at == std::string_view::npos && first.find(':') != std::string_view::npos) {
    at = rest.rfind('@');
  }
  if (at != std::string_view::npos) rest.remove_prefix(at + 1);
  rest = rest.substr(0, rest.find_first_of("?#"));
  return std::string(file.substr(0, scheme + 3)) + std::string(rest);
}

bool SourceSpec::IsFetched() const {
  return file.starts_with("https://") || file.starts_with("http://") || file.starts_with("s3://");
}

std::string SourceSpec::ShownFile() const { return WithoutCredentials(file); }

const char* ColumnTypeName(ColumnType type) { return kTypeNames[static_cast<size_t>(type)]; }

const char* AggregateName(Aggregate aggregate) {
  return kAggregateNames[static_cast<size_t>(aggregate)];
}

std::optional<Aggregate> ParseAggregate(std::string_view name) {
  const auto found = std::ranges::find(kAggregateNames, name);
  if (found == kAggregateNames.end()) return std::nullopt;
  return static_cast<Aggregate>(found - kAggregateNames.begin());
}

const ColumnSpec* SourceSpec::FindColumn(std::string_view canonical) const {
  return FindById(columns, &ColumnSpec::name, canonical);
}

const SourceSpec* ReportSpec::FindSource(std::string_view name) const {
  return FindById(sources, &SourceSpec::name, name);
}
const ColumnSpec* ReportSpec::FindEntityColumn(std::string_view name) const {
  for (const SourceSpec& source : sources) {
    const bool further = source.relationship == Relationship::kOneToOne;
    if (source.name != entity_source && !further) continue;
    if (further && (name == source.on || name == source.time)) continue;
    if (const ColumnSpec* column = source.FindColumn(name)) return column;
  }
  return nullptr;
}
const DimensionSpec* ReportSpec::FindDimension(std::string_view id) const {
  return FindById(dimensions, &DimensionSpec::id, id);
}
const MetricSpec* ReportSpec::FindMetric(std::string_view id) const {
  return FindById(metrics, &MetricSpec::id, id);
}
const AttributeSpec* ReportSpec::FindAttribute(std::string_view name) const {
  return FindById(attributes, &AttributeSpec::name, name);
}
const ThresholdSpec* ReportSpec::FindThreshold(std::string_view id) const {
  return FindById(thresholds, &ThresholdSpec::id, id);
}
const SegmentationSpec* ReportSpec::FindSegmentation(std::string_view id) const {
  return FindById(segmentations, &SegmentationSpec::id, id);
}
bool ReportSpec::IsLater(const AttributeSpec& attribute) const {
  return std::ranges::any_of(later, [&](const LaterStep& step) {
    return step.kind == LaterStep::Kind::kAttribute &&
           attributes[step.index].name == attribute.name;
  });
}

}  // namespace tessera
