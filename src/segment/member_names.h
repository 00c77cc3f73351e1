// first_member(d) and last_member(d) in expressions become the member's name as a text.
//
// They let a definition speak of "the top plan" without knowing its name. "(missing)" and muted
// members do not count.
#ifndef TESSERA_SEGMENT_MEMBER_NAMES_H_
#define TESSERA_SEGMENT_MEMBER_NAMES_H_

#include <string>
#include <vector>

#include "model/report.h"
#include "spec/report_spec.h"

namespace tessera {

// The first and last members of a dimension's order; nullptr when it has none.
const Member* FirstMember(const Dimension& dimension);
const Member* LastMember(const Dimension& dimension);

// A null tree stays null. Throws Error for a dimension that is not known.
ExpressionTree ResolveMembers(const ExpressionTree& tree, const std::vector<Dimension>& dimensions);

// The same for every expression over entities: of metrics, flags, paths' filters, targets and
// agreements. Conditions of claims and derived metrics are left: they know these functions.
ReportSpec ResolveMembers(ReportSpec spec, const std::vector<Dimension>& dimensions);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_MEMBER_NAMES_H_
