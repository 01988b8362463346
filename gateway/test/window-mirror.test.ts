import { describe, expect, test } from 'vitest';
import { retryMessage } from '../src/app/retry-message.js';
import { DAY, HOUR, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { failure, rejected } from './support/fake-adapter.js';
import { scene } from './support/sending.js';

const database = useDatabase();

/** When the search takes the contact's window to close. */
const windowClosesAt = async (contactId: string) =>
  (
    await database.db
      .selectFrom('contact')
      .where('id', '=', contactId)
      .select('window_closes_at')
      .executeTakeFirstOrThrow()
  ).window_closes_at;

describe('the window that a search sorts by', () => {
  const END = new Date(NOON - HOUR + 2 * DAY);

  test('closes with the message that uses up the cap, and opens again when that was not taken', async () => {
    const world = await scene(database, { channel: 'wechat', identity: { outbound_since_inbound: 3 } });
    await world.send('The fourth of five');
    expect(await windowClosesAt(world.contact.id)).toEqual(END);
    const last = await world.send('The fifth of five');
    expect(await windowClosesAt(world.contact.id)).toBeNull();

    world.adapter.answer({ outcome: 'rejected', failure: failure('provider_busy', true) });
    await world.dispatch(last);
    expect((await world.message(last)).status).toBe('failed');
    expect(await windowClosesAt(world.contact.id)).toEqual(END);

    await retryMessage(world.deps, { actor: world.agent, messageId: last });
    expect(await windowClosesAt(world.contact.id)).toBeNull();
  });

  test('closes when messages from before the contact wrote leave afterwards and fill the cap', async () => {
    const world = await scene(database, { channel: 'wechat' });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await world.send());
    world.clock.advance(HOUR);
    await world.receive();
    expect(await windowClosesAt(world.contact.id)).toEqual(new Date(NOON + HOUR + 2 * DAY));
    world.clock.advance(HOUR);
    for (const message of ids) await world.dispatch(message);
    expect(await windowClosesAt(world.contact.id)).toBeNull();
  });

  test('stays open where the channel counts nothing', async () => {
    const world = await scene(database, { channel: 'whatsapp' });
    const end = new Date(NOON - HOUR + DAY);
    const message = await world.send();
    expect(await windowClosesAt(world.contact.id)).toEqual(end);
    world.adapter.answer(rejected());
    await world.dispatch(message);
    expect(await windowClosesAt(world.contact.id)).toEqual(end);
  });
});
