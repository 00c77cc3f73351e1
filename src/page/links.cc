#include "page/links.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace tessera {

std::string Links::Href(std::string_view page, std::string_view anchor) const {
  const auto found = std::ranges::find(report_.pages, page, &PageRequest::id);
  if (found == report_.pages.end()) {
    std::vector<std::string> ids;
    for (const PageRequest& request : report_.pages) ids.push_back(request.id);
    throw Error(fmt::format("the report has no page '{}'", page)).Remedy(DidYouMean(page, ids));
  }
  if (form_ == Form::kSingle) {
    return anchor.empty() ? fmt::format("#page-{}", page) : fmt::format("#{}", anchor);
  }
  std::string file = fmt::format("{}.html", page);
  if (found->for_each_segment) {
    const std::vector<std::string> profiles = ProfileIds(report_);
    file = profiles.empty() ? "index.html" : profiles.front() + ".html";
  }
  return anchor.empty() ? file : fmt::format("{}#{}", file, anchor);
}

std::string Links::ProfileHref(std::string_view id) const {
  return form_ == Form::kSingle ? fmt::format("#{}", id) : fmt::format("{}.html", id);
}

std::string Links::SegmentHref(std::string_view dimension, std::string_view member) const {
  const std::vector<std::string> ids = ProfileIds(report_);
  for (size_t i = 0; i < ids.size(); ++i) {
    const SegmentProfile& profile = report_.profiles[i];
    if (profile.dimension == dimension && profile.member == member) return ProfileHref(ids[i]);
  }
  throw Error(
      fmt::format("the report has no profile of the segment '{}' of '{}'", member, dimension));
}

}  // namespace tessera
