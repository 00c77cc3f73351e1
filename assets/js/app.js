// The behaviour of a report's pages. Everything to read is in the HTML already; this draws the charts and
// answers to the reader: sorting, searching, "where does this number come from", theme, print.
// It makes no request, evaluates no text and writes nothing to the console.
import { readReport } from './data.js';
import { startCharts } from './charts.js';
import { startContents } from './contents.js';
import { fillFolds } from './folds.js';
import { startNumbers } from './numbers.js';
import { startPrinting } from './printing.js';
import { startTables } from './tables.js';
import { startTheme } from './theme.js';

async function start() {
  const report = readReport();
  document.documentElement.classList.add('js');
  startTheme();
  await fillFolds().catch(() => {}); // an old browser shows the rest
  startContents();
  startTables(report);
  startNumbers(report);
  const charts = startCharts(report);
  startPrinting(charts);
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
