// The structure of a report, read from its rendered pages: sections, figures and tables in order.
#ifndef TESSERA_PAGE_OUTLINE_H_
#define TESSERA_PAGE_OUTLINE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"
#include "page/page.h"

namespace tessera {

struct Section {
  std::string id;
  std::string title;
  int number = 0;       // continues over the pages
  std::string page;     // id of the page that it belongs to, in the single document too
  size_t document = 0;  // index of the rendered page that it stands on
};

// A figure or table where it stands first. A figure's number is the same wherever it is shown
// again.
struct Placement {
  std::string id;
  int number = 0;
  std::string page;
  size_t document = 0;
};

struct Outline {
  std::vector<Section> sections;
  std::vector<Placement> figures;
  std::vector<Placement> tables;  // placed by themselves, not behind a figure

  const Section* FindSection(std::string_view id) const;
  const Placement* FindFigure(std::string_view id) const;
  const Placement* FindTable(std::string_view id) const;
};

// Throws an Error when two sections have one id.
Outline ReadOutline(const Report& report, std::span<const Page> pages);

}  // namespace tessera

#endif  // TESSERA_PAGE_OUTLINE_H_
