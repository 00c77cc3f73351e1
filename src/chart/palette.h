// One colour a member, the same in every figure and table of the report.
#ifndef TESSERA_CHART_PALETTE_H_
#define TESSERA_CHART_PALETTE_H_

#include <string>
#include <string_view>

#include "model/report.h"

namespace tessera {

// How many colours the unordered members have; the last is grey.
inline constexpr size_t kMemberColours = 7;

// The name of the member's colour, "var(--ordered-2)". Ordered dimensions take a one-hue ramp,
// others the set that colour-blind readers can tell apart; muted members, and those past the set,
// are grey.
std::string MemberColour(const Dimension& dimension, std::string_view member);

// The index that MemberColour is made of, from 0: of the ramp or of the set.
int ColourIndex(const Dimension& dimension, std::string_view member);

// "var(--member-1)" at 40 %: "var(--member-1, 40%)".
std::string Faded(std::string_view colour, int percent);

// The member's label, or its name when the dimension does not know it.
std::string MemberLabel(const Dimension* dimension, std::string_view member);

}  // namespace tessera

#endif  // TESSERA_CHART_PALETTE_H_
