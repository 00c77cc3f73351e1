// One function a kind of figure: from its table to Plotly's traces and layout.
// Each throws an Error when the table lacks a column that the kind needs (model/figure.h).
#ifndef TESSERA_CHART_FIGURE_KINDS_H_
#define TESSERA_CHART_FIGURE_KINDS_H_

#include "chart/figure_set.h"
#include "chart/figure_source.h"

namespace tessera {

PlotlyFigure BarFigure(const FigureSource& source);         // horizontal, value at the end
PlotlyFigure StackedBarFigure(const FigureSource& source);  // upright, with a view of shares
PlotlyFigure HeatmapFigure(const FigureSource& source);
PlotlyFigure SankeyFigure(const FigureSource& source);
PlotlyFigure BoxFigure(const FigureSource& source);
PlotlyFigure ForestFigure(const FigureSource& source);  // one panel a unit
PlotlyFigure HistogramFigure(const FigureSource& source);
PlotlyFigure LineFigure(const FigureSource& source);
PlotlyFigure CurveFigure(const FigureSource& source);
PlotlyFigure ScatterFigure(const FigureSource& source);
PlotlyFigure MapFigure(const FigureSource& source);
PlotlyFigure SurvivalFigure(const FigureSource& source);  // with the table "<table>_at_risk"
PlotlyFigure BulletFigure(const FigureSource& source);    // needs the column "target"
PlotlyFigure TimelineFigure(const FigureSource& source);  // needs "from_day" and "to_day"

}  // namespace tessera

#endif  // TESSERA_CHART_FIGURE_KINDS_H_
