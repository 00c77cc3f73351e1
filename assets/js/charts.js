// Draws the figures: each when it comes near the view, all at once before printing, again when the theme changes.
import { baseTemplate, readColours, resolveTokens } from './chart_style.js';
import { element } from './dom.js';
import { loadPlotly } from './plotly_loader.js';
import { onThemeChange } from './theme.js';

const paperHeight = 0.8; // of a figure's height on the screen
const narrow = 560; // below this a chart's labels are set smaller and its margins shrink

export function startCharts(report) {
  const charts = [...document.querySelectorAll('[data-figure]')]
    .filter((host) => report.figures[host.dataset.figure])
    .map((host) => new Chart(host, report.figures[host.dataset.figure]));
  if (charts.length === 0) return charts;

  let plotlyReady = false;
  const waiting = new Set();
  const draw = (chart) => (plotlyReady ? chart.draw() : waiting.add(chart));

  // A closed <details> hides its figures from the observer; they are drawn when it opens.
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        draw(charts.find((chart) => chart.host === entry.target));
      }
    },
    { rootMargin: '800px 0px' },
  );
  charts.forEach((chart) => watcher.observe(chart.host));

  loadPlotly().then(
    () => {
      plotlyReady = true;
      waiting.forEach((chart) => chart.draw());
      document.documentElement.dataset.charts = 'ready';
    },
    () => {
      // Without the library the tables behind the figures say the same.
      charts.forEach((chart) => chart.giveUp());
      document.documentElement.dataset.charts = 'unavailable';
    },
  );
  onThemeChange(() => charts.forEach((chart) => chart.redraw()));
  watchWidths(charts);
  return charts;
}

// Plotly's own `responsive` listens to the window alone; a chart also changes width when the contents list folds.
function watchWidths(charts) {
  const widths = new WeakMap();
  let timer = 0;
  const pending = new Set();
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const width = Math.round(contentRect.width);
      const before = widths.get(target);
      widths.set(target, width);
      if (before !== undefined && before !== width && width > 0) pending.add(target);
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      charts.filter((chart) => pending.has(chart.box)).forEach((chart) => chart.redraw());
      pending.clear();
    }, 80);
  });
  charts.forEach((chart) => observer.observe(chart.box));
}

class Chart {
  constructor(host, figure) {
    this.host = host;
    this.figure = figure;
    this.box = host.querySelector('.chart');
    this.height = parseInt(this.box.style.height, 10) || undefined; // reserved by the page
    this.view = 0;
    this.drawn = false;
    this.box.classList.add('waiting');
    if (figure.views?.length > 1) this.addViews();
    this.addImageButton();
  }

  draw(width) {
    if (!window.Plotly) return;
    const boxWidth = width ?? this.box.clientWidth;
    if (boxWidth === 0) {
      this.asked = true; // hidden: drawn when it is shown
      return;
    }
    const { data, layout, config } = this.compose(boxWidth);
    const needed = width === undefined ? flowWidth(data) : 0;
    if (width !== undefined) layout.width = width;
    else if (needed > boxWidth) layout.width = needed;
    // A flow of many stages scrolls in its own box on a narrow screen, by keys too.
    this.box.classList.toggle('scrolls', needed > boxWidth);
    if (needed > boxWidth) this.box.tabIndex = 0;
    else this.box.removeAttribute('tabindex');
    // On paper two figures should fit on a sheet.
    if (width !== undefined && layout.height) layout.height = Math.round(layout.height * paperHeight);
    if (layout.height) this.box.style.height = `${layout.height}px`;
    this.box.classList.remove('waiting');
    // A Sankey drawn again fades its links in, which a print would catch half way: it is drawn anew instead.
    if (this.drawn && data.some((trace) => trace.type === 'sankey')) window.Plotly.purge(this.box);
    window.Plotly.react(this.box, data, layout, config);
    this.drawn = true;
    this.host.dataset.drawn = 'yes';
  }

  redraw(width) {
    if (this.drawn || this.asked) this.draw(width);
  }

  giveUp() {
    this.box.hidden = true;
    const table = this.host.querySelector('details.behind');
    if (table) table.open = true;
  }

  compose(width) {
    const colours = readColours();
    const source = structuredClone(this.figure);
    const view = source.views?.[this.view];
    const data = resolveTokens(source.data, colours);
    const layout = resolveTokens(source.layout ?? {}, colours);
    if (view?.update) data.forEach((trace, i) => Object.assign(trace, resolveTokens(pick(view.update, i), colours)));
    if (view?.layout) assignPaths(layout, resolveTokens(view.layout, colours));
    layout.template = baseTemplate(colours);
    layout.autosize = true;
    layout.separators ??= '.,';
    layout.height ??= this.height;
    if (width < narrow) narrowDown(layout, data);
    colours.done();
    const config = {
      displaylogo: false,
      responsive: false,
      displayModeBar: false, // a button inside a picture cannot be reached: addImageButton puts it beside
      scrollZoom: false,
      doubleClick: false,
      showTips: false,
    };
    return { data, layout, config };
  }

  addImageButton() {
    const button = element('button', { type: 'button', class: 'figure-image' }, 'Image');
    button.addEventListener('click', () => {
      if (!this.drawn) return;
      const { clientWidth: width, clientHeight: height } = this.box;
      window.Plotly.downloadImage(this.box, { format: 'png', width, height, scale: 2, filename: this.host.dataset.figure });
    });
    this.box.after(button);
  }

  addViews() {
    const bar = element('div', { class: 'views', role: 'group', 'aria-label': 'How it is shown' });
    this.figure.views.forEach((view, index) => {
      const button = element('button', { type: 'button', class: 'small-button', 'aria-pressed': String(index === 0) }, view.label);
      button.addEventListener('click', () => {
        this.view = index;
        [...bar.children].forEach((other, i) => other.setAttribute('aria-pressed', String(i === index)));
        this.redraw();
      });
      bar.append(button);
    });
    this.box.before(bar);
  }
}

// A view's update is one object for all traces or a list, one a trace.
function pick(update, index) {
  return Array.isArray(update) ? (update[index] ?? {}) : update;
}

// {"yaxis.tickformat": ".0%"} as Plotly's relayout takes it.
function assignPaths(target, paths) {
  for (const [path, value] of Object.entries(paths)) {
    const keys = path.split('.');
    const last = keys.pop();
    let at = target;
    for (const key of keys) at = at[key] ??= {};
    at[last] = value;
  }
}

// What a flow needs so that the names of its stages do not run into each other.
function flowWidth(data) {
  const flow = data.find((trace) => trace.type === 'sankey');
  return flow ? new Set(flow.node.x ?? []).size * 110 : 0;
}

function narrowDown(layout, data) {
  layout.font = { ...layout.font, size: 11 };
  for (const key of Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))) {
    layout[key].tickfont = { ...layout[key].tickfont, size: 10.5 };
    if (key.startsWith('x')) layout[key].nticks = 4;
  }
  const margin = layout.margin ?? {};
  layout.margin = { ...margin, l: Math.min(margin.l ?? 8, 96), r: Math.min(margin.r ?? 8, 24) };
  // Values written beside the bars need their room.
  if (data.some((trace) => trace.mode === 'text')) layout.margin.r = 72;
  for (const trace of data) {
    if (trace.type === 'sankey') trace.textfont = { ...trace.textfont, size: 9.5 };
  }
}
