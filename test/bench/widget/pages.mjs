import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
};

/** Serves pages made of text and folders of files, each under a name of its own. */
export async function servePages(pages, folders) {
  const server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const [, top, ...rest] = pathname.split('/');
    try {
      const page = rest.join('/') === '' ? pages[top] : undefined;
      const body = page ?? readFileSync(`${folders[top]}/${rest.join('/')}`);
      const type = page === undefined ? TYPES[extname(pathname)] : TYPES['.html'];
      response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A page that says, as `shownAfter`, how long it took from before the script until what it showed was painted. */
export const page = (script) => `<!doctype html>
<meta charset="utf-8">
<title>bench</title>
<div id="here"></div>
<script>window.begun = performance.now();</script>
<script type="module">
${script}
requestAnimationFrame(() => requestAnimationFrame(() => {
  window.shownAfter = performance.now() - window.begun;
}));
</script>`;

/** The element, over contacts in the page's own memory. */
export const composerPage = (contacts) => `
import './outbound-composer.js';
const all = Array.from({ length: ${contacts} }, (_, n) => {
  const firstName = 'Name' + ((n * 7919) % 5000).toString(36);
  const lastName = 'Family' + ((n * 104729) % 20000).toString(36);
  return {
    text: (firstName + ' ' + lastName).toLowerCase(),
    item: {
      id: 'contact-' + n, firstName, lastName, email: 'n' + n + '@example.com', phone: '+4915' + (100000000 + n),
      country: 'DE', language: 'de', tags: [], vip: null, matches: [],
      conversation: {
        id: 'conversation-' + n, status: 'closed', assignee: null,
        lastActivityAt: '2026-11-20T10:00:00.000Z', closedAt: '2026-11-20T10:00:00.000Z',
      },
      channels: ['whatsapp', 'email', 'sms'].map((channel) => ({ channel, verdict: 'open', closesAt: null })),
    },
  };
});
window.searching = 0;
window.answered = 0;
const search = async ({ q }) => {
  const begun = performance.now();
  const words = q.toLowerCase().split(/\\s+/).filter(Boolean);
  const items = [];
  let count = 0;
  for (const { text, item } of all) {
    if (!words.every((word) => text.includes(word))) continue;
    if (items.length < 25) items.push(item);
    if (++count === 1000) break;
  }
  window.searching += performance.now() - begun;
  window.answered += 1;
  return { items, nextCursor: null, total: { count, capped: count === 1000 }, foundUnder: [] };
};
const me = {
  workspace: { id: 'w', name: 'Northwind', preset: 'current' },
  actor: { kind: 'agent', agent: { id: 'a', name: 'Mina', externalId: 'mina', role: 'agent' } },
  now: new Date().toISOString(),
};
window.backend = {
  me: async () => me,
  searchContacts: search,
  listChannelAccounts: async () => ({ items: [] }),
};
window.show = () => {
  const element = document.createElement('outbound-composer');
  element.locale = 'en';
  element.backend = window.backend;
  document.querySelector('#here').append(element);
  return element;
};
window.shown = (element) => element.shadowRoot.querySelectorAll('.result').length;
const first = window.show();
while (window.shown(first) === 0) await new Promise(requestAnimationFrame);
`;
