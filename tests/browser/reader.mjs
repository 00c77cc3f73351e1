// What a reader does: sort, search, ask a number where it comes from, download, find the way; by mouse and by keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawAll } from './browser.mjs';
import { expect, visit } from './visit.mjs';

export function readerTests({ folder, single }) {
  const paths = join(folder, 'paths.html');
  const index = join(folder, 'index.html');
  return [
    {
      name: 'tables sort by mouse and give the first order back',
      run: (browser) =>
        visit(browser, paths, async (page) => {
          const header = page.locator('.table-box[data-table="flow_paths"] th[data-column="arr_total"]');
          const before = await column(page, 'flow_paths', 'arr_total');
          await header.locator('.sort').click();
          expect((await header.getAttribute('aria-sort')) === 'descending', 'aria-sort is not descending');
          const sorted = await column(page, 'flow_paths', 'arr_total');
          expect(isSorted(sorted, -1), `not descending: ${sorted.slice(0, 5)}`);
          await header.locator('.sort').click();
          expect(isSorted(await column(page, 'flow_paths', 'arr_total'), 1), 'not ascending');
          await header.locator('.sort').click();
          expect(String(await column(page, 'flow_paths', 'arr_total')) === String(before), 'the first order did not come back');
        }),
    },
    {
      name: 'tables sort by keyboard',
      run: (browser) =>
        visit(browser, paths, async (page) => {
          const button = page.locator('.table-box[data-table="flow_paths"] th[data-column="customers"] .sort');
          await button.focus();
          await page.keyboard.press('Enter');
          expect(isSorted(await column(page, 'flow_paths', 'customers'), -1), 'Enter did not sort');
          await page.keyboard.press('Space');
          expect(isSorted(await column(page, 'flow_paths', 'customers'), 1), 'Space did not sort');
        }),
    },
    {
      name: 'search keeps the rows that hold all words and hides the total',
      run: (browser) =>
        visit(browser, paths, async (page) => {
          const box = page.locator('.table-box[data-table="flow_paths"]');
          await box.locator('.table-search').fill('premium inactive');
          const rows = await box.locator('tbody tr:visible').allTextContents();
          expect(rows.length > 0, 'no row is left');
          expect(rows.every((row) => /premium/i.test(row) && /inactive/i.test(row)), 'a row without the words is left');
          expect((await box.locator('tfoot:visible').count()) === 0, 'the total is still there');
          await box.locator('.table-search').fill('no such row');
          expect(await box.locator('.table-empty').isVisible(), 'nothing says that no row fits');
        }),
    },
    {
      name: 'CSV holds every row at full precision with intervals',
      run: (browser) =>
        visit(browser, join(folder, 'segments.html'), async (page) => {
          const waiting = page.waitForEvent('download');
          await page.locator('.csv[data-csv="by_plan_type"]').first().click();
          const text = readFileSync(await (await waiting).path(), 'utf8');
          const lines = text.replace('\ufeff', '').trim().split('\r\n');
          const rows = await page.locator('.table-box[data-table="by_plan_type"]').first().locator('tbody tr').count();
          expect(lines.length === rows + 1, `${lines.length} lines for ${rows} rows`);
          expect(/\(low\)/.test(lines[0]) && /\(high\)/.test(lines[0]), `no interval columns: ${lines[0]}`);
        }),
    },
    {
      name: 'a number says where it comes from, by mouse and by Enter, and Escape closes it',
      run: (browser) =>
        visit(browser, index, async (page) => {
          const number = page.locator('.tile .num[data-metric]').nth(1);
          await number.click();
          const popover = page.locator('.popover');
          expect(await popover.isVisible(), 'the click opened nothing');
          const text = await popover.innerText();
          expect(/SQL/.test(text) && /How it is computed/.test(text), `the definition is not there: ${text}`);
          await page.keyboard.press('Escape');
          expect(await popover.isHidden(), 'Escape did not close it');
          await number.focus();
          await page.keyboard.press('Enter');
          expect(await popover.isVisible(), 'Enter opened nothing');
        }),
    },
    {
      name: 'every number in text answers',
      run: (browser) =>
        visit(browser, single, async (page) => {
          const mute = await page.evaluate(() => {
            const report = JSON.parse(document.getElementById('tessera-report').textContent);
            return [...document.querySelectorAll('.num[data-metric]')].map((n) => n.dataset.metric).filter((id) => !report.metrics[id]);
          });
          expect(mute.length === 0, `metrics not in the page: ${[...new Set(mute)].slice(0, 10)}`);
        }),
    },
    {
      name: 'the contents follow the reader and fold on narrow screens',
      run: async (browser) => {
        await visit(browser, single, async (page) => {
          await drawAll(page);
          await page.evaluate(() => document.getElementById('page-flows').scrollIntoView({ behavior: 'instant' }));
          await page.waitForFunction(() => document.querySelector('.toc > li.active > a')?.getAttribute('href') === '#page-flows', null, { timeout: 3000 });
        });
        await visit(
          browser,
          single,
          async (page) => {
            expect(await page.locator('.toc-nav').isHidden(), 'the list is open');
            await page.locator('.toc-toggle').click();
            expect(await page.locator('.toc-nav').isVisible(), 'the button opens nothing');
            await page.locator('.toc > li > a').nth(3).click();
            expect(await page.locator('.toc-nav').isHidden(), 'following a link leaves the list open');
          },
          { width: 390, height: 844 },
        );
      },
    },
    {
      name: 'without script the text, tiles and tables are there',
      run: (browser) =>
        visit(
          browser,
          single,
          async (page) => {
            expect((await page.locator('.tile').count()) >= 4, 'no tiles');
            expect((await page.locator('table.data tbody tr').count()) > 50, 'no tables');
            expect((await page.locator('.finding').count()) > 5, 'no findings');
          },
          { javaScriptEnabled: false },
        ),
    },
  ];
}

// The values of a column in the order shown, from the text that a reader sees.
function column(page, table, name) {
  return page.evaluate(
    ([id, columnName]) => {
      const element = document.querySelector(`.table-box[data-table="${id}"] table`);
      const at = [...element.tHead.rows[0].cells].findIndex((cell) => cell.dataset.column === columnName);
      return [...element.tBodies[0].rows].map((row) => Number(row.cells[at].firstChild.textContent.replace(/[^\d.-]/g, '')));
    },
    [table, name],
  );
}

function isSorted(values, sign) {
  return values.every((value, i) => i === 0 || (value - values[i - 1]) * sign >= 0);
}
