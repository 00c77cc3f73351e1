// The words for what is segmented, in the texts of a definition.
#ifndef TESSERA_SPEC_ENTITY_WORDS_H_
#define TESSERA_SPEC_ENTITY_WORDS_H_

#include "spec/yaml_node.h"

namespace tessera {

// In every text of `definition`: {entity} and {entities} become the words that its `entity` gives
// (customer and customers where it gives none), {Entity} and {Entities} the same with a capital,
// {an entity} and {An entity} the singular with its article. A kind is written once for customers,
// accounts and stores.
void ApplyEntityWords(YamlNode& definition);

}  // namespace tessera

#endif  // TESSERA_SPEC_ENTITY_WORDS_H_
