import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, launch } from 'puppeteer-core';

/** A Chromium that is here already, else the one that came with the packages. */
export async function launchChromium(): Promise<Browser> {
  const installed = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  );
  return launch({
    executablePath: installed ?? (await chromium.executablePath()),
    headless: true,
    // Not the package's own arguments: they switch the web's security off.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=en-GB',
    ],
    env: { ...process.env, TZ: 'Europe/Berlin' },
  });
}
