#include "spec/definition_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace tessera {
namespace {

// "metrics" for lists: the plural of what ExpectedText says of one.
std::string ExpectedPlural(const ValueSchema& schema) {
  if (const auto* reference = std::get_if<ReferenceType>(&schema.type)) {
    return std::string(SectionName(reference->section)) + "s";
  }
  if (std::holds_alternative<NumberType>(schema.type)) return "numbers";
  if (std::holds_alternative<WordsType>(schema.type)) return "texts";
  if (std::holds_alternative<NameType>(schema.type)) return "names";
  if (std::holds_alternative<FractionType>(schema.type)) return "shares between 0 and 1";
  if (const auto* mapping = std::get_if<MappingType>(&schema.type)) {
    return "mappings, each " + mapping->schema->title;
  }
  return "values, each " + ExpectedText(schema);
}

std::string RangeText(std::string_view what, double minimum, double maximum) {
  if (std::isinf(minimum) && std::isinf(maximum)) return std::string(what);
  if (std::isinf(maximum) || maximum >= IntegerType().maximum) {
    return fmt::format("{} of at least {}", what, minimum);
  }
  return fmt::format("{} from {} to {}", what, minimum, maximum);
}

struct Describer {
  std::string operator()(const WordsType&) const { return "a text"; }
  std::string operator()(const NameType&) const {
    return "a name of lower-case letters, digits and underscores";
  }
  std::string operator()(const ExpressionType&) const { return "an expression"; }
  std::string operator()(const NumberType& type) const {
    return RangeText("a number", type.minimum, type.maximum);
  }
  std::string operator()(const IntegerType& type) const {
    return RangeText("a whole number", type.minimum, type.maximum);
  }
  std::string operator()(const FractionType&) const {
    return "a share between 0 and 1 (0.05 or 5%)";
  }
  std::string operator()(const BoolType&) const { return "true or false"; }
  std::string operator()(const DateType&) const { return "a date (YYYY-MM-DD)"; }
  std::string operator()(const ChoiceType& type) const {
    if (type.choices.size() == 1) return "'" + type.choices.front() + "'";
    return JoinWords(type.choices, "or");
  }
  std::string operator()(const ReferenceType& type) const {
    return std::string("the name of a ") + SectionName(type.section);
  }
  std::string operator()(const ListType& type) const {
    return "a list of " + ExpectedPlural(*type.item);
  }
  std::string operator()(const MapType&) const { return "a mapping of names to values"; }
  std::string operator()(const MappingType& type) const {
    return fmt::format("a mapping ({})", type.schema->title);
  }
  std::string operator()(const TypedType& type) const {
    return fmt::format("a mapping ({})", type.title);
  }
  std::string operator()(const EitherType& type) const {
    return ExpectedText(*type.plain) + ", or " + ExpectedText(*type.whole);
  }
};

}  // namespace

const KeySchema* MappingSchema::Find(std::string_view key) const {
  const auto found = std::ranges::find(keys, key, &KeySchema::name);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> MappingSchema::Keys() const {
  std::vector<std::string> names;
  for (const KeySchema& key : keys) names.push_back(key.name);
  return names;
}

std::string ExpectedText(const ValueSchema& schema) { return std::visit(Describer{}, schema.type); }

const char* SectionName(Section section) {
  switch (section) {
    case Section::kSource:
      return "source";
    case Section::kEntityColumn:
      return "column";
    case Section::kDimension:
      return "dimension";
    case Section::kDimensionOrColumn:
      return "dimension or column";
    case Section::kMetric:
      return "metric";
    case Section::kSimpleMetric:
      return "simple metric";
    case Section::kBreakdown:
      return "breakdown block";
    case Section::kLift:
      return "lift block";
    case Section::kClusters:
      return "segmentation by clusters";
    case Section::kRfm:
      return "segmentation by rfm";
    case Section::kClaim:
      return "claim";
  }
  return "part";
}

bool IsId(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto follows = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, follows);
}

}  // namespace tessera
