// Screenshots of a finished report, to be looked at: node scripts/look.mjs REPORT OUT [NAME …]
//   REPORT  a folder of pages or a single HTML file
//   NAME    wide, narrow, dark, print; all of them by default
// Pages are shot in full; a print becomes a PDF and, where pdftoppm is there, its pages as PNG.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawAll, openBrowser } from '../tests/browser/browser.mjs';

const [report, out, ...wanted] = process.argv.slice(2);
if (!report || !out) {
  console.error('usage: node scripts/look.mjs REPORT OUT [wide|narrow|dark|print …]');
  process.exit(2);
}
const views = {
  wide: { width: 1280, height: 900 },
  narrow: { width: 390, height: 844 },
  dark: { width: 1280, height: 900, colorScheme: 'dark' },
  print: { width: 1280, height: 900, pdf: true },
};
const names = wanted.length ? wanted : Object.keys(views);
const files = statSync(report).isDirectory()
  ? readdirSync(report).filter((f) => f.endsWith('.html') && (!f.startsWith('segment-') || f.includes('premium'))).map((f) => join(report, f))
  : [report];
mkdirSync(out, { recursive: true });

const browser = await openBrowser();
for (const name of names) {
  const view = views[name];
  for (const file of files) {
    const page = await browser.newPage({
      viewport: { width: view.width, height: view.height },
      colorScheme: view.colorScheme ?? 'light',
    });
    await page.goto(pathToFileURL(resolve(file)).href);
    await drawAll(page);
    const target = join(out, `${basename(file, '.html')}-${name}`);
    if (view.pdf) {
      await page.pdf({ path: `${target}.pdf`, format: 'A4', printBackground: true, preferCSSPageSize: false });
      spawnSync('pdftoppm', ['-r', '60', '-png', `${target}.pdf`, target]);
    } else {
      await page.screenshot({ path: `${target}-top.png` });
      await page.screenshot({ path: `${target}.png`, fullPage: true });
    }
    console.log(target);
    await page.close();
  }
}
await browser.close();
