// The entity source: one row an entity, typed, each key once.
#ifndef TESSERA_WAREHOUSE_ENTITY_SOURCE_H_
#define TESSERA_WAREHOUSE_ENTITY_SOURCE_H_

#include "warehouse/intake.h"

namespace tessera {

// The table that ReadEntities leaves behind, in the file's order.
inline constexpr const char* kTypedEntities = "\"#typed\"";

// Reads the file into kTypedEntities: rows without a key, identical duplicates, rows whose key was
// seen before and rows after `as_of` are counted in the summary and left out. Throws Error when
// nothing is left.
void ReadEntities(Intake& intake, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ENTITY_SOURCE_H_
