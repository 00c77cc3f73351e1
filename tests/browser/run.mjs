// Opens a finished report in Chromium as a reader would, from file://, in both forms:
//   node tests/browser/run.mjs FOLDER SINGLE.html [HOSTILE.html [KIND …]]
// HOSTILE is a report over data whose names try to run as script; a KIND is a report of another kind, a
// folder or a single file, which is opened and looked through once. The last line is "N passed, N failed".
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openBrowser } from './browser.mjs';
import { accessibilityTests } from './accessibility.mjs';
import { documentTests } from './documents.mjs';
import { hostileTests } from './hostile.mjs';
import { kindTests } from './kinds.mjs';
import { policyTests } from './policy.mjs';
import { printTests } from './print.mjs';
import { readerTests } from './reader.mjs';
import { themeTests } from './theme.mjs';

const [folder, single, hostile, ...kinds] = process.argv.slice(2).map((path) => resolve(path));
if (!folder || !single) {
  console.error('usage: node tests/browser/run.mjs FOLDER SINGLE.html [HOSTILE.html [KIND …]]');
  process.exit(2);
}
for (const path of [folder, single, hostile, ...kinds].filter(Boolean)) {
  if (existsSync(path)) continue;
  console.error(`no such report: ${path}`);
  process.exit(2);
}

const reports = { folder, single, hostile };
const tests = [
  ...policyTests(reports),
  ...documentTests(reports),
  ...readerTests(reports),
  ...themeTests(reports),
  ...printTests(reports),
  ...accessibilityTests(reports),
  ...hostileTests(reports),
  ...kindTests(kinds),
];
const only = process.env.TESSERA_BROWSER_ONLY; // a part of a name, while working on one test
const skip = process.env.TESSERA_BROWSER_SKIP ? new RegExp(process.env.TESSERA_BROWSER_SKIP) : null;

const browser = await openBrowser();
let passed = 0;
let skipped = 0;
const failures = [];
for (const test of tests.filter(({ name }) => !only || name.includes(only))) {
  if (skip?.test(test.name)) {
    skipped += 1;
    continue;
  }
  try {
    await test.run(browser);
    passed += 1;
    console.log(`ok   ${test.name}`);
  } catch (error) {
    failures.push(test.name);
    console.log(`FAIL ${test.name}\n     ${String(error.message).split('\n').slice(0, 16).join('\n     ')}`);
  }
}
await browser.close();
console.log(`${passed} passed, ${failures.length} failed, ${skipped} skipped`);
process.exit(failures.length ? 1 : 0);
