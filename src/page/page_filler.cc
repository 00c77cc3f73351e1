#include "page/page_filler.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "base/text.h"
#include "page/contents.h"
#include "page/marker.h"
#include "page/number_markup.h"
#include "page/table_markup.h"

namespace tessera {
namespace {

class PageFiller {
 public:
  PageFiller(const FillInput& input, size_t document) : input_(input), document_(document) {
    ReplaceMarkers(input.pages[document].html, [&](const Json& marker, size_t) {
      if (marker.at("kind") == "table") placed_tables_.insert(marker.at("id"));
      return "";
    });
  }

  std::string Fill(const Json& marker) {
    const std::string kind = marker.at("kind");
    if (kind == "section") return SectionHtml(marker);
    if (kind == "reference") return ReferenceHtml(marker.at("id"));
    if (kind == "contents") return ContentsHtml(input_, document_);
    if (kind == "figure") return FigureHtml(marker.at("id"));
    if (kind == "table") return PlacedTableHtml(marker);
    return FigureIndexHtml(input_, document_);
  }

 private:
  std::string SectionHtml(const Json& marker) const;
  std::string ReferenceHtml(const std::string& id) const;
  std::string FigureHtml(const std::string& id);
  std::string BehindHtml(const Table& table);
  std::string PlacedTableHtml(const Json& marker);

  const FillInput& input_;
  size_t document_;
  std::set<std::string> placed_tables_;  // by themselves, anywhere on this page
  std::set<std::string> anchors_;        // ids that are taken
};

std::string PageFiller::SectionHtml(const Json& marker) const {
  const Section* section = input_.outline.FindSection(marker.at("id").get<std::string>());
  const int level = marker.at("level");
  return fmt::format(
      "<h{0} id=\"{1}\" class=\"section\"><span class=\"secno\">{2}</span> {3}</h{0}>", level,
      Html(section->id), section->number, Html(section->title));
}

std::string PageFiller::ReferenceHtml(const std::string& id) const {
  const auto link = [&](const std::string& page, size_t document, const std::string& title,
                        const std::string& text) {
    const std::string href = document == document_ ? "#" + id : input_.links.Href(page, id);
    return fmt::format("<a class=\"ref\" href=\"{}\" title=\"{}\">{}</a>", Html(href), Html(title),
                       text);
  };
  const Outline& outline = input_.outline;
  if (const Section* section = outline.FindSection(id)) {
    return link(section->page, section->document, section->title,
                fmt::format("Section {}", section->number));
  }
  if (id.starts_with("fig-")) {
    if (const Placement* figure = outline.FindFigure(id.substr(4))) {
      return link(figure->page, figure->document,
                  PlainText(RequireFigure(input_.report, figure->id).title),
                  fmt::format("Figure {}", figure->number));
    }
  }
  if (id.starts_with("table-")) {
    if (const Placement* table = outline.FindTable(id.substr(6))) {
      const std::string& title = RequireTable(input_.report, table->id).title;
      return link(table->page, table->document, title, "the table “" + Html(title) + "”");
    }
  }
  std::vector<std::string> known;
  for (const Section& section : outline.sections) known.push_back(section.id);
  for (const Placement& figure : outline.figures) known.push_back("fig-" + figure.id);
  for (const Placement& table : outline.tables) known.push_back("table-" + table.id);
  throw Error(fmt::format("the page '{}' refers to '{}', which is no section, figure or table",
                          input_.pages[document_].file, id))
      .Remedy(DidYouMean(id, known));
}

std::string PageFiller::BehindHtml(const Table& table) {
  const std::string anchor = "table-" + table.id;
  if (placed_tables_.contains(table.id) || anchors_.contains(anchor)) {
    return fmt::format("<p>See <a href=\"#{}\">the table “{}”</a>.</p>", Html(anchor),
                       Html(table.title));
  }
  anchors_.insert(anchor);
  return "<!--tessera:fold-->" + TableHtml(input_.report, table, {}) + "<!--/tessera:fold-->";
}

std::string PageFiller::FigureHtml(const std::string& id) {
  const Figure& figure = RequireFigure(input_.report, id);
  const PlotlyFigure* drawn = FindFigure(input_.figures, id);
  const int height = drawn == nullptr ? 0 : drawn->layout.value("height", 360);
  const std::string anchor =
      anchors_.insert("fig-" + id).second ? fmt::format(" id=\"fig-{}\"", Html(id)) : "";
  const std::string title = PlainText(figure.title);
  return fmt::format(
      "<figure class=\"figure\"{} data-figure=\"{}\"><figcaption>"
      "<span class=\"figno\">Figure {}</span> <strong class=\"figtitle\">{}</strong> "
      "<span class=\"figsub\">{}</span></figcaption>"
      "<div class=\"chart\" role=\"img\" aria-label=\"{}\" style=\"height:{}px\"></div>"
      "<details class=\"behind\"><summary>Table</summary>{}</details></figure>",
      anchor, Html(id), input_.outline.FindFigure(id)->number, SentenceHtml(figure.title),
      Html(figure.subtitle), Html(figure.alt.empty() ? title : figure.alt), height,
      BehindHtml(RequireTable(input_.report, figure.table)));
}

std::string PageFiller::PlacedTableHtml(const Json& marker) {
  const std::string id = marker.at("id");
  TableView view;
  view.columns = marker.at("columns").get<std::vector<std::string>>();
  if (marker.contains("limit")) view.limit = marker.at("limit").get<size_t>();
  if (marker.contains("search")) view.search = marker.at("search").get<bool>();
  view.anchor = anchors_.insert("table-" + id).second;
  return TableHtml(input_.report, RequireTable(input_.report, id), view);
}

}  // namespace

std::string FillPage(const FillInput& input, size_t document) {
  PageFiller filler(input, document);
  return ReplaceMarkers(input.pages[document].html,
                        [&](const Json& marker, size_t) { return filler.Fill(marker); });
}

}  // namespace tessera
