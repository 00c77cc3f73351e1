#include "page/render_pages.h"

#include <algorithm>
#include <future>
#include <optional>

#include "base/error.h"
#include "base/parallel.h"
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

// A page to be rendered from a template, about a segment or not.
struct Task {
  Page page;
  std::string template_name;
  std::optional<size_t> profile;
};

std::vector<Task> ListTasks(const Report& report, Form form) {
  if (form == Form::kSingle) {
    return {{{"index", "index.html", report.title, "", "", {}, {}, {}}, "single.html", {}}};
  }
  const std::vector<std::string> profiles = ProfileIds(report);
  std::vector<Task> tasks;
  for (const PageRequest& request : report.pages) {
    Page page{request.id, request.id + ".html", request.title, "", "", {}, {}, {}};
    if (!request.for_each_segment) {
      tasks.push_back({std::move(page), request.template_name, {}});
      continue;
    }
    for (size_t i = 0; i < profiles.size(); ++i) {
      page.profile = profiles[i];
      page.file = page.profile + ".html";
      tasks.push_back({page, request.template_name, i});
    }
  }
  return tasks;
}

// All pages see one context; `page` and `profile` are each page's own.
class Renderer {
 public:
  Renderer(const Report& report, const FigureSet& figures, const Links& links,
           std::shared_ptr<const jinja::Loader> templates)
      : engine_(std::move(templates), jinja::Options::ForHtml()), form_(links.form()) {
    AddPageFunctions(report, links, engine_);
    Json context = SharedContext(report, ReportJson(report, figures, Traces::kLeftOut), form_);
    profiles_ = context["profiles"];
    for (auto& [name, value] : context.items()) engine_.AddGlobal(name, std::move(value));
  }

  Page Render(const Task& task) const {
    nlohmann::json own = {{"page", PageJson(task.page.id, task.page.title, form_)}};
    if (task.profile) own["profile"] = profiles_[*task.profile];
    Page page = task.page;
    page.html = engine_.Render(task.template_name, own);
    return page;
  }

 private:
  jinja::Engine engine_;
  Form form_;
  Json profiles_;
};

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
  std::future<void> refused =
      std::async(std::launch::async, [&templates] { RefuseTypedDigits(*templates); });
  const Links links(report, form);
  const Renderer renderer(report, figures, links, templates);
  refused.get();
  const std::vector<Task> tasks = ListTasks(report, form);
  std::vector<Page> pages(tasks.size());
  ParallelFor(tasks.size(), [&](size_t i) { pages[i] = renderer.Render(tasks[i]); });
  const Outline outline = ReadOutline(report, pages);
  std::vector<std::string> filled(pages.size());
  ParallelFor(pages.size(), [&](size_t i) {
    filled[i] = FillPage({report, figures, pages, outline, links}, i);
  });
  for (size_t i = 0; i < pages.size(); ++i) {
    pages[i].html = std::move(filled[i]);
    pages[i].metrics = ValuesOf("data-metric", pages[i].html);
    pages[i].figures = ValuesOf("data-figure", pages[i].html);
    pages[i].tables = ValuesOf("data-table", pages[i].html);
  }
  return pages;
}

}  // namespace tessera
