import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

/** A Chromium that is already here, else the one that came with the packages. */
export async function chromiumPath() {
  const installed = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  return installed ?? (await chromium.executablePath());
}

/** The package's own default flags switch off security that tests rely on, so they are not used. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
