// The page that leads to the sample reports: node scripts/demo_index.mjs FOLDER
// Titles and subtitles are those of the reports, read from their report.json.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/demo_index.mjs FOLDER');
  process.exit(2);
}
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const samples = [
  ['site', 'report.html'],
  ['value_model', 'value_model.html'],
  ['lifecycle', 'lifecycle.html'],
  ['cohort', 'cohort.html'],
  ['tier_comparison', 'tier_comparison.html'],
  ['own', 'own.html'],
].filter(([site]) => existsSync(join(folder, site, 'report.json')));

const items = samples.map(([site, file]) => {
  const { report, sources, checks } = JSON.parse(readFileSync(join(folder, site, 'report.json'), 'utf8'));
  const held = checks.filter((check) => check.status === 'pass').length;
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  const size = Math.round(statSync(join(folder, file)).size / 1024);
  return `<li><h2><a href="${site}/index.html">${escape(report.title)}</a></h2>
<p>${escape(report.subtitle ?? '')}</p>
<p class="facts"><code>${escape(report.kind)}</code> · ${rows.toLocaleString('en')} rows of ${sources.length} tables ·
${held} checks hold · <a href="${file}">as one file</a>, ${size.toLocaleString('en')} kB</p></li>`;
});

writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sample reports</title>
<style>
body { max-width: 44rem; margin: 48px auto; padding: 0 16px; color: light-dark(#1c1d1f, #eceef1); background: light-dark(#fff, #15171a);
  font: 16px/26px system-ui, sans-serif; }
h1 { font-size: 28px; line-height: 36px; } h2 { margin: 0; font-size: 20px; line-height: 28px; }
ul { margin: 24px 0; padding: 0; list-style: none; } li { padding: 20px 0; border-top: 1px solid light-dark(#e4e4e0, #30343a); }
p { margin: 4px 0 0; } a { color: light-dark(#2456d6, #8fb0ff); } .facts { color: light-dark(#5b6068, #a3aab4); font-size: 14px; line-height: 22px; }
</style>
<h1>Sample reports</h1>
<p>Each is made from tables by a definition of a few lines; none holds a real person or company.</p>
<ul>
${items.join('\n')}
</ul>
`,
);
