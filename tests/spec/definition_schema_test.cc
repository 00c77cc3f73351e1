#include "spec/definition_schema.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "spec/yaml_node.h"

using namespace tessera;

namespace {

// Every mapping of the table that can be reached from `schema`.
void Collect(const ValueSchema& schema, std::set<const MappingSchema*>& found);

void Collect(const MappingSchema& mapping, std::set<const MappingSchema*>& found) {
  if (!found.insert(&mapping).second) return;
  for (const KeySchema& key : mapping.keys) Collect(*key.type, found);
}

void Collect(const ValueSchema& schema, std::set<const MappingSchema*>& found) {
  if (const auto* list = std::get_if<ListType>(&schema.type)) Collect(*list->item, found);
  if (const auto* map = std::get_if<MapType>(&schema.type)) Collect(*map->value, found);
  if (const auto* mapping = std::get_if<MappingType>(&schema.type)) {
    Collect(*mapping->schema, found);
  }
  if (const auto* typed = std::get_if<TypedType>(&schema.type)) {
    for (const auto& [name, mapping] : typed->types) Collect(*mapping, found);
  }
  if (const auto* either = std::get_if<EitherType>(&schema.type)) {
    Collect(*either->plain, found);
    Collect(*either->whole, found);
  }
}

std::set<const MappingSchema*> AllMappings() {
  std::set<const MappingSchema*> found;
  Collect(RootSchema(), found);
  return found;
}

}  // namespace

TEST_CASE("every key says what it means") {
  CHECK(AllMappings().size() > 25);
  for (const MappingSchema* mapping : AllMappings()) {
    CAPTURE(mapping->title);
    CHECK(mapping->title.starts_with("a"));
    CHECK(mapping->description.ends_with("."));
    for (const KeySchema& key : mapping->keys) {
      CAPTURE(key.name);
      CHECK(IsId(key.name));
      CHECK(key.description.size() > 5);
      CHECK(key.description.ends_with("."));
      // What must be given has no default.
      CHECK((!key.required || key.default_text.empty()));
    }
  }
}

TEST_CASE("no key stands twice in its mapping") {
  for (const MappingSchema* mapping : AllMappings()) {
    std::vector<std::string> keys = mapping->Keys();
    std::ranges::sort(keys);
    CAPTURE(mapping->title);
    CHECK(std::ranges::adjacent_find(keys) == keys.end());
  }
}

TEST_CASE("expected values in words") {
  CHECK(ExpectedText({NumberType{}}) == "a number");
  CHECK(ExpectedText({NumberType{.minimum = 1}}) == "a number of at least 1");
  CHECK(ExpectedText({IntegerType{2, 20}}) == "a whole number from 2 to 20");
  CHECK(ExpectedText({ReferenceType{Section::kMetric}}) == "the name of a metric");
  CHECK(ExpectedText({ChoiceType{{"a"}}}) == "'a'");
  CHECK(ExpectedText(
            {EitherType{MakeType(ExpressionType{}), MakeType(MappingType{&RootSchema()})}}) ==
        "an expression, or a mapping (a definition)");
}

TEST_CASE("the JSON Schema holds every key of the table") {
  const std::string schema = DefinitionSchema();
  CHECK(schema.starts_with(R"({"$schema":"https://json-schema.org/draft/2020-12/schema")"));
  CHECK(schema.ends_with("}\n"));
  // JSON is YAML: the schema reads back, and its root has the keys of the table.
  const YamlNode root = ReadYaml(schema, "schema.json");
  CHECK(root.Find("properties")->Keys() == RootSchema().Keys());
  CHECK(root.Find("additionalProperties")->text == "false");
  for (const MappingSchema* mapping : AllMappings()) {
    for (const KeySchema& key : mapping->keys) {
      CHECK(schema.find("\"" + key.name + "\":{") != std::string::npos);
    }
  }
}

TEST_CASE("ids") {
  CHECK(IsId("arr_2024"));
  CHECK(!IsId(""));
  CHECK(!IsId("_a"));
  CHECK(!IsId("2a"));
  CHECK(!IsId("Arr"));
  CHECK(!IsId("a-b"));
  CHECK(!IsId("ä"));
}
