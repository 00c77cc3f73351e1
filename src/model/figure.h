// A figure that a report asks for: which table it draws, and how. `chart` turns it into Plotly.
#ifndef TESSERA_MODEL_FIGURE_H_
#define TESSERA_MODEL_FIGURE_H_

#include <optional>
#include <string>
#include <vector>

#include "model/prose.h"

namespace tessera {

enum class FigureKind {
  kBar,         // one value a member, with whiskers where the table has an interval
  kStackedBar,  // `category` × `series`, absolute with a 100 % view
  kHeatmap,     // `category` (y) × `series` (x), number and n in each cell
  kSankey,      // a link table: columns stage, from, to, then measures
  kBox,         // five numbers a row: columns min, q1, median, q3, max
  kForest,      // estimate with interval a row: columns of roles value, low, high
  kHistogram,   // columns lower, upper, count: bins made by the analysis
  kLine,        // `category` on the x axis, one line a `series`
  kCurve,       // the same over an axis of numbers
  kScatter,     // `category` and `value` are x and y, `count` the size of a mark
  kMap,         // `category` (y) × `series` (x), coloured by the member in `value`
  kSurvival,    // steps of `value` over `category`, one a `series`; "<table>_at_risk" below
  kBullet,      // `value` with interval against the column "target", one a row
  kTimeline,    // bars from the day "from_day" to "to_day", one a row, coloured by `series`
};

struct Figure {
  std::string id;
  FigureKind kind = FigureKind::kBar;
  Sentence title;        // the finding
  std::string subtitle;  // the measure, its unit and population
  std::string alt;       // the same for those who cannot see it
  std::string table;     // id of the table behind it

  std::string category;  // column names of that table
  std::string series;
  std::string value;
  std::string count;                // n of a cell, for hover and heatmap text
  std::optional<double> reference;  // the overall value: centre of a diverging scale, or a line
  std::string reference_label;
  std::vector<std::string> stages;  // for kSankey: dimension ids in order
  bool logarithmic = false;
};

}  // namespace tessera

#endif  // TESSERA_MODEL_FIGURE_H_
