#include "page/table_markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "chart/palette.h"
#include "page/number_markup.h"

namespace tessera {
namespace {

constexpr size_t kSearchedFrom = 15;  // tables of more rows than this have a search field
constexpr const char* kNothing = "–";

// A column that is shown, with those that are folded into it.
struct ShownColumn {
  size_t index = 0;
  int low = -1, high = -1, count = -1;
  const Dimension* dimension = nullptr;
};

struct TablePrinter {
  const Report& report;
  const Table& table;
  std::vector<ShownColumn> columns;

  std::string Show(double value, Format format) const {
    return Html(FormatNumber(value, format, report.locale));
  }
  std::string Headers() const;
  std::string Row(size_t row) const;
  std::string Total() const;
  std::string NameCell(size_t row, const ShownColumn& column, bool header) const;
  std::string ValueCell(const std::vector<Cell>& cells, Format format, bool is_text,
                        const ShownColumn& column) const;
  bool IsText(const ShownColumn& column) const {
    const Column& shown = table.columns[column.index];
    return shown.format == Format::kText && !shown.row_format;
  }
};

bool IsShown(const Column& column, const TableView& view) {
  if (column.role == ColumnRole::kKey) return true;
  if (column.role != ColumnRole::kValue) return false;
  return view.columns.empty() || std::ranges::find(view.columns, column.name) != view.columns.end();
}

void RequireColumns(const Table& table, const TableView& view) {
  for (const std::string& name : view.columns) {
    if (table.ColumnIndex(name) >= 0) continue;
    std::vector<std::string> known;
    for (const Column& column : table.columns) known.push_back(column.name);
    throw Error(fmt::format("the table '{}' has no column '{}'", table.id, name))
        .Remedy(DidYouMean(name, known));
  }
}

std::vector<ShownColumn> ShownColumns(const Report& report, const Table& table,
                                      const TableView& view) {
  std::vector<ShownColumn> shown;
  size_t keys = 0;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    if (!IsShown(column, view)) continue;
    ShownColumn one{c, table.RelatedColumn(column.name, ColumnRole::kLow),
                    table.RelatedColumn(column.name, ColumnRole::kHigh),
                    table.RelatedColumn(column.name, ColumnRole::kCount), nullptr};
    if (column.role == ColumnRole::kKey) {
      one.dimension = keys < table.dimensions.size() ? report.FindDimension(table.dimensions[keys])
                                                     : report.FindDimension(column.name);
      ++keys;
    }
    shown.push_back(one);
  }
  return shown;
}

std::string TablePrinter::Headers() const {
  std::string html = "<thead><tr>";
  for (const ShownColumn& column : columns) {
    const Column& shown = table.columns[column.index];
    html += fmt::format(
        "<th scope=\"col\" data-column=\"{}\"{}><button type=\"button\" class=\"sort\">{}</button>",
        Html(shown.name), IsText(column) ? " class=\"text\"" : "",
        Html(shown.label.empty() ? shown.name : shown.label));
  }
  return html + "</thead>";
}

std::string TablePrinter::NameCell(size_t row, const ShownColumn& column, bool header) const {
  const Cell& cell = table.rows[row][column.index];
  const auto number = CellNumber(cell);
  const std::string name = CellText(cell);
  std::string html = number ? Show(*number, table.FormatOf(row, column.index))
                            : NameHtml(MemberLabel(column.dimension, name));
  if (!header) return fmt::format("<td{}>{}", number ? "" : " class=\"text\"", html);
  if (column.dimension != nullptr && table.dimensions.size() == 1) {
    html = fmt::format("<i class=\"swatch\" style=\"--swatch:{}\"></i>{}",
                       MemberColour(*column.dimension, name), html);
  }
  return "<th scope=\"row\">" + html;
}

std::string TablePrinter::ValueCell(const std::vector<Cell>& cells, Format format, bool is_text,
                                    const ShownColumn& column) const {
  const Column& shown = table.columns[column.index];
  const Cell& cell = cells[column.index];
  const auto number = CellNumber(cell);
  if (!number) {
    const std::string text = CellText(cell);
    const std::string html = text.empty() ? (is_text ? "" : kNothing) : NameHtml(text);
    return fmt::format("<td{}>{}", is_text ? " class=\"text\"" : "", html);
  }
  std::string html =
      shown.p_value ? Html(FormatPValue(*number, report.locale)) : Show(*number, format);
  const auto related = [&](int index) {
    return index < 0 ? std::nullopt : CellNumber(cells[static_cast<size_t>(index)]);
  };
  const auto low = related(column.low), high = related(column.high), count = related(column.count);
  if (low && high)
    html += fmt::format("<small>{} to {}</small>", Show(*low, format), Show(*high, format));
  if (count) html += fmt::format("<small>n {}</small>", Show(*count, Format::kInt));
  if (!shown.share) return "<td>" + html;
  const double part = std::clamp(*number, 0.0, 1.0);
  return fmt::format("<td class=\"share\" style=\"--share:{}%\">{}", FixedDecimal(part * 100, 1),
                     html);
}

std::string TablePrinter::Row(size_t row) const {
  std::string html = "<tr>";
  for (size_t i = 0; i < columns.size(); ++i) {
    const ShownColumn& column = columns[i];
    const bool is_key = table.columns[column.index].role == ColumnRole::kKey;
    html += is_key || i == 0 ? NameCell(row, column, i == 0)
                             : ValueCell(table.rows[row], table.FormatOf(row, column.index),
                                         IsText(column), column);
  }
  return html;
}

std::string TablePrinter::Total() const {
  if (table.total.size() != table.columns.size()) return "";
  std::string html = "<tfoot><tr class=\"total\"><th scope=\"row\">Total";
  for (size_t i = 1; i < columns.size(); ++i) {
    const Column& column = table.columns[columns[i].index];
    if (column.role == ColumnRole::kKey || IsText(columns[i])) {
      html += "<td class=\"text\">";
    } else if (!CellNumber(table.total[columns[i].index])) {
      html += "<td>";  // what has no total is left out, not called missing
    } else {
      html += ValueCell(table.total, column.format, false, columns[i]);
    }
  }
  return html + "</tfoot>";
}

std::string Tools(const Table& table, const TableView& view) {
  const bool search = view.search.value_or(!view.limit && table.rows.size() > kSearchedFrom);
  std::string html = "<div class=\"table-tools\">";
  if (search) {
    html += fmt::format(
        "<input type=\"search\" class=\"table-search\" placeholder=\"Search\" "
        "aria-label=\"Search in {}\">",
        Html(table.title));
  }
  return html +
         fmt::format("<button type=\"button\" class=\"csv\" data-csv=\"{}\">CSV</button></div>",
                     Html(table.id));
}

std::string Notes(const TablePrinter& printer, size_t shown) {
  std::string html;
  const size_t all = printer.table.rows.size();
  if (shown < all) {
    html += fmt::format("<li>The first {} of {} rows; the CSV holds all.</li>",
                        printer.Show(static_cast<double>(shown), Format::kInt),
                        printer.Show(static_cast<double>(all), Format::kInt));
  }
  for (const std::string& note : printer.table.notes) html += "<li>" + Html(note) + "</li>";
  return html.empty() ? "" : "<ul class=\"table-notes\">" + html + "</ul>";
}

}  // namespace

std::string TableHtml(const Report& report, const Table& table, const TableView& view) {
  RequireColumns(table, view);
  const TablePrinter printer{report, table, ShownColumns(report, table, view)};
  const size_t shown = std::min(table.rows.size(), view.limit.value_or(table.rows.size()));
  const std::string description =
      table.description.empty()
          ? ""
          : fmt::format(" <span class=\"caption-note\">{}</span>", Html(table.description));
  std::string html = fmt::format(
      "<div class=\"table-box\" data-table=\"{0}\">{1}"
      "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{2}\">"
      "<table class=\"data\"{3}><caption>{2}{4}</caption>{5}<tbody>",
      Html(table.id), Tools(table, view), Html(table.title),
      view.anchor ? fmt::format(" id=\"table-{}\"", Html(table.id)) : "", description,
      printer.Headers());
  for (size_t row = 0; row < shown; ++row) html += printer.Row(row);
  html += "</tbody>";
  if (shown == table.rows.size()) html += printer.Total();
  return html + "</table></div>" + Notes(printer, shown) + "</div>";
}

}  // namespace tessera
