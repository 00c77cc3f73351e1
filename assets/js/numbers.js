// Where does this number come from? A click or Enter on a figure shows its definition, formula, filter,
// count, source and query.
import { element } from './dom.js';

const selector = '.num[data-metric], .word[data-metric], .num[data-cell]';

export function startNumbers(report) {
  const popover = new Popover();
  for (const number of document.querySelectorAll(selector)) {
    number.setAttribute('role', 'button');
    number.setAttribute('aria-haspopup', 'dialog');
    number.tabIndex = 0;
    if (number.title) {
      number.dataset.full = number.title;
    }
  }
  const ask = (event) => {
    const number = event.target.closest?.(selector);
    if (!number || number.closest('a')) return;
    event.preventDefault();
    popover.toggle(number, () => contentFor(number, report));
  };
  document.addEventListener('click', ask);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') ask(event);
  });
}

function contentFor(number, report) {
  const metric = report.metrics[number.dataset.metric];
  if (metric) return metricContent(metric, number);
  return cellContent(number, report);
}

function metricContent(metric, number) {
  const rows = [
    ['How it is computed', metric.formula && element('code', {}, metric.formula)],
    ['Who is counted', metric.filter || 'everyone'],
    ['Rests on', countText(metric)],
    ['Interval', intervalText(metric, number)],
    ['Compares', metric.compares],
    ['Adjusted p', metric.p_adjusted != null ? `${metric.p_adjusted.toPrecision(2)} (family of ${metric.family_size})` : null],
    ['Source', metric.source],
    ['Why this word', number.dataset.licence],
    ['Not available', metric.value == null ? metric.missing_reason : null],
  ];
  const isWord = number.classList.contains('word');
  const shown = isWord ? null : (number.dataset.full ?? number.textContent);
  return [
    element('p', { class: 'popover-label' }, metric.label),
    shown && element('p', { class: 'popover-value' }, shown),
    (metric.description || metric.definition) && element('p', { class: 'popover-text' }, metric.description || metric.definition),
    definitions(rows),
    metric.sql ? element('details', {}, element('summary', {}, 'SQL that gives the same number'), element('pre', {}, metric.sql)) : null,
  ];
}

// A cell names its table, row and column; the table itself stands in the page or on another one.
function cellContent(number, report) {
  const reference = number.dataset.cell ?? number.dataset.metric ?? '';
  const [table, ...rest] = reference.split('/');
  const column = rest.pop() ?? '';
  const known = report.tables[table];
  const link = document.getElementById(`table-${table}`);
  const heading = known?.title ?? link?.querySelector('caption')?.firstChild?.textContent ?? table;
  return [
    element('p', { class: 'popover-label' }, heading),
    number.classList.contains('word') ? null : element('p', { class: 'popover-value' }, number.dataset.full ?? number.textContent),
    definitions([
      ['Row', rest.join(' · ')],
      ['Column', known?.columns?.find((c) => c.name === column)?.label ?? column.replaceAll('_', ' ')],
      ['Why this word', number.dataset.licence],
    ]),
    link ? element('p', { class: 'popover-text' }, element('a', { href: `#${link.id}` }, 'Go to the table')) : null,
  ];
}

function definitions(rows) {
  const list = element('dl');
  for (const [name, value] of rows) {
    if (value === null || value === undefined || value === '' || value === false) continue;
    list.append(element('dt', {}, name), element('dd', {}, value));
  }
  return list;
}

function countText(metric) {
  if (metric.n == null) return null;
  const count = (n) => n.toLocaleString(document.documentElement.lang || 'en');
  return metric.denominator != null ? `${count(metric.n)} of ${count(metric.denominator)}` : `n = ${count(metric.n)}`;
}

// Intervals are formatted where formats live, in the page's HTML; here only the method is named.
function intervalText(metric, number) {
  if (!metric.interval) return null;
  const written = metric.interval_text ?? number.dataset.interval;
  return [written, metric.interval_method].filter(Boolean).join(', ') || null;
}

class Popover {
  constructor() {
    this.owner = null;
    this.body = element('div');
    const close = element('button', { type: 'button', class: 'icon-button popover-close', 'aria-label': 'Close' }, '✗');
    this.box = element('div', { class: 'popover', role: 'dialog', 'aria-label': 'Where this number comes from', tabindex: '-1', hidden: true }, this.body, close);
    close.addEventListener('click', () => this.close(true));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.owner) this.close(true);
    });
    document.addEventListener('pointerdown', (event) => {
      if (this.owner && !this.box.contains(event.target) && !this.owner.contains(event.target)) this.close(false);
    });
    addEventListener('resize', () => this.close(false));
    addEventListener('beforeprint', () => this.close(false));
  }

  toggle(owner, content) {
    const again = this.owner === owner;
    this.close(again);
    if (again) return;
    this.owner = owner;
    owner.setAttribute('aria-expanded', 'true');
    this.body.replaceChildren(...content().filter(Boolean));
    if (!this.box.isConnected) document.body.append(this.box);
    this.box.hidden = false;
    this.place();
    this.box.focus({ preventScroll: true });
  }

  close(giveFocusBack) {
    if (!this.owner) return;
    this.owner.setAttribute('aria-expanded', 'false');
    if (giveFocusBack) this.owner.focus({ preventScroll: true });
    this.owner = null;
    this.box.hidden = true;
  }

  // Below the number, or above it where there is no room below; never off the page.
  place() {
    const at = this.owner.getClientRects()[0] ?? this.owner.getBoundingClientRect();
    const { width, height } = this.box.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left, document.documentElement.clientWidth - width - 12));
    const below = at.bottom + 8;
    const fitsBelow = below + height <= innerHeight - 8 || at.top < height + 8;
    this.box.style.left = `${left + scrollX}px`;
    this.box.style.top = `${(fitsBelow ? below : at.top - height - 8) + scrollY}px`;
  }
}
