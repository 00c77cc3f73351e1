// One look for all charts: no frame, a light grid on the value axis only, the report's own colours.
// Figures carry colours as tokens, "var(--member-2)" or "var(--member-2, 40%)", so that one figure serves both themes.
const tokenPattern = /^var\((--[\w-]+)(?:,\s*([\d.]+)%)?\)$/;

// Replaces the tokens in a figure by the colours that they have now; everything else is kept as it is.
export function resolveTokens(value, colours) {
  if (typeof value === 'string') {
    const match = tokenPattern.exec(value);
    return match ? colours.get(match[1], match[2]) : value;
  }
  if (Array.isArray(value)) return value.map((item) => resolveTokens(item, colours));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveTokens(item, colours)]));
  }
  return value;
}

// The page's tokens as rgb() or rgba() strings, whatever notation the style sheet or a brand uses.
export function readColours() {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const known = new Map();
  const rgb = (token) => {
    if (!known.has(token)) {
      probe.style.color = '';
      probe.style.color = `var(${token})`;
      known.set(token, toRgb(getComputedStyle(probe).color));
    }
    return known.get(token);
  };
  const colours = {
    get(token, percent) {
      const [r, g, b, a] = rgb(token);
      const alpha = percent === undefined ? a : (a * Number(percent)) / 100;
      return alpha === 1 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${alpha})`;
    },
    done: () => probe.remove(),
  };
  return colours;
}

// color-mix() computes to color(srgb r g b), which plotly.js does not read.
function toRgb(text) {
  const numbers = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? ['0', '0', '0']).map(Number);
  const scale = text.startsWith('color(') ? 255 : 1;
  const [r, g, b] = numbers.slice(0, 3).map((n) => Math.round(n * scale));
  return [r, g, b, numbers[3] ?? 1];
}

export function baseTemplate(colours) {
  const axis = {
    automargin: true,
    showgrid: false,
    zeroline: false,
    showline: false,
    ticks: '',
    gridcolor: colours.get('--line'),
    zerolinecolor: colours.get('--line-strong'),
    linecolor: colours.get('--line-strong'),
    tickfont: { size: 12, color: colours.get('--muted') },
    title: { font: { size: 12, color: colours.get('--muted') }, standoff: 8 },
    separatethousands: true,
    fixedrange: true,
  };
  return {
    layout: {
      font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: colours.get('--text') },
      paper_bgcolor: 'rgba(0, 0, 0, 0)',
      plot_bgcolor: 'rgba(0, 0, 0, 0)',
      margin: { l: 8, r: 16, t: 12, b: 8, pad: 4 },
      colorway: [1, 2, 3, 4, 5, 6, 7].map((i) => colours.get(`--member-${i}`)),
      hoverlabel: {
        bgcolor: colours.get('--surface'),
        bordercolor: colours.get('--line-strong'),
        font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: colours.get('--text') },
        align: 'left',
      },
      legend: {
        orientation: 'h',
        x: 0,
        xanchor: 'left',
        y: 1,
        yanchor: 'bottom',
        title: { font: { size: 12, color: colours.get('--muted') } },
        font: { size: 12, color: colours.get('--text') },
        itemclick: 'toggle',
        itemdoubleclick: 'toggleothers',
      },
      xaxis: axis,
      yaxis: axis,
      bargap: 0.32,
      bargroupgap: 0.06,
      dragmode: false,
    },
    data: {
      bar: [{ textfont: { size: 12 }, marker: { line: { width: 0 } }, error_y: whiskers(colours), error_x: whiskers(colours) }],
      scatter: [{ error_x: whiskers(colours), error_y: whiskers(colours) }],
      sankey: [
        {
          textfont: { size: 12, color: colours.get('--text') },
          hoverlabel: { align: 'left' },
          node: { thickness: 14, pad: 14, line: { width: 0 } },
        },
      ],
      heatmap: [{ xgap: 2, ygap: 2, colorbar: { outlinewidth: 0, thickness: 10, tickfont: { size: 11 } } }],
    },
  };
}

function whiskers(colours) {
  return { color: colours.get('--ci'), thickness: 1.2, width: 4 };
}
