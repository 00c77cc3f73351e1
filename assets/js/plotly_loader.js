// In a folder plotly.js is a script beside the page. In a single file it lies in the page, gzipped and in
// base64, inert until it is inflated into a blob script here.
import { inflated } from './folds.js';

let loading = null;

export function loadPlotly() {
  loading ??= load();
  return loading;
}

async function load() {
  if (window.Plotly) return window.Plotly;
  const island = document.getElementById('tessera-plotly');
  if (!island) throw new Error('the page holds no plotly.js');
  const script = await new Response(inflated(island.textContent)).arrayBuffer();
  const blob = new Blob([script], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  await new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.onload = resolve;
    element.onerror = reject;
    element.src = url;
    document.head.append(element);
  });
  URL.revokeObjectURL(url);
  island.remove(); // several hundred kilobytes that nobody needs twice
  return window.Plotly;
}
