#include "spec/definition_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace tessera {
namespace {

constexpr std::array<std::string_view, 3> kOwnNames = {"key", "on", "time"};

// Whether two mappings of a section hold the same keys: a metric or block of another type does not.
bool CanMerge(std::string_view section, const YamlNode& base, const YamlNode& overlay) {
  if (!base.IsMapping() || !overlay.IsMapping()) return false;
  if (section != "metrics" && section != "blocks") return true;
  const YamlNode* was = base.Find("type");
  const YamlNode* is = overlay.Find("type");
  return was == nullptr || is == nullptr || was->text == is->text;
}

// The short form of a column is its type.
void ExpandColumn(YamlNode& column) {
  YamlNode type = std::exchange(column, {});
  column.Require("type", type.place) = std::move(type);
}

// `section` is the key of the definition that all of this stands under; "" for the whole.
void MergeInto(YamlNode overlay, std::string_view section, YamlNode& base) {
  for (YamlEntry& entry : overlay.entries) {
    const auto found = std::ranges::find(base.entries, entry.key, &YamlEntry::key);
    YamlNode* known = found == base.entries.end() ? nullptr : &found->value;
    if (section == "sources" && known != nullptr) {
      if (known->IsMapping() && entry.value.IsScalar()) ExpandColumn(entry.value);
      if (known->IsScalar() && entry.value.IsMapping()) ExpandColumn(*known);
    }
    if (known == nullptr) {
      base.entries.push_back(std::move(entry));
    } else if (entry.value.IsNull()) {
      const bool is_section = section.empty() && known->IsMapping();
      if (!is_section) base.Erase(entry.key);
    } else if (entry.key != "cases" && CanMerge(section, *known, entry.value)) {
      // What is wrong with the whole is most likely wrong with what was added.
      found->place = entry.place;
      known->place = entry.value.place;
      MergeInto(std::move(entry.value), section.empty() ? entry.key : section, *known);
    } else {
      *found = std::move(entry);
    }
  }
}

// Moves `key: user_id` of a source that the base has to `columns: {users: {customer_id: user_id}}`.
void BindOwnNames(const YamlNode& base, YamlNode& overlay) {
  const YamlNode* known_sources = base.Find("sources");
  YamlNode* sources = overlay.Find("sources");
  if (known_sources == nullptr || sources == nullptr) return;
  YamlNode bound;
  for (YamlEntry& source : sources->entries) {
    const YamlNode* known = known_sources->Find(source.key);
    if (known == nullptr) continue;
    for (const std::string_view key : kOwnNames) {
      const YamlNode* canonical = known->Find(key);
      const YamlNode* own = source.value.Find(key);
      if (canonical == nullptr || own == nullptr || !own->IsScalar()) continue;
      bound.Require(source.key, own->place).Require(canonical->text, own->place) = *own;
      source.value.Erase(key);
    }
  }
  if (bound.IsNull()) return;
  YamlNode& columns = overlay.Require("columns", bound.place);
  for (YamlEntry& source : bound.entries) {
    YamlNode& of_source = columns.Require(source.key, source.place);
    for (YamlEntry& column : source.value.entries) {
      const YamlNode* said = of_source.Find(column.key);
      if (said != nullptr && said->text != column.value.text) {
        throw Error(fmt::format("'{}' is bound to '{}' here, and to '{}' in line {}", column.key,
                                said->text, column.value.text, column.place.line),
                    said->place);
      }
      of_source.Require(column.key, column.place) = std::move(column.value);
    }
  }
}

// A setting stands in no file: all of it bears the place of its argument.
void MoveTo(const Place& place, YamlNode& node) {
  node.place = node.text_place = place;
  for (YamlNode& item : node.items) MoveTo(place, item);
  for (YamlEntry& entry : node.entries) {
    entry.place = place;
    MoveTo(place, entry.value);
  }
}

}  // namespace

YamlNode MergeDefinitions(YamlNode base, YamlNode overlay) {
  BindOwnNames(base, overlay);
  MergeInto(std::move(overlay), "", base);
  return base;
}

void DropNulls(YamlNode& definition) {
  std::erase_if(definition.entries, [](const YamlEntry& entry) { return entry.value.IsNull(); });
  for (YamlEntry& entry : definition.entries) DropNulls(entry.value);
  for (YamlNode& item : definition.items) DropNulls(item);
}

YamlNode SettingDefinition(std::string_view setting) {
  const size_t equals = setting.find('=');
  const std::string key(Trim(setting.substr(0, equals)));
  if (equals == std::string_view::npos || key.empty()) {
    throw Error(fmt::format("--set takes KEY=VALUE, found '{}'", setting))
        .Remedy("for example --set parameters.recency_high_days=60");
  }
  const Place place{"--set " + key, 0, 0};
  YamlNode value;
  try {
    value = ReadYaml(setting.substr(equals + 1), place.file);
  } catch (const Error& error) {
    throw Error(error.message(), place).Remedy(error.remedy());
  }
  MoveTo(place, value);
  YamlNode definition;
  definition.kind = YamlNode::Kind::kMapping;
  definition.place = place;
  YamlNode* parent = &definition;
  for (const std::string& part : Split(key, '.')) {
    if (part.empty()) throw Error(fmt::format("an empty name in the key '{}'", key), place);
    parent = &parent->Require(part, place);
  }
  *parent = std::move(value);
  return definition;
}

}  // namespace tessera
