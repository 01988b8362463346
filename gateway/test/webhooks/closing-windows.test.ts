import { presets } from '@outbound-composer/core';
import { WebhookEvent } from '@outbound-composer/core/contract';
import { expect, it } from 'vitest';
import { receiveChannelEvents } from '../../src/app/receive-channel-events.js';
import { announceClosingWindows } from '../../src/app/webhooks/announce-closing-windows.js';
import { renderEvent } from '../../src/app/webhooks/render-event.js';
import { createSubscription } from '../../src/app/webhooks/subscriptions.js';
import { HOUR, MINUTE, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { asMachine } from '../support/factories.js';
import { type SceneOptions, scene } from '../support/sending.js';

const database = useDatabase();

async function stage(options: SceneOptions, hours: readonly number[] = [3]) {
  const set = await scene(database, options);
  const actor = asMachine(await set.make.apiKey(set.workspaceId));
  for (const windowClosingHours of hours)
    await createSubscription(
      set.deps,
      { allowPrivateUrls: ['http://127.0.0.1:1'] },
      { actor, request: { url: 'http://127.0.0.1:1', events: ['window.closing'], windowClosingHours } },
    );
  const announce = () =>
    announceClosingWindows({ db: set.db, clock: set.clock, preset: presets.current }, set.workspaceId);
  return { ...set, announce };
}

it('is told once for a window, in the hours before it closes', async () => {
  const { announce, clock, db, workspaceId } = await stage({ wroteAgo: 0 });
  expect(await announce()).toBe(0);
  clock.set(NOON + 21 * HOUR - 1);
  expect(await announce()).toBe(0);
  clock.set(NOON + 21 * HOUR);
  expect(await announce()).toBe(1);
  expect(await announce()).toBe(0);

  const event = await db
    .selectFrom('webhook_event')
    .where('workspace_id', '=', workspaceId)
    .selectAll()
    .executeTakeFirstOrThrow();
  const body = JSON.parse(await renderEvent(db, { id: workspaceId, name: 'acme' }, event));
  expect(WebhookEvent.parse(body)).toEqual(body);
  expect(body.data.window).toMatchObject({
    channel: 'whatsapp',
    lastInboundAt: new Date(NOON).toISOString(),
    closesAt: new Date(NOON + 24 * HOUR).toISOString(),
    hoursBefore: 3,
  });
});

it('is told to each subscription in its own hours', async () => {
  const { announce, clock } = await stage({ wroteAgo: 0 }, [1, 6]);
  clock.set(NOON + 18 * HOUR);
  expect(await announce()).toBe(1);
  clock.set(NOON + 23 * HOUR);
  expect(await announce()).toBe(1);
});

it('is told again for a window that the contact has opened anew', async () => {
  const { announce, account, clock, deps, identity, workspaceId } = await stage({ wroteAgo: 22 * HOUR });
  expect(await announce()).toBe(1);
  await receiveChannelEvents(deps, {
    account: { id: account.id, workspaceId, channel: 'whatsapp' },
    events: [
      {
        type: 'message',
        providerId: 'in-1',
        from: identity.address,
        name: null,
        at: clock(),
        opener: 'message',
        content: { kind: 'text', text: 'Still there?' },
      },
    ],
  });
  expect(await announce()).toBe(0);
  clock.advance(22 * HOUR);
  expect(await announce()).toBe(1);
});

it('is not told of a window that is closed already, or that ends otherwise than by time', async () => {
  const closed = await stage({ wroteAgo: 24 * HOUR });
  expect(await closed.announce()).toBe(0);
  const used = await stage({
    channel: 'wechat',
    wroteAgo: 47 * HOUR,
    identity: { outbound_since_inbound: 5 },
  });
  expect(await used.announce()).toBe(0);
  const blocked = await stage({ wroteAgo: 23 * HOUR, identity: { blocked: true } });
  expect(await blocked.announce()).toBe(0);
  const always = await stage({ channel: 'telegram', wroteAgo: 23 * HOUR });
  expect(await always.announce()).toBe(0);
});

it('goes by the length of each channel’s own window', async () => {
  const { announce, clock } = await stage({ channel: 'wechat', wroteAgo: 0 });
  clock.set(NOON + 23 * HOUR);
  expect(await announce()).toBe(0);
  clock.set(NOON + 45 * HOUR + MINUTE);
  expect(await announce()).toBe(1);
});
