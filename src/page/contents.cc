#include "page/contents.h"

#include <fmt/format.h>

#include <algorithm>

#include "page/number_markup.h"

namespace tessera {
namespace {

// On its own page an anchor needs no file name.
std::string AnchorHref(const FillInput& input, size_t document, const std::string& page,
                       size_t target, const std::string& anchor) {
  return target == document ? "#" + anchor : input.links.Href(page, anchor);
}

std::string SectionsOf(const FillInput& input, size_t document, const std::string& page) {
  std::string html;
  for (const Section& section : input.outline.sections) {
    if (section.page != page) continue;
    html += fmt::format("<li><a href=\"{}\"><span class=\"secno\">{}</span> {}</a></li>",
                        Html(AnchorHref(input, document, page, section.document, section.id)),
                        section.number, Html(section.title));
  }
  return html.empty() ? "" : "<ol>" + html + "</ol>";
}

std::string ProfilesOf(const FillInput& input) {
  std::string html;
  const std::vector<std::string> ids = ProfileIds(input.report);
  for (size_t i = 0; i < ids.size(); ++i) {
    const SegmentProfile& profile = input.report.profiles[i];
    html += fmt::format("<li><a href=\"{}\">{}: {}</a></li>", Html(input.links.ProfileHref(ids[i])),
                        Html(profile.dimension_label), NameHtml(profile.label));
  }
  return html.empty() ? "" : "<ol>" + html + "</ol>";
}

// A table's title says what it holds; its id is what other programs call it.
std::string KindInWords(FigureKind kind) {
  switch (kind) {
    case FigureKind::kBar:
      return "bars";
    case FigureKind::kStackedBar:
      return "stacked bars";
    case FigureKind::kHeatmap:
      return "heat map";
    case FigureKind::kSankey:
      return "flow";
    case FigureKind::kBox:
      return "box plot";
    case FigureKind::kForest:
      return "intervals";
    case FigureKind::kHistogram:
      return "histogram";
    case FigureKind::kLine:
      return "lines";
    case FigureKind::kCurve:
      return "curves";
    case FigureKind::kScatter:
      return "scatter plot";
    case FigureKind::kMap:
      return "map";
    case FigureKind::kSurvival:
      return "survival curves";
    case FigureKind::kBullet:
      return "bullets";
    case FigureKind::kTimeline:
      return "timeline";
  }
  return "";
}

std::string PageTitle(const Report& report, const std::string& id) {
  const auto found = std::ranges::find(report.pages, id, &PageRequest::id);
  return found == report.pages.end() ? id : found->title;
}

}  // namespace

std::string ContentsHtml(const FillInput& input, size_t document) {
  const bool folder = input.links.form() == Form::kFolder;
  std::string html = "<ol class=\"toc\">";
  for (const PageRequest& request : input.report.pages) {
    if (request.for_each_segment && input.report.profiles.empty()) continue;
    const bool current = folder && request.id == input.pages[document].id;
    html += fmt::format(
        "<li class=\"toc-page{}{}\"><a href=\"{}\"{}>{}</a>{}</li>",
        request.for_each_segment ? " toc-segments" : "", current ? " current" : "",
        Html(input.links.Href(request.id, "")), current ? " aria-current=\"page\"" : "",
        Html(request.title),
        request.for_each_segment ? ProfilesOf(input) : SectionsOf(input, document, request.id));
  }
  return html + "</ol>";
}

std::string FigureIndexHtml(const FillInput& input, size_t document) {
  std::string html =
      "<div class=\"table-box\" data-table=\"figure_index\">"
      "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures\">"
      "<table class=\"data\"><thead><tr><th scope=\"col\" class=\"num\">Figure"
      "<th scope=\"col\" class=\"text\">Title<th scope=\"col\" class=\"text\">Kind"
      "<th scope=\"col\" class=\"text\">Table<th scope=\"col\" class=\"text\">Page</thead><tbody>";
  for (const Placement& placement : input.outline.figures) {
    const Figure& figure = RequireFigure(input.report, placement.id);
    const std::string href =
        AnchorHref(input, document, placement.page, placement.document, "fig-" + figure.id);
    html += fmt::format(
        "<tr><td class=\"num\">{}<th scope=\"row\"><a href=\"{}\">{}</a>"
        "<td class=\"text\">{}<td class=\"text\"><code>{}</code><td class=\"text\">{}",
        placement.number, Html(href), SentenceHtml(figure.title), KindInWords(figure.kind),
        Html(figure.table), Html(PageTitle(input.report, placement.page)));
  }
  return html + "</tbody></table></div></div>";
}

}  // namespace tessera
