// A YAML document as a plain tree that knows where each part was written.
#ifndef TESSERA_SPEC_YAML_NODE_H_
#define TESSERA_SPEC_YAML_NODE_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tessera {

struct YamlEntry;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMapping };

  Kind kind = Kind::kNull;
  std::string text;                // of a scalar
  bool quoted = false;             // the scalar is text even where it looks like a number
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlEntry> entries;  // of a mapping, in the order written; keys are unique
  Place place;
  // Of the first character of `text`. Its column is 0 where the file holds the text in another form
  // (escaped, or folded over lines), so that offsets into `text` are not columns.
  Place text_place;

  bool IsNull() const { return kind == Kind::kNull; }
  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsList() const { return kind == Kind::kList; }
  bool IsMapping() const { return kind == Kind::kMapping; }

  // The value of a key; null where the mapping does not have it, or where this is no mapping.
  const YamlNode* Find(std::string_view key) const;
  YamlNode* Find(std::string_view key);
  // The value of a key, added at the end where the mapping does not have it. A node that is no
  // mapping becomes an empty one first.
  YamlNode& Require(std::string_view key, const Place& key_place);
  void Erase(std::string_view key);
  std::vector<std::string> Keys() const;
};

struct YamlEntry {
  std::string key;
  Place place;  // of the key
  YamlNode value;
};

YamlNode ScalarNode(std::string text, Place place);

// Reads the one document of `text`; places bear the name `file`. An empty document is null. Throws
// Error at broken YAML, a key given twice, and at what only a hostile file holds: more than 1 MiB
// of text, 40 levels of nesting, or 50,000 nodes after aliases are replaced by what they stand for.
YamlNode ReadYaml(std::string_view text, const std::string& file);

// The tree in a canonical form (JSON), without places: equal trees give equal text.
std::string CanonicalText(const YamlNode& node);

}  // namespace tessera

#endif  // TESSERA_SPEC_YAML_NODE_H_
