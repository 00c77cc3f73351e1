// What a definition may hold: one table, from which the reader's errors, the JSON Schema and the
// reference of the keys are made. A key that is not in the table does not exist.
#ifndef TESSERA_SPEC_DEFINITION_SCHEMA_H_
#define TESSERA_SPEC_DEFINITION_SCHEMA_H_

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tessera {

struct ValueSchema;
using ValueType = std::shared_ptr<const ValueSchema>;

// The parts of a definition that other parts name.
enum class Section {
  kSource,
  kEntityColumn,  // a column of the entity's source, or an attribute
  kDimension,
  kDimensionOrColumn,
  kMetric,
  kSimpleMetric,
  kBreakdown,
  kLift,
  kClusters,  // a segmentation by clusters
  kRfm,
  kClaim,
};

struct KeySchema {
  std::string name;
  ValueType type;
  std::string description;
  std::string default_text = {};  // "" has none
  bool required = false;
};

// A mapping with known keys.
struct MappingSchema {
  std::string title;  // "a dimension"
  std::string description;
  std::vector<KeySchema> keys;

  const KeySchema* Find(std::string_view key) const;
  std::vector<std::string> Keys() const;
};

struct WordsType {};       // text for people
struct NameType {};        // an id: [a-z][a-z0-9_]*
struct ExpressionType {};  // expression.h
struct NumberType {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
};
struct IntegerType {
  double minimum = 0;
  double maximum = 9'007'199'254'740'992.0;  // 2^53
};
struct FractionType {};  // in [0, 1]: 0.05 or 5%
struct BoolType {};
struct DateType {};
struct ChoiceType {
  std::vector<std::string> choices;
};
struct ReferenceType {
  Section section;
};
struct ListType {
  ValueType item;
};
struct MapType {
  ValueType value;
  bool names_are_ids = true;  // else any text: members of the data, column names
};
struct MappingType {
  const MappingSchema* schema;
};
// The value of `type` decides which keys there are.
struct TypedType {
  std::string title;  // "a block"
  std::vector<std::pair<std::string, const MappingSchema*>> types;
};
// A plain value in the shape `plain`, or the whole form.
struct EitherType {
  ValueType plain;
  ValueType whole;
};

struct ValueSchema {
  std::variant<WordsType, NameType, ExpressionType, NumberType, IntegerType, FractionType, BoolType,
               DateType, ChoiceType, ReferenceType, ListType, MapType, MappingType, TypedType,
               EitherType>
      type;
};

template <typename Type>
ValueType MakeType(Type type) {
  return std::make_shared<const ValueSchema>(ValueSchema{std::move(type)});
}

// "a number between 0 and 1", "one of bar, box", "a list of metrics".
std::string ExpectedText(const ValueSchema& schema);
// "metric", "dimension", …
const char* SectionName(Section section);
bool IsId(std::string_view text);

// The parts of the table, by subject. The root is the whole definition.
const MappingSchema& RootSchema();
const MappingSchema& SourceSchema();
const MappingSchema& AttributeSchema();
const MappingSchema& DimensionSchema();
const MappingSchema& ThresholdSchema();
ValueType SegmentationValueType();
ValueType MetricValueType();
ValueType BlockValueType();
const MappingSchema& FigureSchema();
ValueType ClaimValueType();
const MappingSchema& RecommendationSchema();
const MappingSchema& AgreementSchema();
const MappingSchema& PageSchema();

// The table as a JSON Schema (draft 2020-12), for editors.
std::string DefinitionSchema();

}  // namespace tessera

#endif  // TESSERA_SPEC_DEFINITION_SCHEMA_H_
