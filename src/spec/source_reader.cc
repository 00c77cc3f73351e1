// Sources, their columns and how they bind to files; attributes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "spec/definition_schema.h"
#include "spec/definition_values.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

ColumnType TypeOf(std::string_view name) {
  for (const ColumnType type : {ColumnType::kText, ColumnType::kInt, ColumnType::kNumber,
                                ColumnType::kMoney, ColumnType::kBool, ColumnType::kDate}) {
    if (name == ColumnTypeName(type)) return type;
  }
  return ColumnType::kTimestamp;
}

ColumnSpec ReadColumn(const YamlEntry& entry) {
  ColumnSpec column;
  column.name = column.bound = entry.key;
  column.label = LabelFromName(entry.key);
  column.place = entry.place;
  if (entry.value.IsScalar()) {
    column.type = TypeOf(entry.value.text);
    return column;
  }
  column.type = TypeOf(TextAt(entry.value, "type", "text"));
  column.fold = BoolAt(entry.value, "fold", false);
  column.optional = BoolAt(entry.value, "optional", false);
  column.label = TextAt(entry.value, "label", column.label);
  column.description = TextAt(entry.value, "description");
  column.unit = TextAt(entry.value, "unit");
  column.null_values = TextsAt(entry.value, "null_values");
  return column;
}

// The canonical column that `key`, `on` or `time` names; a text column of its own when undeclared.
std::string ReadKeyColumn(const YamlNode& node, std::string_view key, ColumnType type,
                          SourceSpec& source) {
  const YamlNode* value = node.Find(key);
  if (value == nullptr) return "";
  if (!IsId(value->text)) {
    throw Error(fmt::format("'{}' is not a name", value->text), value->place)
        .Remedy(fmt::format("give the column a name of lower-case letters and bind it: columns: {{ "
                            "{}: {{ name: '{}' }} }}",
                            source.name, value->text));
  }
  if (source.FindColumn(value->text) == nullptr) {
    ColumnSpec column;
    column.name = column.bound = value->text;
    column.label = LabelFromName(value->text);
    column.type = type;
    column.place = value->place;
    source.columns.insert(source.columns.begin(), std::move(column));
  }
  return value->text;
}

void CheckRelationship(const YamlEntry& entry, const SourceSpec& source) {
  const auto refuse = [&](std::string message) { throw Error(std::move(message), entry.place); };
  if (source.relationship == Relationship::kEntity) {
    if (source.key.empty()) refuse(fmt::format("the source '{}' has no key", source.name));
    if (!source.to.empty()) refuse(fmt::format("the entity source '{}' has a 'to'", source.name));
  } else if (source.relationship == Relationship::kSnapshot) {
    if (source.to.empty() || (!source.as_of && !source.file.empty())) {
      refuse(fmt::format("the snapshot '{}' needs 'to' and 'as_of'", source.name));
    }
  } else if (source.to.empty() || source.on.empty()) {
    refuse(
        fmt::format("the {} source '{}' needs 'to' and 'on'",
                    source.relationship == Relationship::kOneToOne ? "one_to_one" : "many_to_one",
                    source.name));
  } else if (source.relationship == Relationship::kManyToOne && source.keep_latest) {
    refuse(fmt::format("the many_to_one source '{}' keeps all of its rows", source.name));
  } else if (source.to == source.name) {
    refuse(fmt::format("the source '{}' belongs to itself", source.name));
  }
}

std::string ReadSeparator(const YamlNode& node) {
  const YamlNode* value = node.Find("separator");
  if (value == nullptr) return "";
  if (value->text == "tab" || value->text == "\\t") return "\t";
  if (value->text.size() != 1) throw Error("a separator is one character, or tab", value->place);
  return value->text;
}

// ${NAME} stands for a variable of the environment: where secrets are kept.
std::string WithVariables(const YamlNode& node) {
  std::string text;
  std::string_view rest = node.text;
  for (size_t open = 0; (open = rest.find("${")) != std::string_view::npos;) {
    const size_t close = rest.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string name(rest.substr(open + 2, close - open - 2));
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) {
      throw Error(fmt::format("the environment has no variable '{}'", name), node.place)
          .Remedy(fmt::format("set it before the program starts: export {}=…", name));
    }
    text += rest.substr(0, open);
    text += value;
    rest.remove_prefix(close + 1);
  }
  return text.append(rest);
}

SourceSpec ReadSource(const YamlEntry& entry) {
  const YamlNode& node = entry.value;
  SourceSpec source;
  source.name = entry.key;
  source.place = entry.place;
  if (const YamlNode* file = node.Find("file")) {
    const std::string text = WithVariables(*file);
    const bool is_address = text.find("://") != std::string::npos;
    source.file = is_address ? text : PathFrom(file->place.file, text);
  }
  source.format = TextAt(node, "format");
  source.encoding = TextAt(node, "encoding");
  source.table = TextAt(node, "table");
  source.query = TextAt(node, "query");
  source.separator = ReadSeparator(node);
  source.decimal_comma = TextAt(node, "decimal") == ",";
  source.optional = BoolAt(node, "optional", false);
  source.to = TextAt(node, "to");
  const std::string relationship =
      TextAt(node, "relationship", source.to.empty() ? "entity" : "many_to_one");
  if (relationship == "many_to_one") source.relationship = Relationship::kManyToOne;
  if (relationship == "snapshot") source.relationship = Relationship::kSnapshot;
  if (const YamlNode* as_of = node.Find("as_of")) source.as_of = ParseDate(as_of->text);
  if (relationship == "one_to_one") source.relationship = Relationship::kOneToOne;
  source.keep_latest = TextAt(node, "keep", "first") == "latest";
  for (const YamlEntry& column : EntriesAt(node, "columns")) {
    source.columns.push_back(ReadColumn(column));
  }
  source.key = ReadKeyColumn(node, "key", ColumnType::kText, source);
  source.on = ReadKeyColumn(node, "on", ColumnType::kText, source);
  source.time = ReadKeyColumn(node, "time", ColumnType::kTimestamp, source);
  CheckRelationship(entry, source);
  if (source.keep_latest && source.time.empty()) {
    throw Error(
        fmt::format("the source '{}' keeps the latest of its rows, but has no 'time'", source.name),
        entry.place)
        .Remedy("time: the column that says when the row was true");
  }
  return source;
}

SourceSpec& SourceNamed(const YamlEntry& entry, std::vector<SourceSpec>& sources) {
  const auto found = std::ranges::find(sources, entry.key, &SourceSpec::name);
  if (found != sources.end()) return *found;
  std::vector<std::string> known;
  for (const SourceSpec& source : sources) known.push_back(source.name);
  throw Error(fmt::format("unknown source '{}'", entry.key), entry.place)
      .Remedy(DidYouMean(entry.key, known));
}

ColumnSpec& ColumnNamed(const YamlEntry& entry, SourceSpec& source) {
  const auto found = std::ranges::find(source.columns, entry.key, &ColumnSpec::name);
  if (found != source.columns.end()) return *found;
  std::vector<std::string> known;
  for (const ColumnSpec& column : source.columns) known.push_back(column.name);
  std::string remedy = DidYouMean(entry.key, known);
  if (!remedy.starts_with("did")) {
    remedy +=
        fmt::format("; a column of your own is declared under sources.{}.columns", source.name);
  }
  throw Error(fmt::format("the source '{}' has no column '{}'", source.name, entry.key),
              entry.place)
      .Remedy(std::move(remedy));
}

// The type that an aggregate gives; min and max keep that of the column.
ColumnType TypeOfAggregate(const AttributeSpec& attribute, const std::vector<SourceSpec>& sources) {
  switch (attribute.aggregate) {
    case Aggregate::kCount:
    case Aggregate::kCountDistinct:
      return ColumnType::kInt;
    case Aggregate::kAny:
      return ColumnType::kBool;
    case Aggregate::kMean:
    case Aggregate::kMedian:
    case Aggregate::kNps:
      return ColumnType::kNumber;
    case Aggregate::kSum:
    case Aggregate::kMin:
    case Aggregate::kMax:
      break;
  }
  const auto source = std::ranges::find(sources, attribute.source, &SourceSpec::name);
  const auto* name = attribute.expression == nullptr
                         ? nullptr
                         : std::get_if<NameReference>(&attribute.expression->node);
  if (source == sources.end() || name == nullptr) return ColumnType::kNumber;
  const ColumnSpec* column = source->FindColumn(name->name);
  return column == nullptr ? ColumnType::kNumber : column->type;
}

AttributeSpec ReadAttribute(const YamlEntry& entry, const std::string& entity_source,
                            const std::vector<SourceSpec>& sources) {
  const YamlNode& node = entry.value;
  AttributeSpec attribute;
  attribute.name = entry.key;
  attribute.place = entry.place;
  attribute.label = TextAt(node, "label", LabelFromName(entry.key));
  attribute.description = TextAt(node, "description");
  attribute.unit = TextAt(node, "unit");
  attribute.source = TextAt(node, "source", entity_source);
  attribute.expression = ExpressionAt(node, "expr");
  attribute.filter = ExpressionAt(node, "filter");
  const bool reduces = attribute.source != entity_source;
  if (const YamlNode* agg = node.Find("agg")) {
    if (!reduces) {
      throw Error(fmt::format("'agg' needs a source whose rows are reduced"), agg->place)
          .Remedy("source: the name of a many_to_one source");
    }
    attribute.aggregate = *ParseAggregate(agg->text);
  }
  const bool counts =
      attribute.aggregate == Aggregate::kCount || attribute.aggregate == Aggregate::kAny;
  if (attribute.expression == nullptr && !(reduces && counts)) {
    throw Error(fmt::format("'expr' is missing in the attribute '{}'", attribute.name), entry.place)
        .Remedy(reduces
                    ? fmt::format("{} needs to know of what", AggregateName(attribute.aggregate))
                    : "an attribute without a source is an expression over the entity's "
                      "columns");
  }
  attribute.type = reduces ? TypeOfAggregate(attribute, sources) : ColumnType::kInt;
  if (node.Find("type") != nullptr) attribute.type = TypeOf(TextAt(node, "type"));
  return attribute;
}

// Lays `columns:` and `types:` over the snapshots, or over all other sources.
void BindColumns(const YamlNode& definition, Relationship relationship,
                 std::vector<SourceSpec>& sources) {
  const bool snapshots = relationship == Relationship::kSnapshot;
  const auto concerns = [&](const SourceSpec& source) {
    return (source.relationship == Relationship::kSnapshot) == snapshots;
  };
  for (const YamlEntry& bound : EntriesAt(definition, "columns")) {
    SourceSpec& source = SourceNamed(bound, sources);
    for (const YamlEntry& column : bound.value.entries) {
      if (concerns(source)) ColumnNamed(column, source).bound = column.value.text;
    }
  }
  for (const YamlEntry& typed : EntriesAt(definition, "types")) {
    SourceSpec& source = SourceNamed(typed, sources);
    for (const YamlEntry& column : typed.value.entries) {
      if (concerns(source)) ColumnNamed(column, source).type = TypeOf(column.value.text);
    }
  }
}

}  // namespace

std::string PathFrom(const std::string& definition_file, const std::string& written) {
  const std::filesystem::path path(written);
  if (path.is_absolute() || written.find("://") != std::string::npos) return written;
  return (std::filesystem::path(definition_file).parent_path() / path).lexically_normal().string();
}

std::vector<SourceSpec> ReadSources(const YamlNode& definition) {
  std::vector<SourceSpec> sources;
  for (const YamlEntry& entry : EntriesAt(definition, "sources")) {
    sources.push_back(ReadSource(entry));
  }
  // Snapshots have the columns of their source, bound alike unless `columns:` says otherwise.
  BindColumns(definition, Relationship::kEntity, sources);
  for (SourceSpec& source : sources) {
    if (source.relationship != Relationship::kSnapshot) continue;
    const auto entity = std::ranges::find(sources, source.to, &SourceSpec::name);
    if (entity->relationship != Relationship::kEntity) {
      throw Error(fmt::format("'{}' has not one row an entity", source.to), source.place)
          .Remedy("a snapshot is the earlier state of an entity source");
    }
    source.columns = entity->columns;
    source.key = entity->key;
  }
  BindColumns(definition, Relationship::kSnapshot, sources);
  return sources;
}

std::vector<AttributeSpec> ReadAttributes(const YamlNode& definition,
                                          const std::vector<SourceSpec>& sources) {
  std::vector<AttributeSpec> attributes;
  const YamlNode* entity = definition.Find("entity");
  for (const YamlEntry& entry : EntriesAt(definition, "attributes")) {
    attributes.push_back(ReadAttribute(entry, TextAt(*entity, "source"), sources));
  }
  return attributes;
}

}  // namespace tessera
