// Light and dark: by the system, by the switch, in the charts too; and the two dark sets of tokens are one.
import { join } from 'node:path';
import { drawAll } from './browser.mjs';
import { expect, visit } from './visit.mjs';

export function themeTests({ folder, single }) {
  const page1 = join(folder, 'segments.html');
  return [
    {
      name: 'the switch turns page and charts dark',
      run: (browser) =>
        visit(browser, page1, async (page, seen) => {
          await drawAll(page);
          const light = await look(page);
          await page.locator('[data-theme-switch]').click();
          await page.waitForTimeout(300);
          const dark = await look(page);
          expect(luminance(light.page) > 0.9 && luminance(dark.page) < 0.1, `page ${light.page} → ${dark.page}`);
          expect(luminance(light.tick) < 0.5 && luminance(dark.tick) > 0.5, `tick labels ${light.tick} → ${dark.tick}`);
          expect(seen.console.length === 0, seen.console.join('\n'));
        }),
    },
    {
      name: 'the switch and the system choose the same dark',
      run: async (browser) => {
        let bySystem;
        let bySwitch;
        await visit(browser, single, async (page) => (bySystem = await page.evaluate(tokens)), { colorScheme: 'dark' });
        await visit(browser, single, async (page) => {
          await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
          bySwitch = await page.evaluate(tokens);
        });
        expect(JSON.stringify(bySystem) === JSON.stringify(bySwitch), `the two sets differ:\n${JSON.stringify(bySystem)}\n${JSON.stringify(bySwitch)}`);
      },
    },
    {
      name: 'motion is off when asked',
      run: (browser) =>
        visit(
          browser,
          page1,
          async (page) => {
            const behaviour = await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
            expect(behaviour === 'auto', `scroll-behavior is ${behaviour}`);
          },
          { reducedMotion: 'reduce' },
        ),
    },
  ];
}

function look(page) {
  return page.evaluate(() => ({
    page: getComputedStyle(document.documentElement).backgroundColor,
    tick: getComputedStyle(document.querySelector('.chart .xtick text, .chart .ytick text')).fill,
  }));
}

function tokens() {
  const names = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.selectorText?.startsWith(':root'))
    .flatMap((rule) => [...rule.style])
    .filter((name) => name.startsWith('--'));
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, style.getPropertyValue(name).trim()]));
}

function luminance(rgb) {
  const [r, g, b] = rgb.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
