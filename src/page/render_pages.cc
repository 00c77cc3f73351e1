#include "page/render_pages.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "jinja/jinja.h"
#include "page/links.h"
#include "page/lint.h"
#include "page/outline.h"
#include "page/page_filler.h"
#include "page/page_functions.h"
#include "page/report_json.h"

namespace tessera {
namespace {

void RefuseTypedDigits(const jinja::Loader& templates) {
  for (const std::string& name : templates.Names()) {
    if (!name.ends_with(".html")) continue;
    const std::string source = templates.Load(name).value_or("");
    const std::vector<Place> places = FindTypedDigits(source, name);
    if (places.empty()) continue;
    throw Error("a number is typed into the text of this template", places.front())
        .Excerpt(CaretExcerpt(source, places.front().line, places.front().column, 1))
        .Remedy(
            "refer to a metric or a cell, {{ metric(\"id\") }}, so that it is true of any data");
  }
}

// Renders one template after another over one context, of which only the page changes.
class Renderer {
 public:
  Renderer(const Report& report, const FigureSet& figures, const Links& links,
           std::shared_ptr<const jinja::Loader> templates)
      : engine_(std::move(templates), jinja::Options::ForHtml()), form_(links.form()) {
    AddPageFunctions(report, links, engine_);
    Json context = SharedContext(report, ReportJson(report, figures), form_);
    // Templates place figures by id; their traces are for the page's script alone.
    for (auto& [id, figure] : context["figures"].items()) {
      figure.erase("data");
      figure.erase("layout");
    }
    context_ = context;
  }

  Page Render(const std::string& template_name, Page page) {
    context_["page"] = PageJson(page.id, page.title, form_);
    page.html = engine_.Render(template_name, context_);
    return page;
  }

  Page RenderProfile(const std::string& template_name, Page page, size_t profile) {
    context_["profile"] = context_["profiles"][profile];
    page.profile = context_["profile"]["id"];
    page.file = page.profile + ".html";
    page = Render(template_name, std::move(page));
    context_.erase("profile");
    return page;
  }

 private:
  jinja::Engine engine_;
  Form form_;
  nlohmann::json context_;
};

std::vector<Page> RenderAll(const Report& report, Form form, Renderer& renderer) {
  std::vector<Page> pages;
  if (form == Form::kSingle) {
    pages.push_back(
        renderer.Render("single.html", {"index", "index.html", report.title, "", "", {}, {}, {}}));
    return pages;
  }
  for (const PageRequest& request : report.pages) {
    const Page page{request.id, request.id + ".html", request.title, "", "", {}, {}, {}};
    if (!request.for_each_segment) {
      pages.push_back(renderer.Render(request.template_name, page));
      continue;
    }
    for (size_t i = 0; i < report.profiles.size(); ++i) {
      pages.push_back(renderer.RenderProfile(request.template_name, page, i));
    }
  }
  return pages;
}

// The values of an attribute in a page, each once, in order.
std::vector<std::string> ValuesOf(std::string_view attribute, std::string_view html) {
  const std::string opening = " " + std::string(attribute) + "=\"";
  std::vector<std::string> values;
  for (size_t at = 0; (at = html.find(opening, at)) != std::string_view::npos;) {
    at += opening.size();
    const std::string value(html.substr(at, html.find('"', at) - at));
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  }
  return values;
}

}  // namespace

std::vector<Page> RenderPages(const Report& report, const FigureSet& figures,
                              std::shared_ptr<const jinja::Loader> templates, Form form) {
  RefuseTypedDigits(*templates);
  const Links links(report, form);
  Renderer renderer(report, figures, links, std::move(templates));
  std::vector<Page> pages = RenderAll(report, form, renderer);
  const Outline outline = ReadOutline(report, pages);
  std::vector<std::string> filled;
  for (size_t i = 0; i < pages.size(); ++i) {
    filled.push_back(FillPage({report, figures, pages, outline, links}, i));
  }
  for (size_t i = 0; i < pages.size(); ++i) {
    pages[i].html = std::move(filled[i]);
    pages[i].metrics = ValuesOf("data-metric", pages[i].html);
    pages[i].figures = ValuesOf("data-figure", pages[i].html);
    pages[i].tables = ValuesOf("data-table", pages[i].html);
  }
  return pages;
}

}  // namespace tessera
