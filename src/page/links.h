// Addresses between the pages of a report, always relative: it opens from any folder or server
// path.
#ifndef TESSERA_PAGE_LINKS_H_
#define TESSERA_PAGE_LINKS_H_

#include <string>
#include <string_view>

#include "model/report.h"
#include "page/template_context.h"

namespace tessera {

class Links {
 public:
  Links(const Report& report, Form form) : report_(report), form_(form) {}

  // "flows.html", "flows.html#journey"; in one document "#page-flows", "#journey". A page that is
  // rendered for each segment stands for its first. Throws an Error with the nearest page.
  std::string Href(std::string_view page, std::string_view anchor) const;
  // The page or anchor of a segment's profile. Throws an Error when there is none.
  std::string SegmentHref(std::string_view dimension, std::string_view member) const;
  // The same by the profile's id.
  std::string ProfileHref(std::string_view id) const;

  Form form() const { return form_; }

 private:
  const Report& report_;
  Form form_;
};

}  // namespace tessera

#endif  // TESSERA_PAGE_LINKS_H_
