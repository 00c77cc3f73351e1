// axe-core finds no serious or critical violation, in light and in dark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { drawAll } from './browser.mjs';
import { distinctPagesOf, expectNone, visit } from './visit.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Serious and critical ones, of a page whose policy is bypassed.
export async function violationsOf(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations
      .filter((v) => ['serious', 'critical'].includes(v.impact))
      .map((v) => `${v.id} (${v.impact}, ${v.nodes.length}): ${v.help}; ${v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`);
  });
}

export function accessibilityTests({ folder, single }) {
  const files = [...distinctPagesOf(folder).filter((path) => !/segment-/.test(path)), single];
  return files.flatMap((file) =>
    ['light', 'dark'].map((colorScheme) => ({
      name: `${basename(file)}: axe, ${colorScheme}`,
      run: (browser) =>
        visit(
          browser,
          file,
          async (page) => {
            await drawAll(page, { openFolds: basename(file) !== basename(single) });
            expectNone(await violationsOf(page), 'violations');
          },
          { colorScheme, bypassCSP: true },
        ),
    })),
  );
}
