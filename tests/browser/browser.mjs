// Debian's Chromium without a sandbox or a network, and the helpers that the browser tests and look.mjs share.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const candidates = [process.env.TESSERA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function openBrowser() {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install it or set TESSERA_CHROMIUM');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// Opens every fold, scrolls through the page so that lazy charts draw, and waits until they have.
export async function drawAll(page, { openFolds = false } = {}) {
  await page.waitForFunction(
    () => !document.querySelector('[data-figure]') || document.documentElement.dataset.charts,
    null,
    { timeout: 60000 },
  );
  if (openFolds) await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const step = 1200;
  for (let y = 0; y < height; y += step) {
    // Two frames: what is near the view is told of once a frame, however long a busy machine takes for one.
    await page.evaluate((top) => {
      scrollTo({ top, behavior: 'instant' });
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, y);
  }
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await page.waitForFunction(
    () => [...document.querySelectorAll('[data-figure] .chart')].every((box) => !box.offsetParent || box.querySelector('.main-svg')),
    null,
    { timeout: 60000 },
  );
  await page.waitForTimeout(150);
}
