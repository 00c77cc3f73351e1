#include "chart/axes.h"

#include <vector>

namespace tessera {

using Json = nlohmann::ordered_json;

double AxisValue(double value, Format format) {
  return format == Format::kPp1 ? RoundHalfUp(value * 100, 9) : value;
}

std::string NumberPattern(Format format) {
  switch (format) {
    case Format::kPct1:
      return ",.1%";
    case Format::kNum2:
    case Format::kUsd2:
      return ",.2f";
    case Format::kNum1:
    case Format::kPp1:
    case Format::kDays:
      return ",.1f";
    default:
      return ",.0f";
  }
}

Json ValueAxis(Format format, const Locale& locale) {
  Json axis = {{"showgrid", true}, {"zeroline", true}};
  switch (format) {
    case Format::kPct1:
      axis["tickformat"] = ",.0%";
      break;
    case Format::kPp1:
      axis["ticksuffix"] = "\u00a0pp";
      break;
    case Format::kUsd0:
    case Format::kUsd2:
      // d3 knows the dollar, and puts a minus before it.
      if (locale.currency_prefix == "$") {
        axis["tickformat"] = "$,~s";
        break;
      }
      axis["tickformat"] = ",~s";
      axis["tickprefix"] = locale.currency_prefix;
      axis["ticksuffix"] = locale.currency_suffix;
      break;
    default:
      break;
  }
  return axis;
}

Json CategoryAxis(std::span<const std::string> labels) {
  return {{"type", "category"},
          {"categoryorder", "array"},
          {"categoryarray", std::vector<std::string>(labels.begin(), labels.end())}};
}

std::string Separators(const Locale& locale) {
  // Plotly takes one character each; the thin space of some languages counts as one.
  return locale.decimal + locale.group;
}

}  // namespace tessera
