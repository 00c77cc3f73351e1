// The figures of a report as Plotly draws them.
#ifndef TESSERA_CHART_FIGURE_SET_H_
#define TESSERA_CHART_FIGURE_SET_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/report.h"

namespace tessera {

// A Plotly specification without its looks: fonts, grid and margins come from the page's one
// template, and colours are names, "var(--member-1)" or "var(--member-1, 40%)", which the page
// turns into those of its theme. All text in it is safe for Plotly's pseudo-HTML.
struct PlotlyFigure {
  std::string id;
  nlohmann::ordered_json data = nlohmann::ordered_json::array();     // traces
  nlohmann::ordered_json layout = nlohmann::ordered_json::object();  // always with `height`
  // Other ways to see the same figure: {label, update: one object a trace, layout: {path: value}}.
  // Empty, or two and more of which the first is the figure as it is.
  nlohmann::ordered_json views = nlohmann::ordered_json::array();
};

// One a figure of the report, in its order.
using FigureSet = std::vector<PlotlyFigure>;

// Throws an Error when a figure names a table or column that the report does not have.
FigureSet BuildFigures(const Report& report);

const PlotlyFigure* FindFigure(const FigureSet& figures, std::string_view id);

}  // namespace tessera

#endif  // TESSERA_CHART_FIGURE_SET_H_
