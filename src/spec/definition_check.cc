#include "spec/definition_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "spec/definition_values.h"
#include "spec/segmentation_spec.h"

namespace tessera {
namespace {

constexpr size_t kLongestShown = 60;

std::string FoundText(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kList:
      return "a list";
    case YamlNode::Kind::kMapping:
      return "a mapping";
    case YamlNode::Kind::kScalar:
      break;
  }
  const std::vector<std::string> points = CodePoints(node.text);
  if (points.size() <= kLongestShown) return "'" + node.text + "'";
  return "'" + Join(std::span(points).first(kLongestShown), "") + "…'";
}

class Checker {
 public:
  explicit Checker(DefinitionNames names) : names_(std::move(names)) {}

  // `what` says in an error which value this is: "'alpha'", "an item of 'tiles'".
  void Check(const YamlNode& node, const ValueSchema& schema, const std::string& what) const {
    std::visit([&](const auto& type) { CheckType(node, type, schema, what); }, schema.type);
  }

  // A section of the wrong shape hides the names that other sections refer to, so shapes come
  // first.
  void CheckSections(const YamlNode& definition) const {
    for (const YamlEntry& entry : definition.entries) {
      const KeySchema* key = RootSchema().Find(entry.key);
      if (key == nullptr || !std::holds_alternative<MapType>(key->type->type)) continue;
      if (!entry.value.IsMapping() && !entry.value.IsNull()) {
        Refuse(entry.value, *key->type, "'" + entry.key + "'");
      }
    }
  }

  void CheckMapping(const YamlNode& node, const MappingSchema& schema) const {
    for (const YamlEntry& entry : node.entries) {
      const KeySchema* key = schema.Find(entry.key);
      if (key == nullptr) {
        throw Error(fmt::format("unknown key '{}' in {}", entry.key, schema.title), entry.place)
            .Remedy(DidYouMean(entry.key, schema.Keys()));
      }
      if (!entry.value.IsNull()) Check(entry.value, *key->type, "'" + entry.key + "'");
    }
    for (const KeySchema& key : schema.keys) {
      const YamlNode* given = node.Find(key.name);
      if (!key.required || (given != nullptr && !given->IsNull())) continue;
      throw Error(fmt::format("'{}' is missing in {}", key.name, schema.title), node.place)
          .Remedy(fmt::format("{}: {}", key.name, key.description));
    }
  }

 private:
  [[noreturn]] static void Refuse(const YamlNode& node, const ValueSchema& schema,
                                  const std::string& what) {
    throw Error(
        fmt::format("expected {} for {}, found {}", ExpectedText(schema), what, FoundText(node)),
        node.place);
  }

  static void WantScalar(const YamlNode& node, const ValueSchema& schema, const std::string& what) {
    if (!node.IsScalar()) Refuse(node, schema, what);
  }

  void CheckType(const YamlNode& node, const WordsType&, const ValueSchema& schema,
                 const std::string& what) const {
    // A plain `null` in a list of words is the word.
    if (!node.IsScalar() && !node.IsNull()) Refuse(node, schema, what);
  }
  void CheckType(const YamlNode& node, const NameType&, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsScalar() || !IsId(node.text)) Refuse(node, schema, what);
  }
  void CheckType(const YamlNode& node, const ExpressionType&, const ValueSchema& schema,
                 const std::string& what) const {
    WantScalar(node, schema, what);
    ExpressionOf(node);
  }
  void CheckType(const YamlNode& node, const NumberType& type, const ValueSchema& schema,
                 const std::string& what) const {
    const std::optional<double> value = ParseNumber(node.text);
    if (!node.IsScalar() || !value || *value < type.minimum || *value > type.maximum) {
      Refuse(node, schema, what);
    }
  }
  void CheckType(const YamlNode& node, const IntegerType& type, const ValueSchema& schema,
                 const std::string& what) const {
    CheckType(node, NumberType{type.minimum, type.maximum}, schema, what);
    const double value = ParseNumber(node.text).value_or(0.5);
    if (value != std::floor(value)) Refuse(node, schema, what);
  }
  void CheckType(const YamlNode& node, const FractionType&, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsScalar() || !ParseFraction(node.text)) Refuse(node, schema, what);
  }
  void CheckType(const YamlNode& node, const BoolType&, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsScalar() || !ParseBool(node.text)) Refuse(node, schema, what);
  }
  void CheckType(const YamlNode& node, const DateType&, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsScalar() || !ParseDate(node.text)) Refuse(node, schema, what);
  }

  void CheckType(const YamlNode& node, const ChoiceType& type, const ValueSchema& schema,
                 const std::string& what) const {
    WantScalar(node, schema, what);
    if (std::ranges::find(type.choices, node.text) != type.choices.end()) return;
    Error error(
        fmt::format("expected {} for {}, found {}", ExpectedText(schema), what, FoundText(node)),
        node.place);
    if (const auto nearest = Nearest(node.text, type.choices)) {
      error.Remedy(fmt::format("did you mean '{}'?", *nearest));
    }
    throw error;
  }

  void CheckType(const YamlNode& node, const ReferenceType& type, const ValueSchema& schema,
                 const std::string& what) const {
    WantScalar(node, schema, what);
    const std::vector<std::string>& known = names_.at(type.section);
    if (std::ranges::find(known, node.text) != known.end()) return;
    const std::vector<std::string>& metrics = names_.at(Section::kMetric);
    if (type.section == Section::kSimpleMetric &&
        std::ranges::find(metrics, node.text) != metrics.end()) {
      throw Error(fmt::format("'{}' is not a simple metric", node.text), node.place)
          .Remedy("a ratio divides simple metrics; a formula over figures is `type: derived`");
    }
    throw Error(
        fmt::format("unknown {} {} for {}", SectionName(type.section), FoundText(node), what),
        node.place)
        .Remedy(DidYouMean(node.text, known));
  }

  void CheckType(const YamlNode& node, const ListType& type, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsList()) Refuse(node, schema, what);
    for (const YamlNode& item : node.items) Check(item, *type.item, "an item of " + what);
  }

  void CheckType(const YamlNode& node, const MapType& type, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsMapping()) Refuse(node, schema, what);
    for (const YamlEntry& entry : node.entries) {
      if (type.names_are_ids && !IsId(entry.key)) {
        throw Error(fmt::format("'{}' is not a name", entry.key), entry.place)
            .Remedy("names are lower-case letters, digits and underscores, a letter first");
      }
      if (entry.value.IsNull()) {
        throw Error(fmt::format("'{}' has no value", entry.key), entry.place)
            .Remedy(
                "null takes away what the extended definition gives, and it gives no such name");
      }
      Check(entry.value, *type.value, "'" + entry.key + "'");
    }
  }

  void CheckType(const YamlNode& node, const MappingType& type, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsMapping()) Refuse(node, schema, what);
    CheckMapping(node, *type.schema);
  }

  void CheckType(const YamlNode& node, const TypedType& type, const ValueSchema& schema,
                 const std::string& what) const {
    if (!node.IsMapping()) Refuse(node, schema, what);
    std::vector<std::string> known;
    for (const auto& [name, mapping] : type.types) known.push_back(name);
    const YamlNode* given = node.Find("type");
    if (given == nullptr || !given->IsScalar()) {
      throw Error(fmt::format("'type' is missing in {} ({})", type.title, what), node.place)
          .Remedy("one of " + Join(known, ", "));
    }
    const auto chosen = std::ranges::find(known, given->text);
    if (chosen == known.end()) {
      throw Error(fmt::format("unknown type {} of {}", FoundText(*given), type.title), given->place)
          .Remedy(DidYouMean(given->text, known));
    }
    CheckMapping(node, *type.types[static_cast<size_t>(chosen - known.begin())].second);
  }

  void CheckType(const YamlNode& node, const EitherType& type, const ValueSchema&,
                 const std::string& what) const {
    Check(node, node.IsScalar() ? *type.plain : *type.whole, what);
  }

  const DefinitionNames names_;
};

// The names of those blocks or metrics whose `type` is one of `types`.
std::vector<std::string> NamesOfType(std::span<const YamlEntry> entries, std::string_view type) {
  std::vector<std::string> names;
  for (const YamlEntry& entry : entries) {
    if (TextAt(entry.value, "type") == type) names.push_back(entry.key);
  }
  return names;
}

std::vector<std::string> KeysAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? std::vector<std::string>() : value->Keys();
}

}  // namespace

DefinitionNames NamesOf(const YamlNode& definition) {
  DefinitionNames names;
  names[Section::kSource] = KeysAt(definition, "sources");
  names[Section::kDimension] = KeysAt(definition, "dimensions");
  names[Section::kMetric] = KeysAt(definition, "metrics");
  names[Section::kSimpleMetric] = NamesOfType(EntriesAt(definition, "metrics"), "simple");
  names[Section::kBreakdown] = NamesOfType(EntriesAt(definition, "blocks"), "breakdown");
  names[Section::kLift] = NamesOfType(EntriesAt(definition, "blocks"), "lift");
  names[Section::kClusters] = NamesOfType(EntriesAt(definition, "segmentations"), "clusters");
  names[Section::kRfm] = NamesOfType(EntriesAt(definition, "segmentations"), "rfm");
  names[Section::kClaim] = KeysAt(definition, "claims");

  std::vector<std::string>& columns = names[Section::kEntityColumn];
  const YamlNode* entity = definition.Find("entity");
  const YamlNode* sources = definition.Find("sources");
  if (entity != nullptr && sources != nullptr) {
    const YamlNode* source = sources->Find(TextAt(*entity, "source"));
    if (source != nullptr) columns = KeysAt(*source, "columns");
    for (const YamlEntry& other : sources->entries) {
      if (TextAt(other.value, "relationship") != "one_to_one") continue;
      std::ranges::copy(KeysAt(other.value, "columns"), std::back_inserter(columns));
    }
  }
  std::ranges::copy(KeysAt(definition, "attributes"), std::back_inserter(columns));
  for (const YamlEntry& entry : EntriesAt(definition, "segmentations")) {
    const bool clusters = TextAt(entry.value, "type") == "clusters";
    std::ranges::copy(SegmentationColumns(entry.key, clusters), std::back_inserter(columns));
  }
  names[Section::kDimensionOrColumn] = names[Section::kDimension];
  std::ranges::copy(columns, std::back_inserter(names[Section::kDimensionOrColumn]));
  return names;
}

namespace {

// The entity's source names the columns that everything else rests on, so it is checked first.
void CheckEntity(const YamlNode& definition) {
  const YamlNode* entity = definition.Find("entity");
  const YamlNode* source = entity == nullptr ? nullptr : entity->Find("source");
  const YamlNode* sources = definition.Find("sources");
  if (source == nullptr || sources == nullptr) return;
  const YamlNode* found = sources->Find(source->text);
  if (found == nullptr ||
      (TextAt(*found, "relationship", "entity") == "entity" && found->Find("to") == nullptr)) {
    return;
  }
  throw Error(fmt::format("the source '{}' is {}", source->text,
                          TextAt(*found, "relationship", "many_to_one")),
              source->place)
      .Remedy("an entity's source has one row an entity");
}

}  // namespace

void CheckDefinition(const YamlNode& definition) {
  if (!definition.IsMapping()) {
    throw Error(
        fmt::format("expected a mapping of keys to values, found {}", FoundText(definition)),
        definition.place);
  }
  const Checker checker(NamesOf(definition));
  checker.CheckSections(definition);
  CheckEntity(definition);
  checker.CheckMapping(definition, RootSchema());
}

}  // namespace tessera
