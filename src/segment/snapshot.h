// The entities of an earlier day, put into segments by the rules and numbers of today.
#ifndef TESSERA_SEGMENT_SNAPSHOT_H_
#define TESSERA_SEGMENT_SNAPSHOT_H_

#include <string>
#include <vector>

#include "model/report.h"
#include "segment/columns.h"

namespace tessera {

// "SELECT key, member, value FROM …", one row an entity of the snapshot that the report's filters
// keep: its member of `dimension` and the column `value` (null for ""), with formulas worked out as
// of the snapshot's day, thresholds, breaks and centres as they are today. Attributes of other
// sources, which the snapshot does not have, are null. REQUIRES: the snapshot was read.
std::string SnapshotQuery(const ReportSpec& spec, const SourceSpec& snapshot,
                          const LaterColumns& found, const std::vector<Dimension>& dimensions,
                          const Dimension& dimension, const std::string& value);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_SNAPSHOT_H_
