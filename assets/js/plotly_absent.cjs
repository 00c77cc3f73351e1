// Stands for the parts of plotly.js with which a reader draws and edits shapes and selections: a report's
// figures cannot be drawn upon. The functions that other parts call are here and do nothing.
'use strict';

const nothing = () => {};
module.exports = Object.assign(nothing, {
  prepSelect: nothing,
  selectOnClick: nothing,
  clearOutline: nothing,
  clearSelectionsCache: nothing,
});
