// Every document: all figures draw, nothing is said to the console, nothing is requested, every link leads somewhere.
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { drawAll } from './browser.mjs';
import { distinctPagesOf, expect, expectNone, pagesOf, visit } from './visit.mjs';

export function documentTests({ folder, single }) {
  const files = [...distinctPagesOf(folder), single];
  return [
    ...files.map((file) => ({
      name: `${basename(file)}: figures draw, quiet and offline`,
      run: (browser) =>
        visit(browser, file, async (page, seen) => {
          await drawAll(page, { openFolds: true });
          expectNone(await page.evaluate(emptyFigures), 'figures not drawn');
          expectNone(seen.console, 'console messages');
          expectNone(seen.requests, 'requests');
          expectNone(await page.evaluate(absences), 'parts said to be absent');
        }),
    })),
    ...files.map((file) => ({
      name: `${basename(file)}: no sideways scrolling at 390 px`,
      run: (browser) =>
        visit(
          browser,
          file,
          async (page) => {
            await drawAll(page, { openFolds: true });
            const { width, culprits } = await page.evaluate(overflow);
            expect(width <= 390, `the page is ${width} px wide: ${culprits.join(', ')}`);
          },
          { width: 390, height: 844 },
        ),
    })),
    { name: 'folder: every link leads to a page and an anchor', run: async () => expectNone(deadLinks(pagesOf(folder)), 'dead links') },
    { name: 'single: every link leads to an anchor', run: async () => expectNone(deadLinks([single]), 'dead links') },
    {
      name: 'ids are unique in every document',
      run: async () => {
        for (const file of [...pagesOf(folder), single]) {
          const ids = [...readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '').matchAll(/\sid="?([^"\s>]+)/g)].map((m) => m[1]);
          expectNone([...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))], `ids twice in ${basename(file)}`);
        }
      },
    },
  ];
}

export function emptyFigures() {
  return [...document.querySelectorAll('[data-figure]')]
    .filter((host) => {
      const box = host.querySelector('.chart');
      const marks = box.querySelectorAll('.trace, .sankey-link, .hm image, .heatmaplayer image, .boxlayer path, .points path, .barlayer path').length;
      return !box.querySelector('.main-svg') || !box.data?.length || marks === 0;
    })
    .map((host) => host.dataset.figure);
}

export function absences() {
  return [...document.querySelectorAll('.absent')].map((node) => node.textContent);
}

export function overflow() {
  const width = document.documentElement.scrollWidth;
  const inScrollBox = (node) => node.closest('.table-scroll, .toc-nav, pre');
  const culprits = [...document.querySelectorAll('.main *')]
    .filter((node) => node.getBoundingClientRect().right > 392 && !inScrollBox(node))
    .slice(0, 5)
    .map((node) => `${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''}`);
  return { width, culprits };
}

export function deadLinks(files) {
  const anchors = new Map();
  const text = (file) => readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
  const anchorsOf = (file) => {
    if (!anchors.has(file)) anchors.set(file, new Set([...text(file).matchAll(/\sid="?([^"\s>]+)/g)].map((m) => m[1])));
    return anchors.get(file);
  };
  const dead = [];
  for (const file of files) {
    for (const [, href] of text(file).matchAll(/<a\s[^>]*href="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(href)) continue;
      const [path, anchor] = href.split('#');
      const target = path ? join(dirname(file), decodeURIComponent(path)) : file;
      const alive = path && !path.endsWith('.html') ? true : files.includes(target) && (!anchor || anchorsOf(target).has(decodeURIComponent(anchor)));
      if (!alive) dead.push(`${basename(file)}: ${href}`);
    }
  }
  return [...new Set(dead)];
}
