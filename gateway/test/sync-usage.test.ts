import { describe, expect, test } from 'vitest';
import type { MonthlyUsage } from '../src/channels/adapter.js';
import { syncUsage } from '../src/start/sync-usage.js';
import { loadReach, outboundRequest } from '../src/store/facts.js';
import { testClock } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { dispatchAccount } from './support/deps.js';
import { factories } from './support/factories.js';
import { fakeAdapter } from './support/fake-adapter.js';

const database = useDatabase();
const never = new AbortController().signal;

async function lineAccount() {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const account = await make.account(workspace.id, 'line');
  const contact = await make.contact(workspace.id);
  await make.identity(contact, account);
  const clock = testClock();
  const deps = { db: database.db, clock };
  const says = (usage: MonthlyUsage) =>
    syncUsage(
      deps,
      dispatchAccount(account, { ...fakeAdapter('line'), monthlyUsage: async () => usage }),
      never,
    );
  const facts = async () => {
    const [reach] = await loadReach(database.db, workspace.id, [contact.id], clock());
    const { account: known } = outboundRequest(reach!, {
      at: clock(),
      sender: 'human',
      purpose: 'support',
    });
    return { quota: known?.monthlyQuota, sent: known?.monthlySent };
  };
  return { says, facts, clock };
}

describe('What a provider says of an account’s month', () => {
  test('is what the rules go by from then on', async () => {
    const { says, facts } = await lineAccount();
    expect(await facts()).toEqual({ quota: undefined, sent: 0 });
    await says({ quota: 200, sent: 150 });
    expect(await facts()).toEqual({ quota: 200, sent: 150 });
    await says({ quota: null, sent: 160 });
    expect(await facts()).toEqual({ quota: undefined, sent: 160 });
  });

  test('never lowers the count, because what is queued here is not in the provider’s number', async () => {
    const { says, facts } = await lineAccount();
    await says({ quota: 200, sent: 150 });
    await says({ quota: 200, sent: 149 });
    expect(await facts()).toMatchObject({ sent: 150 });
  });

  test('is of its own month', async () => {
    const { says, facts, clock } = await lineAccount();
    await says({ quota: 200, sent: 200 });
    clock.advance(31 * 86_400_000);
    expect(await facts()).toEqual({ quota: 200, sent: 0 });
    await says({ quota: 200, sent: 3 });
    expect(await facts()).toEqual({ quota: 200, sent: 3 });
  });

  test('is an error where the provider counts no months', async () => {
    const make = factories(database.db);
    const workspace = await make.workspace();
    const account = dispatchAccount(await make.account(workspace.id, 'sms'), fakeAdapter('sms'));
    await expect(syncUsage({ db: database.db, clock: testClock() }, account, never)).rejects.toThrow(
      'counts no months',
    );
  });
});
