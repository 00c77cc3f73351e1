// Builds what a report's pages load: node scripts/build_assets.mjs OUT
//   OUT/app.css    the design system, fonts inlined
//   OUT/app.js     the pages' behaviour, one classic script
//   OUT/plotly.js  our own plotly.js bundle
// The same sources give the same bytes. A script that would need eval fails the build: the pages' policy forbids it.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = process.argv[2];
if (!out) {
  console.error('usage: node scripts/build_assets.mjs OUT');
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const common = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  target: ['chrome100', 'firefox113', 'safari16.4'],
};

await Promise.all([
  esbuild.build({
    ...common,
    entryPoints: ['assets/css/app.css'],
    outfile: join(out, 'app.css'),
    loader: { '.woff2': 'dataurl' },
  }),
  esbuild.build({
    ...common,
    entryPoints: ['assets/js/app.js'],
    outfile: join(out, 'app.js'),
    format: 'iife',
  }),
  esbuild.build({
    ...common,
    entryPoints: ['assets/js/plotly.js'],
    outfile: join(out, 'plotly.js'),
    format: 'iife',
    target: ['es2020'],
    charset: 'ascii', // a blob script has no charset of its own
    loader: { '.css': 'empty' }, // of maps, which are not in the bundle
    plugins: [leaner()],
    define: { global: 'window', 'process.env.NODE_DEBUG': 'false', 'define.amd': 'false' },
    banner: { js: licenceBanner() },
  }),
]);

dropDescriptions('plotly.js');
for (const name of ['app.js', 'plotly.js']) refuseEval(name);
for (const name of ['app.css', 'app.js', 'plotly.js']) {
  const bytes = readFileSync(join(out, name));
  console.log(`${name} ${kb(statSync(join(out, name)).size)} (${kb(gzipSync(bytes, { level: 9 }).length)} gzipped)`);
}

// Replaces what no report uses; see the two files for what and why. Saves 60 kB of a single file.
function leaner() {
  const at = (name) => ({ path: join(root, 'assets/js', name) });
  return {
    name: 'leaner',
    setup(build) {
      build.onResolve({ filter: /^culori$/ }, () => at('plotly_colours.mjs'));
      const absent = /\/components\/(selections|modebar)$|^\.\/display_outlines$|^@plotly\/d3-sankey-circular$/;
      build.onResolve({ filter: absent }, () => at('plotly_absent.cjs'));
    },
  };
}

function licenceBanner() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/plotly.js/package.json'), 'utf8'));
  return `/* plotly.js ${version}, a partial bundle. Copyright Plotly, Inc. MIT licence: https://github.com/plotly/plotly.js */`;
}

// Every attribute of plotly.js carries its documentation; nothing reads it in a page (its own bundles leave it
// out too). Only strings and joined lists of strings and names are emptied: nothing that could have an effect.
function dropDescriptions(name) {
  const path = join(out, name);
  const string = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`/.source;
  const list = `\\[(?:${string}|[\\w$.,+])*\\]\\.join\\((?:${string})\\)`;
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(new RegExp(`([{,])description:(?:${list}|${string})(?=[,}])`, 'g'), '$1description:""'));
}

// `Function("return this")()` is a polyfill's last resort after globalThis; it is replaced so that the
// policy is never even asked.
function refuseEval(name) {
  const path = join(out, name);
  const text = readFileSync(path, 'utf8').replace(/(?:new )?Function\(\s*["']return this["']\s*\)\(\)/g, 'globalThis');
  const hits = text.match(/.{0,60}(?:\beval\(|new Function\(|[^.\w$]Function\(["'`]).{0,60}/g);
  if (hits) {
    console.error(`${name} would need eval:\n  ${hits.join('\n  ')}`);
    process.exit(1);
  }
  writeFileSync(path, text);
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
