// Before printing: light colours, every figure drawn at the paper's width, every fold opened; afterwards as before.
// The browser waits for this handler and for nothing that it starts, so all of it is synchronous.
const paperWidth = 680; // px: A4 and Letter less their margins

export function startPrinting(charts) {
  let undo = null;
  addEventListener('beforeprint', () => {
    if (undo) return;
    const root = document.documentElement;
    const theme = root.dataset.theme;
    root.dataset.theme = 'light';
    const folds = [...document.querySelectorAll('details[data-open-in-print]:not([open])')];
    folds.forEach((fold) => (fold.open = true));
    for (const chart of charts) chart.draw(paperWidth);
    undo = () => {
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      folds.forEach((fold) => (fold.open = false));
      charts.forEach((chart) => chart.redraw());
      undo = null;
    };
  });
  addEventListener('afterprint', () => undo?.());
  document.querySelector('[data-print]')?.addEventListener('click', () => print());
}
