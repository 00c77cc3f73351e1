#include "site/site.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/hash.h"
#include "site/document.h"
#include "site/folds.h"
#include "site/gzip.h"

namespace tessera {
namespace {

using Json = nlohmann::ordered_json;

// A browser asks for /favicon.ico unless the page names an icon, be it an empty one.
constexpr std::string_view kNoIcon = "<link rel=\"icon\" href=\"data:,\">";

SiteFile HashedAsset(std::string_view stem, std::string_view extension, std::string bytes) {
  const std::string hash = Sha256Hex(bytes).substr(0, 8);
  return {fmt::format("assets/{}.{}.{}", stem, hash, extension), std::move(bytes)};
}

Json Picked(const Json& all, std::span<const std::string> ids) {
  Json picked = Json::object();
  for (const std::string& id : ids) {
    if (all.contains(id)) picked[id] = all.at(id);
  }
  return picked;
}

// What a page's scripts need of report.json, in its shape.
Json PageData(const Json& report, const Page& page) {
  return {{"schema", report.at("schema")},
          {"report", report.at("report")},
          {"metrics", Picked(report.at("metrics"), page.metrics)},
          {"tables", Picked(report.at("tables"), page.tables)},
          {"figures", Picked(report.at("figures"), page.figures)}};
}

std::string ScriptLink(const SiteFile& asset) {
  return fmt::format("<script defer src=\"{}\"></script>", asset.path);
}

Site AssembleFolder(std::span<const Page> pages, const Json& report, const Assets& assets) {
  const SiteFile style = HashedAsset("app", "css", assets.style);
  const SiteFile script = HashedAsset("app", "js", assets.script);
  const SiteFile plotly = HashedAsset("plotly", "js", Gunzip(assets.plotly_gzip));
  const std::string head = PolicyElement("'self'", "'self' 'unsafe-inline'") +
                           std::string(kNoIcon) +
                           fmt::format("<link rel=\"stylesheet\" href=\"{}\">", style.path);
  Site site{Form::kFolder, {}};
  for (const Page& page : pages) {
    const std::string scripts = DataIsland(PageData(report, page)) +
                                (page.figures.empty() ? "" : ScriptLink(plotly)) +
                                ScriptLink(script);
    site.files.push_back({page.file, CompleteDocument(UnmarkFolds(page.html), head, scripts)});
  }
  site.files.push_back(style);
  site.files.push_back(script);
  site.files.push_back(plotly);
  site.files.push_back({"report.json", ReportJsonText(report)});
  return site;
}

Site AssembleSingle(std::span<const Page> pages, const Json& report, const Assets& assets) {
  if (pages.size() != 1) throw Error("the single form has one page");
  const Page& page = pages.front();
  const std::string policy =
      fmt::format("'sha256-{}' blob:", Sha256Base64(ScriptText(assets.script)));
  const std::string head =
      PolicyElement(policy, "'unsafe-inline'") + std::string(kNoIcon) + StyleElement(assets.style);
  const std::string plotly =
      page.figures.empty()
          ? ""
          : fmt::format(
                "<script type=\"application/octet-stream\" id=\"tessera-plotly\">{}</script>",
                Base64(assets.plotly_gzip));
  const FoldedPage folded = TakeFolds(page.html);
  const std::string scripts =
      DataIsland(report) + FoldsIsland(folded.parts) + plotly + ScriptElement(assets.script);
  return {Form::kSingle, {{page.file, CompleteDocument(folded.html, head, scripts)}}};
}

}  // namespace

Site AssembleSite(std::span<const Page> pages, const Json& report_json, const Assets& assets,
                  Form form) {
  return form == Form::kFolder ? AssembleFolder(pages, report_json, assets)
                               : AssembleSingle(pages, report_json, assets);
}

std::string ReportJsonText(const Json& report_json) {
  const auto block = [](const Json& value, std::string_view indent, const auto& write) {
    std::string text;
    for (const auto& item : value.items()) {
      text += text.empty() ? "\n" : ",\n";
      text += indent;
      if (value.is_object()) text += Json(item.key()).dump() + ": ";
      text += write(item.value());
    }
    return (value.is_object() ? "{" : "[") + text + (text.empty() ? "" : "\n") +
           std::string(indent.substr(1)) + (value.is_object() ? "}" : "]");
  };
  const auto line = [](const Json& value) { return value.dump(); };
  const auto member = [&](const Json& value) {
    return value.is_structured() ? block(value, "  ", line) : value.dump();
  };
  return block(report_json, " ", member) + "\n";
}

}  // namespace tessera
