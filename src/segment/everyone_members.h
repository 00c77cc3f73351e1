// Everyone of a report over a hash sample (warehouse/everyone.h), put into segments by the rules
// and numbers that the sample gave.
#ifndef TESSERA_SEGMENT_EVERYONE_MEMBERS_H_
#define TESSERA_SEGMENT_EVERYONE_MEMBERS_H_

#include "segment/columns.h"
#include "segment/dimensions.h"
#include "warehouse/everyone.h"

namespace tessera {

// The member of a value that nobody in the sample has.
inline constexpr const char* kUnsampledMember = "(not in the sample)";

EveryoneRows PlaceEveryone(const ReportSpec& spec, const Everyone& everyone,
                           const LaterColumns& found, const Segmentation& segmentation);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_EVERYONE_MEMBERS_H_
