// A table as CSV at full precision; intervals and counts that stand small under a value are columns there.
export function downloadCsv(values, name) {
  const url = URL.createObjectURL(new Blob(['\ufeff', toCsv(values)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name || 'table'}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function toCsv(values) {
  const outputs = values.outputs();
  const lines = [outputs.map((output) => output.label)];
  for (const row of values.shownRows()) lines.push(outputs.map((output) => output.value(row)));
  return lines.map((line) => line.map(quote).join(',')).join('\r\n') + '\r\n';
}

// A text that a spreadsheet would run as a formula is disarmed; numbers keep their sign.
function quote(value) {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
