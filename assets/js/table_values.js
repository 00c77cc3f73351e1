// The values behind a table's cells. The report's tables stand in the page's data at full precision, row by row
// as they are shown first; a table that a template wrote itself carries `data-value` or just its text.
export function tableValues(table, source) {
  const headers = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const index = new Map(rows.map((row, i) => [row, i]));
  const columns = headers.map((header) => source?.columns.findIndex((c) => c.name === header.dataset.column) ?? -1);

  const fromSource = (row, at) => source.rows[typeof row === 'number' ? row : index.get(row)]?.[at] ?? null;
  const value = (row, column) =>
    columns[column] >= 0 ? fromSource(row, columns[column]) : fromCell(row.cells[column], headers[column]);

  return {
    value,
    // What the reader sees; of a table that shows its first rows only, all of them unless a search is on.
    shownRows: () => {
      const inTable = [...table.tBodies[0].rows];
      const seen = inTable.filter((row) => !row.hidden);
      if (!source || seen.length < inTable.length) return seen;
      return [...seen, ...source.rows.slice(rows.length).map((_, i) => rows.length + i)];
    },
    // What is written out: each column shown, then its interval and its n.
    outputs: () =>
      headers.flatMap((header, column) => {
        const label = header.textContent.replace(/\s+/g, ' ').trim();
        const own = [{ label, value: (row) => value(row, column) }];
        if (columns[column] < 0) return own;
        const name = header.dataset.column;
        source.columns.forEach((c, at) => {
          const part = { low: 'low', high: 'high', count: 'n' }[c.role];
          if (part && c.of === name) own.push({ label: `${label} (${part})`, value: (row) => fromSource(row, at) });
        });
        return own;
      }),
  };
}

function fromCell(cell, header) {
  if (!cell) return null;
  const text = cell.dataset.value ?? cell.textContent.trim();
  if (text === '') return null;
  const isNumber = !header.classList.contains('text') && Number.isFinite(Number(text));
  return isNumber ? Number(text) : text;
}
