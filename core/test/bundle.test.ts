import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../src/policy/types.js';

const source = (file: string) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));

/** What a bundler makes of an application that imports this from the package. */
async function bundle(code: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
    alias: {
      '@outbound-composer/core/channels': source('policy/compact/current.ts'),
      '@outbound-composer/core/explain': source('explain/index.ts'),
      '@outbound-composer/core/message': source('message/index.ts'),
      '@outbound-composer/core/client': source('client/index.ts'),
      '@outbound-composer/core': source('index.ts'),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const text = outputFiles[0]!.text;
  return { text, gzip: gzipSync(text, { level: 9 }).length, files: Object.keys(metafile.inputs) };
}

const everything = await bundle("export * from '@outbound-composer/core'");
const beside = await bundle(
  "export * from '@outbound-composer/core/explain'; export * from '@outbound-composer/core/message'; export * from '@outbound-composer/core/client'",
);

describe('What an application carries, minified and compressed', () => {
  it.each([
    [
      'one channel to decide by',
      "import { definePreset, judge } from '@outbound-composer/core'; import { whatsapp } from '@outbound-composer/core/channels'; const mine = definePreset('mine', whatsapp); export const ask = (request) => judge(request, mine)",
      8_200,
    ],
    ['deciding, with all channels', "export { decide } from '@outbound-composer/core'", 11_000],
    ['everything in `.`, with all channels', "export * from '@outbound-composer/core'", 12_000],
    ['decisions as sentences', "export { explain } from '@outbound-composer/core/explain'", 5_500],
    ['all sentences in two languages', "export * from '@outbound-composer/core/explain'", 7_000],
    ['messages, attachments and templates', "export * from '@outbound-composer/core/message'", 6_600],
    ['lengths of texts alone', "export { measure } from '@outbound-composer/core/message'", 1_700],
    ['the client of the gateway', "export * from '@outbound-composer/core/client'", 1_800],
  ])('%s', async (_title, code, budget) => {
    const { gzip } = await bundle(code);
    expect(gzip).toBeLessThanOrEqual(budget);
    // A budget far above what is used would notice nothing.
    expect(gzip).toBeGreaterThan(budget * 0.8);
  });

  it('leaves out every other channel when one is asked for', async () => {
    const { text } = await bundle(
      "import { definePreset, judge } from '@outbound-composer/core'; import { wechat } from '@outbound-composer/core/channels'; const mine = definePreset('mine', wechat); export const ask = (request) => judge(request, mine)",
    );
    expect(text).toContain('"wechat"');
    for (const channel of CHANNELS) {
      if (channel !== 'wechat') expect(text).not.toContain(`"${channel}"`);
    }
    expect(everything.text).toContain('"sms",[[');
  });
});

describe.each([
  ['The entry `.`', everything],
  ['What stands beside it (`./explain`, `./message`, `./client`)', beside],
])('%s touches nothing around it', (_entry, { files, text }) => {
  it('carries no zod and no Node module', () => {
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
    expect(text).not.toMatch(/\bfrom ?["']|\brequire\(|\bzod\b/);
  });

  it.each([
    ['the process', /\bprocess\b/],
    ['the global object', /\bglobalThis\b|\bglobal\./],
    ['a page', /\bdocument\.|\blocalStorage\b|\bnavigator\b/],
    ['timers', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
    ['the console', /\bconsole\b/],
    ['a clock', /\bDate\.now\b|new Date\(\)|new Date\b(?!\()|\bperformance\b/],
    ['chance', /\bMath\.random\b|\bcrypto\b/],
    ['code made at run time', /\beval\b|new Function\b/],
  ])('%s', (_title, pattern) => {
    expect(pattern.exec(text)?.[0]).toBeUndefined();
  });
});
