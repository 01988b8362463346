// The packed node in a real n8n, against a real gateway: what the engine alone cannot show.
//
//   node n8n-node/e2e/real-n8n.mjs --install     once: n8n itself, 2.8 GB, some ten minutes
//   node n8n-node/e2e/real-n8n.mjs               the workspace must be built
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { losingProxy } from './losing-proxy.mjs';
import { freshInstance, install, isInstalled } from './n8n-process.mjs';

const NODE = 'n8n-nodes-outbound-composer.outboundComposer';
const ADA = 'ada.okafor@example.com';
const LUCA = 'luca.moretti@example.org';
const SOPHIE = 'sophie.mueller@example.com';

if (process.argv.includes('--install')) install();
if (!isInstalled()) {
  console.error('SKIPPED, nothing was tested: n8n is not installed here. Call with --install first.');
  process.exit(0);
}

const { startDemo, freePorts } = await import('../../demo/dist/index.js');
const dataDir = mkdtempSync(join(tmpdir(), 'outbound-n8n-'));
const demo = await startDemo({
  dataDir,
  ports: await freePorts(),
  contacts: 300,
  seed: 1,
  now: Date.now(),
  pace: { delivered: 50, read: 50 },
  say: (line) => console.error(line),
});
const proxy = await losingProxy(demo.gatewayUrl);
const apiKey = await demo.createApiKey('n8n');
const n8n = freshInstance({ port: 4450 });
const tickets = await ticketSystem();
const done = [];
const proved = (what) => {
  done.push(what);
  console.log(`ok  ${what}`);
};

try {
  await n8n.importCredentials([
    { id: 'gateway1', name: 'Gateway', type: 'outboundComposerApi', data: { baseUrl: proxy.url, apiKey } },
  ]);
  await n8n.importWorkflows([
    workflow(
      'check1',
      { resource: 'eligibility', operation: 'check', channel: 'whatsapp', options: { form: 'text' } },
      [ADA, SOPHIE],
    ),
    workflow(
      'retry1',
      { resource: 'message', operation: 'send', channel: 'whatsapp', text: 'Sent once, whatever happens.' },
      [SOPHIE],
      {
        retryOnFail: true,
        maxTries: 3,
        waitBetweenTries: 100,
      },
    ),
    template('vip1', 'vip-product-update.json'),
    template('tickets1', 'follow-up-on-unresolved-tickets.json'),
    template('window1', 'window-closes-soon.json'),
    template('csat1', 'csat-after-close.json'),
    template('route1', 'new-and-returning-contacts.json', { keepTrigger: true }),
  ]);
  proved('n8n takes the packed node as a community node, and imports every workflow template');

  const checkRun = await n8n.execute('check1');
  const [eligible, notEligible] = checkRun.runs.Outbound[0].data.main;
  assert.deepEqual(
    eligible.map(({ pairedItem }) => pairedItem.item),
    [1],
  );
  assert.equal(notEligible[0].json.reason, 'window_closed');
  assert.deepEqual(
    notEligible[0].json.alternatives.map(({ channel }) => channel),
    ['email'],
  );
  proved('a check parts the items on two outputs, each with its reason and its pairing');

  let lost = 0;
  proxy.lose(({ method, path }) => method === 'POST' && path === '/v1/messages' && lost++ === 0);
  const retryRun = await n8n.execute('retry1');
  proxy.lose(() => false);
  assert.equal(retryRun.error, undefined);
  assert.equal(retryRun.runs.Outbound[0].data.main[0].length, 1);
  const sends = proxy.asked.filter(({ path }) => path === '/v1/messages');
  assert.equal(sends.length, 2);
  assert.equal(new Set(sends.map(({ key }) => key)).size, 1);
  assert.equal(
    (await outboundTexts(SOPHIE)).filter((text) => text === 'Sent once, whatever happens.').length,
    1,
  );
  proved('n8n’s own retry, after an answer that got lost, does not send twice');

  const vip = await n8n.execute('vip1');
  assert.equal(vip.error, undefined);
  const [wouldSend, wouldNot] = vip.runs['Send update'][0].data.main;
  assert.equal(wouldSend.length + wouldNot.length, vip.runs['VIP contacts'][0].data.main[0].length);
  assert.ok(wouldSend.length > 0 && wouldSend.every(({ json }) => json.dryRun === true));
  proved(`VIP product update: ${wouldSend.length} eligible, ${wouldNot.length} not, nothing sent`);

  const followUp = await n8n.execute('tickets1');
  assert.equal(followUp.error, undefined);
  const sent = itemsAt(followUp, 'Sent');
  const asked = itemsAt(followUp, 'Ask the team');
  assert.equal(sent.length + asked.length, tickets.rows.length);
  assert.ok(sent.every(({ messageId }) => typeof messageId === 'string'));
  assert.ok(asked.every(({ explanation }) => explanation.length > 0));
  proved(`follow up on unresolved tickets: ${sent.length} sent, ${asked.length} for the team`);

  await n8n.publish('route1');
  const server = n8n.start();
  try {
    const conversation = (await gateway(`/v1/contacts/email:${LUCA}`)).conversation;
    if (conversation.status !== 'closed') await gateway(`/v1/conversations/${conversation.id}/close`, {});
    await until('the webhook answers', async () => (await call(server.url, LUCA)) === 200);
    await until('the conversation is reopened', async () => {
      return (await gateway(`/v1/contacts/email:${LUCA}`)).conversation.status === 'open';
    });
    proved('route new and returning contacts: a real webhook reopened the returning customer’s conversation');
  } finally {
    await server.stop();
  }
  console.log(`${done.length} passed, 0 failed`);
} finally {
  tickets.stop();
  proxy.stop();
  n8n.remove();
  await demo.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** A manual start, the contacts as items, and our node over them. */
function workflow(id, parameters, emails, settings = {}) {
  const contact = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
  const code = `return ${JSON.stringify(emails)}.map((email) => ({ json: { email } }));`;
  return {
    id,
    name: id,
    active: false,
    settings: { executionOrder: 'v1' },
    nodes: [
      node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
      node('Contacts', 'n8n-nodes-base.code', 2, { jsCode: code }),
      { ...withCredential(node('Outbound', NODE, 1, { contact, ...parameters })), ...settings },
    ],
    connections: { Start: to('Contacts'), Contacts: to('Outbound') },
  };
}

function node(name, type, typeVersion, parameters) {
  return { id: `id-${name}`, name, type, typeVersion, position: [0, 0], parameters };
}

function to(name) {
  return { main: [[{ node: name, type: 'main', index: 0 }]] };
}

/** A template as somebody would set it up: our credential chosen, their ticket system entered. */
function template(id, file, { keepTrigger = false } = {}) {
  const json = JSON.parse(readFileSync(new URL(`../../demo/workflows/${file}`, import.meta.url), 'utf8'));
  const nodes = json.nodes.map((one) => {
    if (one.type === NODE || one.type === `${NODE}Trigger`) return withCredential(one);
    if (one.type === 'n8n-nodes-base.httpRequest')
      return { ...one, parameters: { ...one.parameters, url: tickets.url } };
    // `n8n execute` begins at a manual trigger only.
    if (one.type === 'n8n-nodes-base.scheduleTrigger' && !keepTrigger)
      return { ...one, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
    return one;
  });
  const { pinData: _, ...rest } = json;
  return { ...rest, id, active: false, nodes };
}

function withCredential(one) {
  return { ...one, credentials: { outboundComposerApi: { id: 'gateway1', name: 'Gateway' } } };
}

/** The rows that the template has pinned, served as the user's own system would. */
async function ticketSystem() {
  const file = new URL('../../demo/workflows/follow-up-on-unresolved-tickets.json', import.meta.url);
  const rows = JSON.parse(readFileSync(file, 'utf8')).pinData['Unresolved tickets'].map(({ json }) => json);
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows)),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    rows,
    url: `http://127.0.0.1:${server.address().port}/api/unresolved`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function itemsAt({ runs }, name) {
  return (runs[name] ?? []).flatMap(({ data }) => data.main[0].map(({ json }) => json));
}

async function gateway(path, body) {
  const answer = await fetch(demo.gatewayUrl + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

async function outboundTexts(email) {
  const { items } = await gateway(`/v1/contacts/email:${email}/messages?limit=200`);
  return items.filter(({ direction }) => direction === 'outbound').map(({ content }) => content.text);
}

async function call(url, email) {
  try {
    const answer = await fetch(`${url}/webhook/new-and-returning-contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    return answer.status;
  } catch {
    return 0;
  }
}

async function until(what, holds) {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited a minute, but not yet: ${what}`);
    await sleep(200);
  }
}
