// A finished report as files, before anything is written.
#ifndef TESSERA_SITE_SITE_H_
#define TESSERA_SITE_SITE_H_

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "page/page.h"
#include "page/template_context.h"

namespace tessera {

struct SiteFile {
  std::string path;  // relative, with `/`: "assets/app.1f2e3d4c.js"
  std::string bytes;
};

struct Site {
  Form form = Form::kFolder;
  std::vector<SiteFile> files;  // the single form has one
};

// What pages load. Plotly is kept compressed: the single form takes it as it is.
struct Assets {
  std::string style;
  std::string script;
  std::string plotly_gzip;
};

// The pages with their policy, styles, scripts and data. In a folder: assets named by their hash
// and report.json beside the pages, each page with the data that it shows. In one file everything,
// inlined once. No page asks anything of a network, and none needs eval.
//
// Pure: the same input gives the same bytes. REQUIRES: `report_json` is that of the pages
// (ReportJson); the single form has one page.
Site AssembleSite(std::span<const Page> pages, const nlohmann::ordered_json& report_json,
                  const Assets& assets, Form form);

// report.json as it is written: one metric, table or figure a line, so that two reports can be
// compared line by line.
std::string ReportJsonText(const nlohmann::ordered_json& report_json);

}  // namespace tessera

#endif  // TESSERA_SITE_SITE_H_
