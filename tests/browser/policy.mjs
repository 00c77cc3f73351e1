// What the files themselves promise: a strict policy, a size that an inbox accepts, no address to load from.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, expectNone, pagesOf } from './visit.mjs';

const singleLimit = 1_200_000; // bytes

export function policyTests({ folder, single }) {
  return [
    {
      name: 'single: at most 1.2 MB',
      run: async () => {
        const { size } = statSync(single);
        expect(size <= singleLimit, `${size} bytes, ${size - singleLimit} too many`);
      },
    },
    {
      name: 'every document has a policy without eval and without connections',
      run: async () => {
        for (const file of [...pagesOf(folder), single]) {
          const policy = /<meta http-equiv="?Content-Security-Policy"? content="([^"]+)"/i.exec(readFileSync(file, 'utf8'))?.[1];
          const where = basename(file);
          expect(policy, `${where} has no policy`);
          expect(/default-src 'none'/.test(policy), `${where}: default-src is not 'none'`);
          expect(/connect-src 'none'/.test(policy), `${where}: connect-src is not 'none'`);
          expect(!/unsafe-eval/.test(policy), `${where} allows eval`);
          expect(!/script-src[^;]*'unsafe-inline'/.test(policy), `${where} allows inline scripts`);
        }
      },
    },
    {
      name: 'no document loads anything from elsewhere',
      run: async () => {
        for (const file of [...pagesOf(folder), single]) {
          const html = readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
          const loads = [...html.matchAll(/<(?:script|link|img|iframe|source|video|object)\s[^>]*(?:src|href)="?(https?:[^"\s>]+)/g)];
          expectNone(loads.map((m) => m[1]), `loads in ${basename(file)}`);
        }
      },
    },
  ];
}
