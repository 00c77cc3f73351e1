// Tables: sort from the header, search over the rows, download what is shown as CSV.
import { announce, element } from './dom.js';
import { downloadCsv } from './csv.js';
import { tableValues } from './table_values.js';

export function startTables(report) {
  for (const box of document.querySelectorAll('.table-box')) {
    const table = box.querySelector('table.data');
    if (!table?.tHead || !table.tBodies[0]) continue;
    const values = tableValues(table, report.tables[box.dataset.table]);
    startSorting(table, values);
    startSearch(box, table);
    box.querySelector('.csv')?.addEventListener('click', () => downloadCsv(values, box.dataset.table));
  }
}

function startSorting(table, values) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    header.querySelector('.sort')?.addEventListener('click', () => {
      const next = nextOrder(header);
      headers.forEach((other) => other.hasAttribute('aria-sort') && other.setAttribute('aria-sort', 'none'));
      header.setAttribute('aria-sort', next);
      body.append(...(next === 'none' ? original : sorted(original, (row) => values.value(row, column), next)));
      announce(next === 'none' ? 'Original order' : `Sorted by ${header.textContent.trim()}, ${next}`);
    });
  });
}

// Numbers come largest first, text from A; a third click gives the report's own order back.
function nextOrder(header) {
  const cycle = header.classList.contains('text')
    ? ['none', 'ascending', 'descending']
    : ['none', 'descending', 'ascending'];
  const now = cycle.indexOf(header.getAttribute('aria-sort') ?? 'none');
  return cycle[(now + 1) % cycle.length];
}

// Rows without a value stay at the end in either order; equal rows keep theirs.
function sorted(rows, valueOf, order) {
  const sign = order === 'ascending' ? 1 : -1;
  const language = document.documentElement.lang || 'en';
  const keyed = rows.map((row, index) => ({ row, index, key: valueOf(row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.index - b.index;
    const difference =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : String(a.key).localeCompare(String(b.key), language, { numeric: true });
    return difference * sign || a.index - b.index;
  });
  return keyed.map(({ row }) => row);
}

function startSearch(box, table) {
  const input = box.querySelector('.table-search');
  if (!input) return;
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => fold(row.textContent));
  const empty = element('p', { class: 'table-empty', hidden: true }, 'No row holds this text.');
  box.querySelector('.table-scroll').after(empty);
  input.addEventListener('input', () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = words.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    // The total is that of all rows: it would be wrong beside a part of them.
    if (table.tFoot) table.tFoot.hidden = shown !== rows.length;
    empty.hidden = shown > 0;
    announce(`${shown} of ${rows.length} rows`);
  });
}

function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
