// Stands for the parts of plotly.js that no report uses: drawing and editing shapes and selections, the bar of
// buttons, flows that run in circles. The functions that other parts call are here and do nothing.
'use strict';

const nothing = () => {};
module.exports = Object.assign(nothing, {
  prepSelect: nothing,
  selectOnClick: nothing,
  clearOutline: nothing,
  clearSelectionsCache: nothing,
  manage: nothing,
});
