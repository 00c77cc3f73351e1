// A definition against the table of keys: what holds for each value by itself.
#ifndef TESSERA_SPEC_DEFINITION_CHECK_H_
#define TESSERA_SPEC_DEFINITION_CHECK_H_

#include <map>
#include <string>
#include <vector>

#include "spec/definition_schema.h"
#include "spec/yaml_node.h"

namespace tessera {

// What there is to be named, by section.
using DefinitionNames = std::map<Section, std::vector<std::string>>;
DefinitionNames NamesOf(const YamlNode& definition);

// Throws Error at the first unknown or missing key, value of the wrong type, dead reference or
// broken expression. After it, and without the keys that have no value (DropNulls), the readers
// (section_readers.h) can take every shape for granted.
void CheckDefinition(const YamlNode& definition);

}  // namespace tessera

#endif  // TESSERA_SPEC_DEFINITION_CHECK_H_
