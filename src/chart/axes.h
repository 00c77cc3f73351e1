// Axes in the units of a report's values.
#ifndef TESSERA_CHART_AXES_H_
#define TESSERA_CHART_AXES_H_

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "base/format.h"

namespace tessera {

// A value as an axis counts it: percentage points in whole points, everything else as it is.
double AxisValue(double value, Format format);

// An axis of values with a grid and ticks written in the unit. A rate's ticks are per cent.
nlohmann::ordered_json ValueAxis(Format format, const Locale& locale);
// A d3-format with the unit, for numbers that Plotly writes itself (a box plot's hover).
std::string NumberPattern(Format format);

// An axis of names in the order given. Names are never read as numbers or dates.
nlohmann::ordered_json CategoryAxis(std::span<const std::string> labels);

// The decimal and thousands signs, as Plotly's layout.separators takes them.
std::string Separators(const Locale& locale);

}  // namespace tessera

#endif  // TESSERA_CHART_AXES_H_
