// A report over data whose names are scripts: they are shown as text and never run.
import { drawAll } from './browser.mjs';
import { expect, visit } from './visit.mjs';

export function hostileTests({ hostile }) {
  if (!hostile) return [];
  return [
    {
      name: 'hostile names are text',
      run: (browser) =>
        visit(browser, hostile, async (page, seen) => {
          let dialogs = 0;
          page.on('dialog', (dialog) => {
            dialogs += 1;
            dialog.dismiss();
          });
          await drawAll(page, { openFolds: true });
          const state = await page.evaluate(() => ({
            pwned: window.__pwned,
            strange: [...document.querySelectorAll('.main script, .main iframe, .main object, .main [onerror], .main [onload], .main [onclick], .main img:not([src^="data:"])')].map((n) => n.outerHTML.slice(0, 80)),
          }));
          expect(state.pwned === undefined, `a name ran: ${state.pwned}`);
          expect(dialogs === 0, 'a dialog opened');
          expect(state.strange.length === 0, `elements made of data: ${state.strange.join(', ')}`);
          expect(seen.requests.length === 0, `requests: ${seen.requests.join(', ')}`);
        }),
    },
  ];
}
