// A visit to one page that remembers everything a quiet, offline page must not do.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function visit(browser, file, work, { width = 1280, height = 900, colorScheme = 'light', ...rest } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, acceptDownloads: true, ...rest });
  context.setDefaultTimeout(180000); // a busy machine is no failure
  const page = await context.newPage();
  const seen = { console: [], requests: [] };
  page.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => seen.console.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) seen.requests.push(request.url());
  });
  await context.route(/^(?!file:|blob:|data:)/, (route) => route.abort());
  try {
    await page.goto(pathToFileURL(file).href);
    await work(page, seen);
  } finally {
    await context.close();
  }
}

export function pagesOf(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name));
}

// The pages that differ from each other: every page, and of the many segment pages the first two.
export function distinctPagesOf(folder) {
  const pages = pagesOf(folder);
  const isSegment = (path) => /\/segment-[^/]*$/.test(path);
  return [...pages.filter((path) => !isSegment(path)), ...pages.filter(isSegment).slice(0, 2)];
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

export function expectNone(list, what) {
  expect(list.length === 0, `${list.length} ${what}:\n${list.slice(0, 12).join('\n')}`);
}
