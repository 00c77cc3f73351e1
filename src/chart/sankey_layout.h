// Where the nodes of a Sankey diagram stand: one column a stage, in the dimension's order.
#ifndef TESSERA_CHART_SANKEY_LAYOUT_H_
#define TESSERA_CHART_SANKEY_LAYOUT_H_

#include <string>
#include <vector>

namespace tessera {

struct SankeyNode {
  size_t stage = 0;
  std::string name;
  double value = 0;  // the larger of what flows in and out
  double x = 0;      // centre, in [0, 1] of the drawing
  double y = 0;
};

// Sets x and y. Nodes come stage by stage and keep their order from top to bottom; heights are in
// proportion to the values. `label` is the height of a node's label, as a part of the drawing:
// small nodes stand so far apart that their labels do.
void PlaceNodes(size_t stages, double label, std::vector<SankeyNode>& nodes);

}  // namespace tessera

#endif  // TESSERA_CHART_SANKEY_LAYOUT_H_
