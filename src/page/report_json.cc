#include "page/report_json.h"

#include <fmt/format.h>

#include "chart/palette.h"

namespace tessera {
namespace {

template <typename Items, typename Convert>
Json ListOf(const Items& items, Convert convert) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(convert(item));
  return list;
}

Json TextsJson(const std::vector<std::string>& texts) { return ListOf(texts, TextJson); }

Json IntervalJson(const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return Json::array({NumberJson(interval->low), NumberJson(interval->high)});
}

Json HeadJson(const Report& report) {
  Json window = {{"first", DateJson(report.first_day)}, {"last", DateJson(report.last_day)}};
  if (report.first_day) window["first_text"] = DateInWords(*report.first_day);
  if (report.last_day) window["last_text"] = DateInWords(*report.last_day);
  Json json = {{"kind", TextJson(report.kind)},
               {"title", TextJson(report.title)},
               {"subtitle", TextJson(report.subtitle)},
               {"author", TextJson(report.author)},
               {"purpose", TextJson(report.purpose)},
               {"audience", TextJson(report.audience)},
               {"as_of", FormatDate(report.as_of)},
               {"as_of_text", DateInWords(report.as_of)},
               {"window", window},
               {"spec_sha256", report.spec_sha256},
               {"entity", TextJson(report.entity)},
               {"entities", TextJson(report.entities)},
               {"brand",
                {{"name", TextJson(report.brand.name)},
                 {"accent", TextJson(report.brand.accent)},
                 {"logo", TextJson(report.brand.logo)}}},
               {"language", report.locale.language},
               {"alpha", NumberJson(report.alpha)},
               {"minimum_n", NumberJson(report.minimum_n)},
               {"minimum_n_claim", NumberJson(report.minimum_n_claim)}};
  if (!report.filters.empty()) json["filters"] = TextsJson(report.filters);
  if (report.sample) {
    json["sample"] = {{"entities", NumberJson(report.sample->entities)},
                      {"drawn", NumberJson(report.sample->drawn)},
                      {"rule", TextJson(report.sample->rule)}};
  }
  return json;
}

Json ColumnSummaryJson(const ColumnSummary& column) {
  return {{"name", TextJson(column.name)},
          {"bound", TextJson(column.bound)},
          {"label", TextJson(column.label)},
          {"type", column.type},
          {"unit", TextJson(column.unit)},
          {"present", column.present},
          {"missing", NumberJson(column.missing)},
          {"failed", NumberJson(column.failed)},
          {"first_failure", TextJson(column.first_failure)},
          {"folded", NumberJson(column.folded)},
          {"minimum", TextJson(column.minimum)},
          {"maximum", TextJson(column.maximum)}};
}

Json ColumnJson(const Column& column) {
  static constexpr std::array<const char*, 5> kRoles = {"key", "value", "low", "high", "count"};
  Json json = {{"name", TextJson(column.name)},
               {"label", TextJson(column.label)},
               {"format", FormatName(column.format)},
               {"role", kRoles[static_cast<size_t>(column.role)]}};
  if (!column.of.empty()) json["of"] = TextJson(column.of);
  if (!column.metric.empty()) json["metric"] = TextJson(column.metric);
  if (column.additive) json["additive"] = true;
  if (column.share) json["share"] = true;
  if (column.row_format) json["row_format"] = true;
  if (column.difference) json["difference"] = true;
  return json;
}

Json DimensionJson(const Dimension& dimension) {
  const auto member_json = [&](const Member& member) -> Json {
    return {{"name", TextJson(member.name)},
            {"label", TextJson(member.label)},
            {"rule", TextJson(member.rule)},
            {"muted", member.muted},
            {"color_index", ColourIndex(dimension, member.name)},
            {"color", MemberColour(dimension, member.name)}};
  };
  return {{"id", TextJson(dimension.id)},
          {"label", TextJson(dimension.label)},
          {"description", TextJson(dimension.description)},
          {"ordered", dimension.ordered},
          {"caveat", TextJson(dimension.caveat)},
          {"members", ListOf(dimension.members, member_json)}};
}

Json CheckJson(const Check& check) {
  return {{"id", TextJson(check.id)},
          {"status", CheckStatusName(check.status)},
          {"detail", TextJson(check.detail)},
          {"rule", TextJson(check.rule)}};
}

Json NoteJson(const Diagnostic& note) {
  return {{"severity", SeverityName(note.severity)},
          {"source", TextJson(note.source)},
          {"message", TextJson(note.message)}};
}

const char* FigureKindName(FigureKind kind) {
  static constexpr std::array<const char*, 14> kNames = {
      "bar",  "stacked_bar", "heatmap", "sankey", "box",      "forest", "histogram",
      "line", "curve",       "scatter", "map",    "survival", "bullet", "timeline"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace

Json SourceJson(const SourceSummary& source) {
  return {{"name", TextJson(source.name)},
          {"file", TextJson(source.file)},
          {"format", source.format},
          {"rows", NumberJson(source.rows)},
          {"columns", NumberJson(source.columns)},
          {"rejected_rows", NumberJson(source.rejected_rows)},
          {"rejects", TextsJson(source.rejects)},
          {"sha256", source.sha256},
          {"hash_sampled", source.hash_sampled},
          {"bytes", NumberJson(source.bytes)},
          {"identical_duplicates", NumberJson(source.identical_duplicates)},
          {"conflicting_duplicates", NumberJson(source.conflicting_duplicates)},
          {"older_rows", NumberJson(source.older_rows)},
          {"missing_keys", NumberJson(source.missing_keys)},
          {"orphans", NumberJson(source.orphans)},
          {"after_as_of", NumberJson(source.after_as_of)},
          {"used_rows", NumberJson(source.used_rows)},
          {"first_day", DateJson(source.first_day)},
          {"last_day", DateJson(source.last_day)},
          {"found", source.found},
          {"column_summaries", ListOf(source.column_summaries, ColumnSummaryJson)}};
}

Json MetricJson(const Metric& metric, const Locale& locale) {
  Json json = {
      {"value", NumberJson(metric.value)},
      {"format", FormatName(metric.format)},
      {"label", TextJson(metric.label)},
      {"n", NumberJson(metric.n)},
      {"interval", IntervalJson(metric.interval)},
      {"definition", TextJson(metric.description.empty() ? metric.formula : metric.description)},
      {"sql", TextJson(metric.sql)},
      {"description", TextJson(metric.description)},
      {"formula", TextJson(metric.formula)},
      {"filter", TextJson(metric.filter)},
      {"source", TextJson(metric.source)},
      {"denominator", NumberJson(metric.denominator)},
      {"interval_method", TextJson(metric.interval_method)},
      {"missing_reason", TextJson(metric.missing_reason)},
      {"is_difference", metric.is_difference},
      {"compares", TextJson(metric.compares)},
      {"p_value", NumberJson(metric.p_value)},
      {"p_adjusted", NumberJson(metric.p_adjusted)},
      {"family_size", metric.family_size},
      {"declared", metric.declared}};
  if (metric.everyone) json["everyone"] = NumberJson(metric.everyone);
  if (metric.interval) {
    json["interval_text"] =
        fmt::format("{} to {}", FormatNumber(metric.interval->low, metric.format, locale),
                    FormatNumber(metric.interval->high, metric.format, locale));
  }
  return json;
}

Json TableJson(const Table& table) {
  const auto cells_json = [&](const std::vector<Cell>& cells, std::optional<size_t> row) {
    Json json = Json::array();
    for (size_t c = 0; c < cells.size(); ++c) {
      json.push_back(CellJson(cells[c], row ? table.FormatOf(*row, c) : table.columns[c].format));
    }
    return json;
  };
  Json rows = Json::array();
  for (size_t r = 0; r < table.rows.size(); ++r) rows.push_back(cells_json(table.rows[r], r));
  Json json = {{"id", TextJson(table.id)},
               {"title", TextJson(table.title)},
               {"description", TextJson(table.description)},
               {"columns", ListOf(table.columns, ColumnJson)},
               {"rows", rows},
               {"total", cells_json(table.total, std::nullopt)},
               {"notes", TextsJson(table.notes)},
               {"dimensions", TextsJson(table.dimensions)}};
  if (!table.row_formats.empty()) json["row_formats"] = ListOf(table.row_formats, FormatName);
  return json;
}

Json DescribeFigure(const Figure& figure) {
  return {{"id", TextJson(figure.id)},
          {"kind", FigureKindName(figure.kind)},
          {"title", TextJson(PlainText(figure.title))},
          {"title_pieces", SentenceJson(figure.title)},
          {"subtitle", TextJson(figure.subtitle)},
          {"alt", TextJson(figure.alt.empty() ? PlainText(figure.title) : figure.alt)},
          {"table", TextJson(figure.table)}};
}

Json FigureJson(const Figure& figure, const PlotlyFigure& drawn) {
  Json json = DescribeFigure(figure);
  json["data"] = drawn.data;
  json["layout"] = drawn.layout;
  if (!drawn.views.empty()) json["views"] = drawn.views;
  return json;
}

Json ReportJson(const Report& report, const FigureSet& figures, Traces traces) {
  Json json = {{"schema", kReportSchema},
               {"report", HeadJson(report)},
               {"sources", ListOf(report.sources, SourceJson)},
               {"metrics", Json::object()},
               {"tables", Json::object()},
               {"figures", Json::object()},
               {"checks", ListOf(report.checks, CheckJson)},
               {"notes", ListOf(report.notes, NoteJson)},
               {"dimensions", ListOf(report.dimensions, DimensionJson)},
               {"claims", Json::object()},
               {"recommendations", ListOf(report.recommendations, RecommendationJson)},
               {"caveats", TextsJson(report.caveats)},
               {"tools", Json::array()},
               {"tiles", TextsJson(report.tiles)}};
  for (const Metric& metric : report.metrics) {
    json["metrics"][metric.id] = MetricJson(metric, report.locale);
  }
  for (const Table& table : report.tables) json["tables"][table.id] = TableJson(table);
  for (const Figure& figure : report.figures) {
    if (const PlotlyFigure* drawn = FindFigure(figures, figure.id)) {
      json["figures"][figure.id] =
          traces == Traces::kKept ? FigureJson(figure, *drawn) : DescribeFigure(figure);
    }
  }
  for (const auto& [id, sentence] : report.claims) json["claims"][id] = SentenceJson(sentence);
  for (const auto& [name, version] : report.tools) {
    json["tools"].push_back({{"name", TextJson(name)}, {"version", TextJson(version)}});
  }
  return json;
}

}  // namespace tessera
