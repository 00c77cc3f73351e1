#include "chart/palette.h"

#include <fmt/format.h>

#include <algorithm>

namespace tessera {
namespace {

constexpr int kRampSize = 5;
constexpr int kGreyOfSet = static_cast<int>(kMemberColours) - 1;

const Member* FindMember(const Dimension& dimension, std::string_view name) {
  const auto found = std::ranges::find(dimension.members, name, &Member::name);
  return found == dimension.members.end() ? nullptr : &*found;
}

}  // namespace

int ColourIndex(const Dimension& dimension, std::string_view member) {
  int rank = -1;
  int coloured = 0;
  for (const Member& candidate : dimension.members) {
    if (candidate.muted) continue;
    if (candidate.name == member) rank = coloured;
    ++coloured;
  }
  if (rank < 0) return kGreyOfSet;
  if (!dimension.ordered) return std::min(rank, kGreyOfSet);
  // Spread over the whole ramp: three members take its first, middle and last step.
  return coloured == 1 ? kRampSize / 2
                       : (rank * (kRampSize - 1) + (coloured - 1) / 2) / (coloured - 1);
}

std::string MemberColour(const Dimension& dimension, std::string_view member) {
  const Member* found = FindMember(dimension, member);
  if (found == nullptr || found->muted) return "var(--inactive)";
  return fmt::format("var(--{}-{})", dimension.ordered ? "ordered" : "member",
                     ColourIndex(dimension, member) + 1);
}

std::string Faded(std::string_view colour, int percent) {
  return fmt::format("{}, {}%)", colour.substr(0, colour.size() - 1), percent);
}

std::string MemberLabel(const Dimension* dimension, std::string_view member) {
  const Member* found = dimension == nullptr ? nullptr : FindMember(*dimension, member);
  return found == nullptr || found->label.empty() ? std::string(member) : found->label;
}

}  // namespace tessera
