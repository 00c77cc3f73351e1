// A table as CSV at full precision; intervals and counts that stand small under a value become columns.
export function downloadCsv(table, name) {
  const text = tableToCsv(table);
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name || 'table'}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function tableToCsv(table) {
  const headers = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const parts = headers.map((_, column) => ['low', 'high', 'n'].filter((part) => rows.some((row) => row.cells[column]?.dataset[part] !== undefined)));
  const lines = [headers.flatMap((header, i) => [text(header), ...parts[i].map((part) => `${text(header)} (${part})`)])];
  for (const row of rows) {
    lines.push(headers.flatMap((_, i) => [value(row.cells[i]), ...parts[i].map((part) => row.cells[i]?.dataset[part] ?? '')]));
  }
  return lines.map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n';
}

function text(cell) {
  return cell.textContent.replace(/\s+/g, ' ').trim();
}

function value(cell) {
  if (!cell) return '';
  return cell.dataset.value !== undefined && cell.classList.contains('num') ? cell.dataset.value : text(cell);
}

// A text that a spreadsheet would run as a formula is disarmed; numbers keep their sign.
function quote(field) {
  const isNumber = field !== '' && Number.isFinite(Number(field));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
