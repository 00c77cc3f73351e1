#include "page/published_json.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tessera {
namespace {

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
  if (slim.contains("description") && slim["description"] == slim["definition"]) {
    slim.erase("description");
  }
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

std::string PlainClaim(const Json& pieces) {
  std::string text;
  for (const Json& piece : pieces) text += piece.value("text", "");
  return text;
}

}  // namespace

Json PublishedJson(const Json& report_json) {
  Json published = report_json;
  for (Json& metric : published["metrics"]) metric = SlimMetric(metric);
  for (Json& table : published["tables"]) table = SlimTable(table);
  for (Json& figure : published["figures"]) {
    figure.erase("title_pieces");
    figure.erase("id");
  }
  Json claims = Json::object();
  for (const auto& [id, pieces] : report_json["claims"].items()) {
    if (!pieces.empty()) claims[id] = PlainClaim(pieces);
  }
  published["claims"] = std::move(claims);
  return published;
}

}  // namespace tessera
