// plotly.js' own core (src/core.js) without the components that no figure of a report uses: menus, sliders,
// range selectors, images, annotations in space, the bar of buttons. They would be a tenth of a single file's script.
'use strict';

require('plotly.js/build/plotcss');
const { register } = require('plotly.js/src/registry');
const plotApi = require('plotly.js/src/plot_api');

exports.version = require('plotly.js/src/version').version;
exports.register = register;

for (const name of Object.keys(plotApi)) {
  if (!name.startsWith('_')) exports[name] = plotApi[name];
  register({ moduleType: 'apiMethod', name, fn: plotApi[name] });
}

register(require('plotly.js/src/traces/scatter'));
register([
  require('plotly.js/src/components/annotations'),
  require('plotly.js/src/components/shapes'),
  require('plotly.js/src/components/grid'),
  require('plotly.js/src/components/errorbars'),
  require('plotly.js/src/components/colorscale'),
  require('plotly.js/src/components/colorbar'),
  require('plotly.js/src/components/legend'), // after shapes: its defaults look at them
  require('plotly.js/src/components/fx'), // after the legend
]);
// The bar of buttons is gone, the place that the drawing code measures stays.
register({
  moduleType: 'component',
  name: 'modebar',
  layoutAttributes: {},
  supplyLayoutDefaults: (_, layout) => {
    layout.modebar = { orientation: 'h' };
  },
});
register([require('plotly.js/src/locale-en'), require('plotly.js/src/locale-en-us')]);
