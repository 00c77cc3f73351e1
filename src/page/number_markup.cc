#include "page/number_markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace tessera {
namespace {

template <typename Items>
Error Unknown(std::string_view what, std::string_view id, const Items& items) {
  std::vector<std::string> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return Error(fmt::format("the report has no {} '{}'", what, id)).Remedy(DidYouMean(id, ids));
}

// Right-to-left scripts, everything beyond them, and the invisible marks of direction. UTF-8
// compares as its code points do.
bool ChangesDirection(const std::string& point) {
  return (point >= "\u0590" && point < "\u0900") || point >= "\uFB1D" ||
         (point >= "\u200E" && point <= "\u200F") || (point >= "\u202A" && point <= "\u202E") ||
         (point >= "\u2066" && point <= "\u2069");
}

// A title stands only where it says more than the text.
std::string TitleAttribute(const std::string& full, const std::string& shown) {
  if (full.empty() || full == shown) return "";
  return fmt::format(" title=\"{}\"", Html(full));
}

std::string PieceHtml(const Piece& piece) {
  const std::string text = Html(piece.text);
  switch (piece.kind) {
    case Piece::Kind::kText:
      return text;
    case Piece::Kind::kMetric:
      return fmt::format("<span class=\"num\" data-metric=\"{}\"{}>{}</span>", Html(piece.ref),
                         TitleAttribute(piece.full, piece.text), text);
    case Piece::Kind::kCell:
      return fmt::format("<span class=\"num\" data-cell=\"{}\"{}>{}</span>", Html(piece.ref),
                         TitleAttribute(piece.full, piece.text), text);
    case Piece::Kind::kWord:
      return fmt::format("<span class=\"word\" data-metric=\"{}\" data-licence=\"{}\">{}</span>",
                         Html(piece.ref), Html(piece.licence), text);
    case Piece::Kind::kStrong:
      return fmt::format("<strong>{}</strong>", text);
  }
  return text;
}

}  // namespace

std::string Html(std::string_view text) { return EscapeHtml(SanitizeUtf8(text)); }

std::string NameHtml(std::string_view name) {
  const std::string clean = SanitizeUtf8(name);
  const bool isolate = std::ranges::any_of(CodePoints(clean), ChangesDirection);
  return isolate ? "<bdi>" + EscapeHtml(clean) + "</bdi>" : EscapeHtml(clean);
}

std::string MetricText(const Metric& metric, NumberStyle style, const Locale& locale) {
  if (!metric.value) return "not available";
  const std::string text = style == NumberStyle::kCompact
                               ? FormatCompact(*metric.value, metric.format, locale)
                               : FormatNumber(*metric.value, metric.format, locale);
  return metric.is_difference && *metric.value > 0 ? "+" + text : text;
}

const Metric& RequireMetric(const Report& report, std::string_view id) {
  if (const Metric* metric = report.FindMetric(id)) return *metric;
  throw Unknown("metric", id, report.metrics);
}

const Table& RequireTable(const Report& report, std::string_view id) {
  if (const Table* table = report.FindTable(id)) return *table;
  throw Unknown("table", id, report.tables);
}

const Figure& RequireFigure(const Report& report, std::string_view id) {
  if (const Figure* figure = report.FindFigure(id)) return *figure;
  throw Unknown("figure", id, report.figures);
}

std::string MetricHtml(const Report& report, std::string_view id, NumberStyle style) {
  const Metric& metric = RequireMetric(report, id);
  const std::string text = MetricText(metric, style, report.locale);
  const std::string full =
      metric.value ? MetricText(metric, NumberStyle::kFull, report.locale) : metric.missing_reason;
  return fmt::format("<span class=\"num{}\" data-metric=\"{}\"{}>{}</span>",
                     metric.value ? "" : " missing", Html(id), TitleAttribute(full, text),
                     Html(text));
}

std::string IntervalHtml(const Report& report, std::string_view id) {
  const Metric& metric = RequireMetric(report, id);
  if (!metric.interval) return "";
  const auto show = [&](double value) {
    return Html(FormatCompact(value, metric.format, report.locale));
  };
  return fmt::format("<span class=\"num ci\" data-metric=\"{}\">{} to {}</span>", Html(id),
                     show(metric.interval->low), show(metric.interval->high));
}

std::string CellHtml(const Report& report, std::string_view table_id,
                     const std::vector<std::string>& members, std::string_view column_name) {
  const Table& table = RequireTable(report, table_id);
  const int row = table.RowIndex(members);
  const int column = table.ColumnIndex(column_name);
  if (row < 0) {
    std::vector<std::string> known;
    for (const auto& cells : table.rows) known.push_back(CellText(cells.front()));
    throw Error(fmt::format("the table '{}' has no row '{}'", table_id, Join(members, "/")))
        .Remedy(DidYouMean(members.empty() ? "" : members.front(), known));
  }
  if (column < 0) {
    std::vector<std::string> known;
    for (const Column& one : table.columns) known.push_back(one.name);
    throw Error(fmt::format("the table '{}' has no column '{}'", table_id, column_name))
        .Remedy(DidYouMean(column_name, known));
  }
  const auto r = static_cast<size_t>(row);
  const auto c = static_cast<size_t>(column);
  const auto number = CellNumber(table.rows[r][c]);
  const Format format = table.FormatOf(r, c);
  const std::string reference = fmt::format("{}/{}/{}", table_id, Join(members, "/"), column_name);
  const std::string text = CellText(table.rows[r][c]);
  Piece piece{Piece::Kind::kCell, text.empty() ? "not available" : text, reference, "", ""};
  if (number) {
    piece.text = FormatCompact(*number, format, report.locale);
    piece.full = FormatNumber(*number, format, report.locale);
  }
  return PieceHtml(piece);
}

std::string SentenceHtml(const Sentence& sentence) {
  std::string html;
  for (const Piece& piece : sentence) html += PieceHtml(piece);
  return html;
}

}  // namespace tessera
