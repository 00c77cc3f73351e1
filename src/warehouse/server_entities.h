// A report whose sources are all tables of one server, which is its engine, and that has more
// entities than `frame_limit`: the entities stay there too.
//
// What comes back is a hash sample of them, with their rows reduced there; everyone can be asked
// about where they are. As one expression a column (remote_columns.h), one SELECT a source and one
// join a query, so that each shard of a distributed table does its part.
#ifndef TESSERA_WAREHOUSE_SERVER_ENTITIES_H_
#define TESSERA_WAREHOUSE_SERVER_ENTITIES_H_

#include <optional>

#include "warehouse/everyone.h"

namespace tessera {

struct ServerSample {
  ReportSpec spec;  // the definition with the sample's condition on each source, and its date
  Everyone everyone;
};

// Nothing when the entities are not on the engine's server, or no more than fit. Throws Error as
// the server's source does, and for a key that stands in several rows: there is no first of them.
std::optional<ServerSample> SampleOnServer(const ReportSpec& spec, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SERVER_ENTITIES_H_
