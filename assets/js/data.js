// The report's own data as it stands in the page.
export function readReport() {
  const island = document.getElementById('tessera-report');
  const empty = { metrics: {}, tables: {}, figures: {} };
  if (!island) return empty;
  return { ...empty, ...JSON.parse(island.textContent) };
}
