// The reports of the other kinds: one visit a document says whether a reader gets all of it.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { violationsOf } from './accessibility.mjs';
import { drawAll } from './browser.mjs';
import { absences, deadLinks, emptyFigures, overflow } from './documents.mjs';
import { distinctPagesOf, expect, expectNone, pagesOf, visit } from './visit.mjs';

export function kindTests(reports) {
  return reports.flatMap((report) => {
    if (!statSync(report).isDirectory()) return singleTests(report, basename(report));
    const pages = pagesOf(report);
    return [
      ...distinctPagesOf(report).map((file) => opens(file, `${basename(report)}/${basename(file)}`)),
      { name: `${basename(report)}: every link leads to a page and an anchor`, run: async () => expectNone(deadLinks(pages), 'dead links') },
    ];
  });
}

function singleTests(file, name) {
  return [
    opens(file, name, async (page) => {
      expectNone(await page.evaluate(emptySeries), 'series without a value');
      expectNone(await page.evaluate(strayLinks), 'dead links');
      await sortsTables(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.waitForTimeout(400);
      const { width, culprits } = await page.evaluate(overflow);
      expect(width <= 390, `at 390 px the page is ${width} px wide: ${culprits.join(', ')}`);
    }),
    {
      name: `${name}: axe`,
      run: (browser) =>
        visit(
          browser,
          file,
          async (page) => {
            await page.evaluate(thinOut);
            expectNone(await violationsOf(page), 'violations');
          },
          { bypassCSP: true },
        ),
    },
    {
      name: `${name}: ids are unique`,
      run: async () => {
        const ids = [...readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '').matchAll(/\sid="?([^"\s>]+)/g)].map((m) => m[1]);
        expectNone([...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))], `ids twice in ${name}`);
      },
    },
  ];
}

// Rows of a table and profiles of segments are alike: axe looks at the first few.
function thinOut() {
  document.querySelectorAll('tbody').forEach((body) => [...body.rows].slice(3).forEach((row) => row.remove()));
  [...document.querySelectorAll('.profile')].slice(2).forEach((profile) => profile.remove());
}

function opens(file, name, also = async () => {}) {
  return {
    name: `${name}: figures draw, quiet and offline`,
    run: (browser) =>
      visit(browser, file, async (page, seen) => {
        await drawAll(page, { openFolds: true });
        expectNone(await page.evaluate(emptyFigures), 'figures not drawn');
        expectNone(await page.evaluate(absences), 'parts said to be absent');
        await also(page);
        expectNone(seen.console, 'console messages');
        expectNone(seen.requests, 'requests');
      }),
  };
}

// The first table with several rows: its second column up, then down.
async function sortsTables(page) {
  const orders = await page.evaluate(async () => {
    const table = [...document.querySelectorAll('table.data')].find((t) => t.tBodies[0]?.rows.length > 2 && t.querySelectorAll('button.sort').length > 1);
    const button = table.querySelectorAll('button.sort')[1];
    const order = () => [...table.tBodies[0].rows].map((row) => row.cells[1].textContent);
    const seen = [order()];
    for (let i = 0; i < 2; i += 1) {
      button.click();
      await new Promise((done) => requestAnimationFrame(done));
      seen.push(order());
    }
    return seen;
  });
  expect(orders[1].join() !== orders[2].join(), `a table does not sort: ${orders[1].join()}`);
  expect([...orders[1]].sort().join() === [...orders[2]].sort().join(), 'sorting loses rows');
}

// Links within the document that lead nowhere, what was folded away put back.
function strayLinks() {
  const targets = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href'));
  return [...new Set(targets)].filter((href) => !document.getElementById(decodeURIComponent(href.slice(1))));
}

// "figure: series" where a series of a drawn figure holds no number at all.
function emptySeries() {
  const values = (trace) => trace.z?.flat() ?? trace.q1 ?? trace.link?.value ?? trace.x ?? trace.y ?? trace.values ?? [];
  return [...document.querySelectorAll('[data-figure]')].flatMap((host) =>
    (host.querySelector('.chart').data ?? [])
      .filter((trace) => ![...values(trace)].some((value) => value !== null && value !== ''))
      .map((trace) => `${host.dataset.figure}: ${trace.name ?? trace.type}`),
  );
}
