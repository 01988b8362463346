import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from '../support/chromium.js';
import { ComposerPage } from './composer-page.js';

/** A refusal is an answer like any other; browsers still write it to the console. */
const REFUSAL = /Failed to load resource: the server responded with a status of 409/;

/** One browser a file, a fresh context a page; every page must have been free of complaints. */
export function useBrowser(): { open: (agent: string) => Promise<ComposerPage> } {
  let browser: Browser;
  const pages: ComposerPage[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    const complaints = pages.flatMap((page) => page.complaints).filter((line) => !REFUSAL.test(line));
    await Promise.all(pages.splice(0).map((page) => page.close()));
    expect(complaints).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    open: async (agent) => {
      const page = await ComposerPage.open(browser, agent);
      pages.push(page);
      return page;
    },
  };
}
