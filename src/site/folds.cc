#include "site/folds.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "site/gzip.h"

namespace tessera {
namespace {

constexpr std::string_view kOpen = "<!--tessera:fold-->";
constexpr std::string_view kClose = "<!--/tessera:fold-->";

}  // namespace

FoldedPage TakeFolds(std::string_view html) {
  FoldedPage page;
  size_t begin = 0;
  for (size_t at; (at = html.find(kOpen, begin)) != std::string_view::npos;) {
    const size_t from = at + kOpen.size();
    const size_t end = html.find(kClose, from);
    if (end == std::string_view::npos || html.find(kOpen, from) < end) {
      throw Error("a page opens a fold that it does not close")
          .Remedy(fmt::format("each '{}' of a template needs its '{}'", kOpen, kClose));
    }
    page.html.append(html.substr(begin, at - begin));
    page.html += fmt::format("<div data-fold=\"{}\"></div>", page.parts.size());
    page.parts.emplace_back(html.substr(from, end - from));
    begin = end + kClose.size();
  }
  page.html.append(html.substr(begin));
  return page;
}

std::string UnmarkFolds(std::string_view html) {
  return ReplaceAll(ReplaceAll(html, kOpen, ""), kClose, "");
}

std::string FoldsIsland(const std::vector<std::string>& parts) {
  if (parts.empty()) return "";
  return "<script type=\"application/octet-stream\" id=\"tessera-folds\">" +
         Base64(Gzip(nlohmann::json(parts).dump())) + "</script>";
}

}  // namespace tessera
