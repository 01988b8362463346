import { expect, test } from 'vitest';
import type { ChannelAdapter, ChannelEvent, Inbox } from '../src/channels/adapter.js';
import { startListening } from '../src/start/listen.js';
import { createLog } from '../src/start/log.js';
import { NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { dispatchAccount, testDeps } from './support/deps.js';
import { factories } from './support/factories.js';
import { fakeAdapter } from './support/fake-adapter.js';

const database = useDatabase();
const said = (text: string): ChannelEvent => ({
  type: 'message',
  providerId: `id-${text}`,
  from: '+491701234567',
  name: null,
  at: NOON - 60_000,
  opener: 'message',
  content: { kind: 'text', text },
});

/** Listens with an adapter that hands its inbox to the test and goes on until it is stopped. */
async function listening(listen: ChannelAdapter['listen']) {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const account = dispatchAccount(await make.account(workspace.id, 'sms'), {
    ...fakeAdapter('sms'),
    ...(listen && { listen }),
  });
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const { stop } = startListening(testDeps(database.db, { accounts: [account] }), log);
  const texts = async () => {
    const rows = await database.db
      .selectFrom('message')
      .where('workspace_id', '=', workspace.id)
      .select('content')
      .execute();
    return rows.map(({ content }) => ('text' in content ? content.text : null));
  };
  return { stop, texts, lines };
}

test('what a provider hands over on our connection is written down, up to the last of it when the gateway stops', async () => {
  let handOver: (inbox: Inbox) => void;
  const connected = new Promise<Inbox>((resolve) => {
    handOver = resolve;
  });
  const { stop, texts } = await listening(async (_account, inbox, signal) => {
    handOver(inbox);
    await new Promise((ended) => signal.addEventListener('abort', ended));
    await inbox.take([said('last')]);
  });
  const inbox = await connected;
  await inbox.take([said('first')]);
  expect(await texts()).toEqual(['first']);
  await stop();
  expect(await texts()).toEqual(['first', 'last']);
});

test('a listener that fails is told of and keeps nobody else from stopping', async () => {
  const { stop, lines } = await listening(async (_account, inbox) => {
    inbox.failed(new Error('the carrier is away'));
    throw new Error('and gone for good');
  });
  await stop();
  expect(lines.join('')).toContain('the carrier is away');
  expect(lines.join('')).toContain('and gone for good');
});
