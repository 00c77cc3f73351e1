#include "spec/yaml_node.h"

#include <algorithm>
#include <utility>

#include "spec/json_text.h"

namespace tessera {

const YamlNode* YamlNode::Find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &YamlEntry::key);
  return found == entries.end() ? nullptr : &found->value;
}

YamlNode* YamlNode::Find(std::string_view key) {
  return const_cast<YamlNode*>(std::as_const(*this).Find(key));
}

YamlNode& YamlNode::Require(std::string_view key, const Place& key_place) {
  if (!IsMapping()) {
    *this = YamlNode{};
    kind = Kind::kMapping;
    place = key_place;
  }
  if (YamlNode* found = Find(key)) return *found;
  entries.push_back({std::string(key), key_place, {}});
  entries.back().value.place = key_place;
  return entries.back().value;
}

void YamlNode::Erase(std::string_view key) {
  std::erase_if(entries, [&](const YamlEntry& entry) { return entry.key == key; });
}

std::vector<std::string> YamlNode::Keys() const {
  std::vector<std::string> keys;
  for (const YamlEntry& entry : entries) keys.push_back(entry.key);
  return keys;
}

YamlNode ScalarNode(std::string text, Place place) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.text = std::move(text);
  node.place = place;
  node.text_place = std::move(place);
  return node;
}

std::string CanonicalText(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null";
    case YamlNode::Kind::kScalar:
      return JsonString(node.text);
    case YamlNode::Kind::kList: {
      std::string text = "[";
      for (const YamlNode& item : node.items) text += CanonicalText(item) + ",";
      return text + "]";
    }
    case YamlNode::Kind::kMapping: {
      std::string text = "{";
      for (const YamlEntry& entry : node.entries) {
        text += JsonString(entry.key) + ":" + CanonicalText(entry.value) + ",";
      }
      return text + "}";
    }
  }
  return {};
}

}  // namespace tessera
