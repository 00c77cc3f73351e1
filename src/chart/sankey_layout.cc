#include "chart/sankey_layout.h"

#include <algorithm>

namespace tessera {
namespace {

constexpr double kGap = 0.045;      // between neighbours of the fullest column
constexpr double kWidestGap = 0.1;  // where a column has room to spare
constexpr double kEdge = 0.001;     // Plotly takes a coordinate of 0 for "not given"

}  // namespace

void PlaceNodes(size_t stages, std::vector<SankeyNode>& nodes) {
  std::vector<size_t> counts(stages);
  std::vector<double> totals(stages);
  for (const SankeyNode& node : nodes) {
    ++counts[node.stage];
    totals[node.stage] += node.value;
  }
  const size_t fullest = *std::ranges::max_element(counts);
  const double largest = std::max(*std::ranges::max_element(totals), 1e-12);
  const double scale = std::max(0.2, 1 - kGap * static_cast<double>(fullest - 1)) / largest;
  size_t stage = stages;
  double top = 0, gap = 0;
  for (SankeyNode& node : nodes) {
    if (node.stage != stage) {
      stage = node.stage;
      const double spaces = static_cast<double>(counts[stage] - 1);
      const double free = 1 - scale * totals[stage];
      gap = spaces > 0 ? std::min(kWidestGap, free / spaces) : 0;
      top = (free - gap * spaces) / 2;
    }
    const double height = scale * node.value;
    const double x =
        stages < 2 ? 0.5 : static_cast<double>(stage) / static_cast<double>(stages - 1);
    node.x = std::clamp(x, kEdge, 1 - kEdge);
    node.y = std::clamp(top + height / 2, kEdge, 1 - kEdge);
    top += height + gap;
  }
}

}  // namespace tessera
