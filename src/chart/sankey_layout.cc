#include "chart/sankey_layout.h"

#include <algorithm>
#include <span>

namespace tessera {
namespace {

constexpr double kGap = 0.02;       // between neighbours, at least
constexpr double kWidestGap = 0.1;  // where a column has room to spare
constexpr double kEdge = 0.001;     // Plotly takes a coordinate of 0 for "not given"

// A column's nodes with the room that each takes: its own height, or that of its label.
double RoomOf(std::span<const SankeyNode> column, double scale, double label) {
  double room = kGap * static_cast<double>(column.size() - 1);
  for (const SankeyNode& node : column) room += std::max(scale * node.value, label);
  return room;
}

std::vector<std::span<SankeyNode>> Columns(std::span<SankeyNode> nodes) {
  std::vector<std::span<SankeyNode>> columns;
  for (size_t begin = 0, end = 0; begin < nodes.size(); begin = end) {
    while (end < nodes.size() && nodes[end].stage == nodes[begin].stage) ++end;
    columns.push_back(nodes.subspan(begin, end - begin));
  }
  return columns;
}

// The height of one unit of value such that every column fits. Room grows with the scale, so
// halving finds it.
double FittingScale(const std::vector<std::span<SankeyNode>>& columns, double label) {
  double largest = 1e-12;
  for (const auto& column : columns) {
    double total = 0;
    for (const SankeyNode& node : column) total += node.value;
    largest = std::max(largest, total);
  }
  double low = 0.2 / largest, high = 1 / largest;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    const bool fits = std::ranges::all_of(
        columns, [&](const auto& column) { return RoomOf(column, middle, label) <= 1; });
    (fits ? low : high) = middle;
  }
  return low;
}

}  // namespace

void PlaceNodes(size_t stages, double label, std::vector<SankeyNode>& nodes) {
  const std::vector<std::span<SankeyNode>> columns = Columns(nodes);
  const double scale = FittingScale(columns, label);
  for (const std::span<SankeyNode> column : columns) {
    const double spaces = static_cast<double>(column.size() - 1);
    const double spare = std::max(0.0, 1 - RoomOf(column, scale, label));
    const double gap = kGap + (spaces > 0 ? std::min(kWidestGap - kGap, spare / spaces) : 0);
    double top = (spare - (gap - kGap) * spaces) / 2;
    for (SankeyNode& node : column) {
      const double room = std::max(scale * node.value, label);
      const double x = static_cast<double>(node.stage) / static_cast<double>(stages - 1);
      node.x = stages < 2 ? 0.5 : std::clamp(x, kEdge, 1 - kEdge);
      node.y = std::clamp(top + room / 2, kEdge, 1 - kEdge);
      top += room + gap;
    }
  }
}

}  // namespace tessera
