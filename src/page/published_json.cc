#include "page/published_json.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace tessera {
namespace {

// Stands in the cards, which are no tables; other programs read its amounts here.
constexpr std::string_view kOpportunities = "opportunities";
// The exact figures of a report over a sample.
constexpr std::string_view kEveryone = "everyone";

bool SaysNothing(const Json& value) {
  if (value.is_null()) return true;
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_number()) return value.get<double>() == 0;
  return (value.is_string() || value.is_array() || value.is_object()) && value.empty();
}

// `object` with the keys of `always`, and of the others those that say something.
template <size_t n>
Json Slim(const Json& object, const std::array<std::string_view, n>& always) {
  Json slim = Json::object();
  for (const auto& [key, value] : object.items()) {
    if (std::ranges::find(always, key) != always.end() || !SaysNothing(value)) slim[key] = value;
  }
  return slim;
}

Json SlimMetric(const Json& metric) {
  static constexpr std::array<std::string_view, 7> kAlways = {
      "value", "format", "label", "n", "interval", "definition", "sql"};
  Json slim = Slim(metric, kAlways);
  for (const char* key : {"description", "interval_text", "declared"}) slim.erase(key);
  return slim;
}

Json SlimTable(const Json& table) {
  static constexpr std::array<std::string_view, 4> kAlways = {"title", "columns", "rows", "total"};
  static constexpr std::array<std::string_view, 3> kColumn = {"name", "label", "format"};
  Json slim = Slim(table, kAlways);
  slim.erase("id");  // its key says it
  for (Json& column : slim["columns"]) {
    column = Slim(column, kColumn);
    if (column.value("role", "") == "value") column.erase("role");
    if (column.value("metric", "") == column["name"]) column.erase("metric");
  }
  return slim;
}

std::string PlainText(const Json& pieces) {
  std::string text;
  for (const Json& piece : pieces) text += piece.value("text", "");
  return text;
}

struct Shown {
  std::set<std::string> metrics;
  std::set<std::string> tables;
};

// What the pages place, and the tables whose cells the claims cite ("table/member/column").
Shown ShownOn(std::span<const Page> pages, const Json& report_json) {
  Shown shown;
  for (const Page& page : pages) {
    shown.metrics.insert(page.metrics.begin(), page.metrics.end());
    shown.tables.insert(page.tables.begin(), page.tables.end());
  }
  for (const auto& [id, pieces] : report_json["claims"].items()) {
    for (const Json& piece : pieces) {
      const std::string ref = piece.value("ref", "");
      if (piece.value("kind", "") == "cell") shown.tables.insert(ref.substr(0, ref.find('/')));
    }
  }
  for (const auto& [id, figure] : report_json["figures"].items()) {
    shown.tables.insert(figure.value("table", ""));
  }
  return shown;
}

// The objects of `items` that `keep` accepts, made slim.
Json Kept(const Json& items, Json (*slim)(const Json&), auto keep) {
  Json kept = Json::object();
  for (const auto& [id, item] : items.items()) {
    if (keep(id, item)) kept[id] = slim(item);
  }
  return kept;
}

}  // namespace

Json PublishedJson(const Json& report_json, std::span<const Page> pages) {
  const Shown shown = ShownOn(pages, report_json);
  Json published = report_json;
  published["metrics"] =
      Kept(report_json["metrics"], SlimMetric, [&](const auto& id, const Json& m) {
        return m.value("declared", false) || shown.metrics.contains(id);
      });
  published["tables"] = Kept(report_json["tables"], SlimTable, [&](const auto& id, const Json& t) {
    return !t["dimensions"].empty() || shown.tables.contains(id) || id == kOpportunities ||
           std::string_view{id}.starts_with(kEveryone);
  });
  for (Json& figure : published["figures"]) {
    figure.erase("title_pieces");
    figure.erase("id");
  }
  for (const char* key : {"recommendations", "tiles", "caveats"}) published.erase(key);
  Json claims = Json::object();
  for (const auto& [id, pieces] : report_json["claims"].items()) {
    if (!pieces.empty()) claims[id] = PlainText(pieces);
  }
  published["claims"] = std::move(claims);
  return published;
}

}  // namespace tessera
