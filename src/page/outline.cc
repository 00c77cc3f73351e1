#include "page/outline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "page/marker.h"

namespace tessera {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& items, std::string_view id) {
  const auto found = std::ranges::find(items, id, &T::id);
  return found == items.end() ? nullptr : &*found;
}

// Where each page of the report begins in a document, by the id of its heading.
struct PageStart {
  size_t position = 0;
  std::string page;
};

std::vector<PageStart> PageStarts(const Report& report, const Page& document) {
  std::vector<PageStart> starts;
  for (const PageRequest& request : report.pages) {
    const size_t at = document.html.find(fmt::format("id=\"page-{}\"", request.id));
    if (at != std::string::npos) starts.push_back({at, request.id});
  }
  std::ranges::sort(starts, {}, &PageStart::position);
  return starts;
}

std::string PageAt(const std::vector<PageStart>& starts, size_t position,
                   const std::string& otherwise) {
  std::string page = otherwise;
  for (const PageStart& start : starts) {
    if (start.position <= position) page = start.page;
  }
  return page;
}

void AddPlacement(const std::string& id, const std::string& page, size_t document,
                  std::vector<Placement>& placements) {
  if (FindById(placements, id) != nullptr) return;
  placements.push_back({id, static_cast<int>(placements.size()) + 1, page, document});
}

}  // namespace

const Section* Outline::FindSection(std::string_view id) const { return FindById(sections, id); }
const Placement* Outline::FindFigure(std::string_view id) const { return FindById(figures, id); }
const Placement* Outline::FindTable(std::string_view id) const { return FindById(tables, id); }

Outline ReadOutline(const Report& report, std::span<const Page> pages) {
  Outline outline;
  for (size_t document = 0; document < pages.size(); ++document) {
    const std::vector<PageStart> starts = PageStarts(report, pages[document]);
    ReplaceMarkers(pages[document].html, [&](const Json& marker, size_t position) {
      const std::string kind = marker.at("kind");
      const std::string id = marker.value("id", "");
      const std::string page = PageAt(starts, position, pages[document].id);
      if (kind == "figure") AddPlacement(id, page, document, outline.figures);
      if (kind == "table") AddPlacement(id, page, document, outline.tables);
      if (kind != "section") return "";
      if (const Section* other = outline.FindSection(id)) {
        throw Error(fmt::format("two sections are called '{}', on the pages '{}' and '{}'", id,
                                other->page, page))
            .Remedy("section ids are unique in a report: they are its anchors");
      }
      outline.sections.push_back(
          {id, marker.at("title"), static_cast<int>(outline.sections.size()) + 1, page, document});
      return "";
    });
  }
  return outline;
}

}  // namespace tessera
