import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { launchChromium } from '../support/chromium.js';
import { SAMPLE } from './sample-order.js';

interface Demo {
  readonly crm: string;
  readonly gateway: string;
  readonly sandbox: string;
  /** A key for machines. */
  readonly apiKey: string;
  /** The instant that the sample was made for. */
  readonly now: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    demo: Demo;
  }
}

/** Starts what `npm start` starts, on free ports and in a folder that goes away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The first launch unpacks the browser; two at once would meet a half-written one.
  await (await launchChromium()).close();

  const dataDir = await mkdtemp(join(tmpdir(), 'outbound-e2e-'));
  const demo = fork(
    fileURLToPath(new URL('demo-process.mjs', import.meta.url)),
    [dataDir, SAMPLE.contacts, SAMPLE.seed, Date.now()].map(String),
  );
  const exited = once(demo, 'exit');
  const started = await Promise.race([once(demo, 'message'), exited.then(() => null)]);
  if (started === null) throw new Error('The demo did not start; its reason stands above');
  project.provide('demo', started[0] as Demo);
  return async () => {
    demo.disconnect();
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
}
