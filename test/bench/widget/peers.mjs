import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Elements that others give away for a script tag: what of each package a page loads, and how a page shows it.
 * They come from the registry when the benchmark first runs; nothing else of the workspace needs them.
 */
export const PEERS = [
  {
    name: '@n8n/chat',
    version: '1.37.0',
    files: ['dist/chat.bundle.es.js', 'dist/style.css'],
    show: `import { createChat } from './dist/chat.bundle.es.js';
      createChat({ webhookUrl: '/none', mode: 'fullscreen', target: '#here', loadPreviousSession: false });`,
  },
  {
    name: 'deep-chat',
    version: '2.4.2',
    files: ['dist/deepChat.bundle.js'],
    show: `import './dist/deepChat.bundle.js';
      document.querySelector('#here').append(document.createElement('deep-chat'));`,
  },
  {
    name: 'emoji-picker-element',
    version: '1.29.1',
    files: ['picker.js', 'database.js'],
    show: `import './picker.js';
      document.querySelector('#here').append(document.createElement('emoji-picker'));`,
  },
];

const cache = fileURLToPath(new URL('../../.cache/peers/', import.meta.url));

/** Folder of an unpacked peer. */
export function unpack({ name, version }) {
  const folder = `${cache}${name.replace('/', '-')}-${version}`;
  if (existsSync(`${folder}/package.json`)) return folder;
  mkdirSync(folder, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', cache], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', `${cache}${filename}`, '-C', folder, '--strip-components=1']);
  return folder;
}

export const readFiles = (folder, files) => files.map((file) => readFileSync(`${folder}/${file}`));
