// The charts' library: plotly.js with the trace types that `chart` draws and no others (histograms are bars
// over bins that the analysis made, forest plots are scatters). A further type is one line here.
// Nothing in it needs eval (checked by build_assets.mjs).
import Plotly from './plotly_core.cjs'; // brings scatter
import bar from 'plotly.js/lib/bar';
import box from 'plotly.js/lib/box';
import heatmap from 'plotly.js/lib/heatmap';
import sankey from 'plotly.js/lib/sankey';

Plotly.register([bar, box, heatmap, sankey]);

window.Plotly = Plotly;
