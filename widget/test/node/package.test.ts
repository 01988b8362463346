import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = (file: string) => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));

// Kilobytes of 1000 bytes. What the file weighs today and a little air; a jump is to be noticed, not to be slipped in.
const BUDGET_KB = 68;

describe('what is published', () => {
  it('is one standalone file within its budget', () => {
    const file = readFileSync(dist('outbound-composer.js'));
    const kilobytes = gzipSync(file, { level: 9 }).length / 1000;
    console.log(
      `outbound-composer.js: ${(file.length / 1000).toFixed(1)} kB, ${kilobytes.toFixed(1)} kB gzip`,
    );
    expect(kilobytes).toBeLessThan(BUDGET_KB);
    expect(file.toString()).not.toMatch(/\bimport\s*\(|\bfrom\s*["']/);
  });

  it.each(['module/index.js', 'module/define.js'])('can be imported on a server: %s', (file) => {
    const script = `const { OutboundComposer } = await import(${JSON.stringify(dist(file))}); console.log(OutboundComposer.name.length > 0)`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(out.trim()).toBe('true');
  });

  it('registers nothing from its main entry', () => {
    expect(readFileSync(dist('module/index.js'), 'utf8')).not.toContain('define');
  });
});
