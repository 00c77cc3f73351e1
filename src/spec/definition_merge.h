// One definition over another: what `extends` and `--set` do, before anything is checked.
#ifndef TESSERA_SPEC_DEFINITION_MERGE_H_
#define TESSERA_SPEC_DEFINITION_MERGE_H_

#include <string_view>

#include "spec/yaml_node.h"

namespace tessera {

// Lays `overlay` over `base`. Mappings merge key by key, new keys at the end; everything else is
// replaced, and so is a mapping whose `type` changes and the list of a dimension's `cases`, whose
// order is its meaning. A null takes the key away; as a whole section (`metrics:` with nothing
// below it) it changes nothing.
//
// In `overlay`, `key`, `on` and `time` of a source that `base` has are the file's own names: they
// become entries of `columns`. Throws Error where `columns` says something else.
YamlNode MergeDefinitions(YamlNode base, YamlNode overlay);

// The definition without the keys that have no value.
void DropNulls(YamlNode& definition);

// A definition that holds only what `--set KEY=VALUE` says: the key is dotted, the value YAML.
// Throws Error when there is no key.
YamlNode SettingDefinition(std::string_view setting);

}  // namespace tessera

#endif  // TESSERA_SPEC_DEFINITION_MERGE_H_
