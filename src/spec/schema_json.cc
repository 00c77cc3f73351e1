// DefinitionSchema: the table of keys as a JSON Schema.
#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "spec/definition_schema.h"
#include "spec/json_text.h"

namespace tessera {
namespace {

constexpr const char* kIdPattern = "^[a-z][a-z0-9_]*$";

std::string TypeJson(const ValueSchema& schema);

std::string BoundsJson(const char* type, double minimum, double maximum) {
  std::string json = fmt::format(R"("type":"{}")", type);
  if (!std::isinf(minimum)) json += fmt::format(R"(,"minimum":{})", minimum);
  if (!std::isinf(maximum)) json += fmt::format(R"(,"maximum":{:.17g})", maximum);
  return json;
}

// The members of an object schema that stands for one mapping.
std::string MappingJson(const MappingSchema& schema) {
  std::vector<std::string> properties;
  for (const KeySchema& key : schema.keys) {
    std::string described =
        TypeJson(*key.type) + R"(,"description":)" + JsonString(key.description);
    if (!key.default_text.empty()) {
      described += R"(,"x-default":)" + JsonString(key.default_text);
    }
    properties.push_back(JsonString(key.name) + ":{" + described + "}");
  }
  // No key is required here: it may come from the definition that is extended.
  return fmt::format(R"("type":"object","properties":{{{}}},"additionalProperties":false)",
                     Join(properties, ","));
}

std::string DescribedJson(const MappingSchema& schema) {
  return fmt::format("{{{},{}:{}}}", MappingJson(schema), JsonString("description"),
                     JsonString(schema.description));
}

// A value inside a list or map, where no key describes it.
std::string ItemJson(const ValueSchema& schema) {
  if (const auto* mapping = std::get_if<MappingType>(&schema.type)) {
    return DescribedJson(*mapping->schema);
  }
  return "{" + TypeJson(schema) + "}";
}

struct TypeWriter {
  std::string operator()(const WordsType&) const {
    return R"("type":["string","number","boolean"])";
  }
  std::string operator()(const NameType&) const {
    return fmt::format(R"("type":"string","pattern":"{}")", kIdPattern);
  }
  std::string operator()(const ExpressionType&) const {
    return R"("type":["string","number","boolean"])";
  }
  std::string operator()(const NumberType& type) const {
    return BoundsJson("number", type.minimum, type.maximum);
  }
  std::string operator()(const IntegerType& type) const {
    return BoundsJson("integer", type.minimum, type.maximum);
  }
  std::string operator()(const FractionType&) const {
    return R"("anyOf":[{"type":"number","minimum":0,"maximum":1},)"
           R"({"type":"string","pattern":"^[0-9.]+%$"}])";
  }
  std::string operator()(const BoolType&) const { return R"("type":"boolean")"; }
  std::string operator()(const DateType&) const { return R"("type":"string","format":"date")"; }
  std::string operator()(const ChoiceType& type) const {
    std::vector<std::string> choices;
    for (const std::string& choice : type.choices) choices.push_back(JsonString(choice));
    return fmt::format(R"("enum":[{}])", Join(choices, ","));
  }
  std::string operator()(const ReferenceType&) const { return (*this)(NameType{}); }
  std::string operator()(const ListType& type) const {
    return fmt::format(R"("type":"array","items":{})", ItemJson(*type.item));
  }
  std::string operator()(const MapType& type) const {
    const std::string names =
        type.names_are_ids ? fmt::format(R"("propertyNames":{{"pattern":"{}"}},)", kIdPattern) : "";
    // null takes away what the kind gives.
    return fmt::format(R"("type":"object",{}"additionalProperties":)"
                       R"({{"anyOf":[{{"type":"null"}},{}]}})",
                       names, ItemJson(*type.value));
  }
  std::string operator()(const MappingType& type) const { return MappingJson(*type.schema); }
  std::string operator()(const TypedType& type) const {
    std::vector<std::string> forms;
    for (const auto& [name, schema] : type.types) forms.push_back(DescribedJson(*schema));
    return fmt::format(R"("anyOf":[{}])", Join(forms, ","));
  }
  std::string operator()(const EitherType& type) const {
    return fmt::format(R"("anyOf":[{},{}])", ItemJson(*type.plain), ItemJson(*type.whole));
  }
};

// The members of the schema object of a value, without its braces.
std::string TypeJson(const ValueSchema& schema) { return std::visit(TypeWriter{}, schema.type); }

}  // namespace

std::string DefinitionSchema() {
  return fmt::format(R"({{"$schema":"https://json-schema.org/draft/2020-12/schema",)"
                     R"("title":"Tessera report definition","description":{},{}}})",
                     JsonString(RootSchema().description), MappingJson(RootSchema())) +
         "\n";
}

}  // namespace tessera
