// On paper: every figure is drawn even if nobody scrolled to it, nothing is wider than the sheet, no chrome.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, expectNone, visit } from './visit.mjs';

export function printTests({ single }) {
  return [
    {
      name: 'printing draws every figure at once, in light colours, and gives the screen back',
      run: (browser) =>
        visit(
          browser,
          single,
          async (page, seen) => {
            await page.waitForFunction(() => document.documentElement.dataset.charts === 'ready', null, { timeout: 60000 });
            const during = await page.evaluate(() => {
              dispatchEvent(new Event('beforeprint'));
              const figures = [...document.querySelectorAll('[data-figure]')];
              return {
                undrawn: figures.filter((host) => !host.querySelector('.main-svg')).map((host) => host.dataset.figure),
                faint: figures.filter((host) => [...host.querySelectorAll('.sankey-link')].some((link) => link.style.opacity !== '' && Number(link.style.opacity) < 1)).map((host) => host.dataset.figure),
                wide: figures.filter((host) => host.querySelector('.main-svg')?.getBoundingClientRect().width > 700).map((host) => host.dataset.figure),
                theme: document.documentElement.dataset.theme,
              };
            });
            expectNone(during.undrawn, 'figures not drawn');
            expectNone(during.faint, 'flows still fading in');
            expectNone(during.wide, 'figures wider than the paper');
            expect(during.theme === 'light', 'not in light colours');
            await page.evaluate(() => dispatchEvent(new Event('afterprint')));
            expect((await page.evaluate(() => document.documentElement.dataset.theme)) === undefined, 'the theme did not come back');
            expectNone(seen.console, 'console messages');
          },
          { colorScheme: 'dark' },
        ),
    },
    {
      name: 'nothing is wider than the sheet and the chrome is gone',
      run: (browser) =>
        visit(browser, single, async (page) => {
          await page.emulateMedia({ media: 'print' });
          await page.setViewportSize({ width: 690, height: 975 });
          const found = await page.evaluate(() => ({
            wide: [...document.querySelectorAll('table.data')].filter((t) => t.scrollWidth > 690 && t.offsetParent).map((t) => `${t.closest('.table-box')?.dataset.table ?? t.id}: ${t.scrollWidth} px`),
            side: getComputedStyle(document.querySelector('.side')).display,
          }));
          expectNone(found.wide, 'tables wider than the sheet');
          expect(found.side === 'none', 'the contents list is printed');
        }),
    },
    ...['A4', 'Letter'].map((format) => ({
      name: `a PDF in ${format} holds the report`,
      run: (browser) =>
        visit(browser, single, async (page) => {
          await page.waitForFunction(() => document.documentElement.dataset.charts === 'ready', null, { timeout: 60000 });
          const folder = mkdtempSync(join(tmpdir(), 'tessera-print-'));
          try {
            const path = join(folder, 'report.pdf');
            await page.pdf({ path, format, printBackground: true });
            expect(statSync(path).size > 100_000, 'the PDF is nearly empty');
            const text = spawnSync('pdftotext', [path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
            if (text.status === 0) {
              const title = await page.locator('h1').first().innerText();
              expect(text.stdout.replace(/\s+/g, ' ').includes(title), 'the title is not in the PDF');
              const heads = await page.evaluate(() =>
                [...document.querySelectorAll('table.data:has(tbody tr:nth-child(100)) thead')].map((t) => t.innerText.trim().split(/\s*[\t\n]\s*/).join(' ')));
              const words = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout.replace(/[^\S\n]+/g, ' ');
              expect(heads.length > 0, 'no table is long enough to go over a sheet');
              for (const head of heads) {
                expect(words.split(head).length > 2, `the head "${head}" is not repeated`);
              }
            }
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        }),
    })),
  ];
}
