#include "chart/figure_set.h"

#include <algorithm>

#include "base/error.h"
#include "chart/axes.h"
#include "chart/figure_kinds.h"
#include "chart/figure_source.h"

namespace tessera {
namespace {

PlotlyFigure BuildFigure(const FigureSource& source) {
  switch (source.figure.kind) {
    case FigureKind::kBar:
      return BarFigure(source);
    case FigureKind::kStackedBar:
      return StackedBarFigure(source);
    case FigureKind::kHeatmap:
      return HeatmapFigure(source);
    case FigureKind::kSankey:
      return SankeyFigure(source);
    case FigureKind::kBox:
      return BoxFigure(source);
    case FigureKind::kForest:
      return ForestFigure(source);
    case FigureKind::kHistogram:
      return HistogramFigure(source);
    case FigureKind::kLine:
      return LineFigure(source);
    case FigureKind::kCurve:
      return CurveFigure(source);
    case FigureKind::kScatter:
      return ScatterFigure(source);
    case FigureKind::kMap:
      return MapFigure(source);
    case FigureKind::kSurvival:
      return SurvivalFigure(source);
    case FigureKind::kBullet:
      return BulletFigure(source);
    case FigureKind::kTimeline:
      return TimelineFigure(source);
  }
  throw Error("unknown kind of figure");
}

}  // namespace

FigureSet BuildFigures(const Report& report) {
  FigureSet figures;
  for (const Figure& figure : report.figures) {
    PlotlyFigure built = BuildFigure(MakeFigureSource(report, figure));
    built.id = figure.id;
    built.layout["separators"] = Separators(report.locale);
    figures.push_back(std::move(built));
  }
  return figures;
}

const PlotlyFigure* FindFigure(const FigureSet& figures, std::string_view id) {
  const auto found = std::ranges::find(figures, id, &PlotlyFigure::id);
  return found == figures.end() ? nullptr : &*found;
}

}  // namespace tessera
