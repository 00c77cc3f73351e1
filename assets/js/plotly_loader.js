// In a folder plotly.js is a script beside the page. In a single file it lies in the page, gzipped and in
// base64, inert until it is inflated into a blob script here.
let loading = null;

export function loadPlotly() {
  loading ??= load();
  return loading;
}

async function load() {
  if (window.Plotly) return window.Plotly;
  const island = document.getElementById('tessera-plotly');
  if (!island) throw new Error('the page holds no plotly.js');
  const packed = Uint8Array.from(atob(island.textContent.trim()), (c) => c.charCodeAt(0));
  const inflated = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const blob = new Blob([await new Response(inflated).arrayBuffer()], { type: 'text/javascript' });
  const url = URL.createObjectURL(blob);
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.onload = resolve;
    script.onerror = reject;
    script.src = url;
    document.head.append(script);
  });
  URL.revokeObjectURL(url);
  island.remove(); // several hundred kilobytes that nobody needs twice
  return window.Plotly;
}
