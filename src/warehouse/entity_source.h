// Sources with one row an entity, typed, each key once.
#ifndef TESSERA_WAREHOUSE_ENTITY_SOURCE_H_
#define TESSERA_WAREHOUSE_ENTITY_SOURCE_H_

#include <string>

#include "warehouse/intake.h"

namespace tessera {

// The table that ReadEntities leaves behind for the entity source, in the file's order.
inline constexpr const char* kTypedEntities = "\"#typed\"";
// That of a one-to-one source, which stays for thresholds over it, and how often each key stood in
// a file with repeated ones.
std::string FurtherTable(const std::string& source);
std::string RepeatsTable(const std::string& source);

// Reads the file into `table`: rows without a key, identical duplicates, rows after `as_of` and all
// but one row of a key (the source's `keep` says which) are counted in the summary and left out.
// Throws Error when the entity source has no rows. Whether some key was repeated.
bool ReadEntities(Intake& intake, Database& database, const std::string& table = kTypedEntities);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ENTITY_SOURCE_H_
