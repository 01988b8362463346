import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, startDemo } from '@outbound-composer/demo';
import type { TestProject } from 'vitest/node';
import { launchChromium } from '../support/chromium.js';
import { SAMPLE } from './sample.js';

declare module 'vitest' {
  interface ProvidedContext {
    demo: { crm: string; gateway: string; sandbox: string; apiKey: string; now: number };
  }
}

/** Starts what `npm start` starts, on free ports and in a folder that goes away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The first launch unpacks the browser; two at once would meet a half-written one.
  await (await launchChromium()).close();

  const dataDir = await mkdtemp(join(tmpdir(), 'outbound-e2e-'));
  const now = Date.now();
  const demo = await startDemo({
    dataDir,
    ports: await freePorts(),
    contacts: SAMPLE.contacts,
    seed: SAMPLE.seed,
    now,
    pace: { delivered: 50, read: 50 },
    say: () => {},
  });
  project.provide('demo', {
    crm: demo.crmUrl,
    gateway: demo.gatewayUrl,
    sandbox: demo.sandboxUrl,
    apiKey: await demo.createApiKey('end-to-end'),
    now,
  });
  return async () => {
    await demo.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
