import { beforeEach, describe, expect, test } from 'vitest';
import { assignConversation } from '../src/app/assign-conversation.js';
import { closeConversation } from '../src/app/close-conversation.js';
import type { Actor, Deps } from '../src/app/deps.js';
import { getConversation } from '../src/app/get-conversation.js';
import { reopenConversation } from '../src/app/reopen-conversation.js';
import { snoozeConversation } from '../src/app/snooze-conversation.js';
import { wakeSnoozed } from '../src/app/wake-snoozed.js';
import { HOUR, NOON, type TestClock, testClock } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { testDeps } from './support/deps.js';
import { asAgent, asMachine, factories } from './support/factories.js';

const database = useDatabase();
let deps: Deps;
let clock: TestClock;
let make: ReturnType<typeof factories>;
let workspaceId: string;
let ada: Actor & { kind: 'agent' };
let bob: Actor & { kind: 'agent' };

beforeEach(async () => {
  clock = testClock();
  deps = testDeps(database.db, { clock });
  make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  ada = asAgent(await make.agent(workspaceId, { name: 'Ada' })) as typeof ada;
  bob = asAgent(await make.agent(workspaceId, { name: 'Bob' })) as typeof bob;
});

const aConversation = async (given: Parameters<typeof make.conversation>[1] = {}) =>
  make.conversation(await make.contact(workspaceId), given);

const auditOf = (conversationId: string) =>
  database.db
    .selectFrom('audit')
    .where('conversation_id', '=', conversationId)
    .select(['action', 'actor_kind', 'actor_id', 'detail'])
    .orderBy('at')
    .orderBy('id')
    .execute();

const mirrorOf = (contactId: string) =>
  database.db
    .selectFrom('contact')
    .where('id', '=', contactId)
    .select(['conversation_status', 'assignee_id', 'last_activity_at', 'closed_at'])
    .executeTakeFirstOrThrow();

const eventsOf = (contactId: string) =>
  database.db.selectFrom('event').where('contact_id', '=', contactId).selectAll().orderBy('id').execute();

describe('reopening', () => {
  test('opens a closed conversation, assigns it to the agent, and keeps the note of its closing', async () => {
    const { id, contact_id } = await aConversation({ closing_category: 'solved', closed_by: bob.agentId });
    const conversation = await reopenConversation(deps, {
      actor: ada,
      conversationId: id,
      reason: 'fix is out',
      takeOver: false,
    });
    expect(conversation).toMatchObject({
      status: 'open',
      assignee: { id: ada.agentId, name: 'Ada' },
      closedAt: null,
      openedAt: new Date(NOON).toISOString(),
      reopenReason: 'fix is out',
      closing: { category: 'solved', summary: null, by: { id: bob.agentId, name: 'Bob' } },
    });
    expect(await mirrorOf(contact_id)).toEqual({
      conversation_status: 'open',
      assignee_id: ada.agentId,
      last_activity_at: new Date(NOON),
      closed_at: null,
    });
    expect(await auditOf(id)).toMatchObject([
      {
        action: 'conversation_reopened',
        actor_id: ada.agentId,
        detail: { from: 'closed', reason: 'fix is out' },
      },
      { action: 'conversation_assigned', detail: { from: null, to: ada.agentId } },
    ]);
    expect(await eventsOf(contact_id)).toMatchObject([
      { type: 'conversation.changed', assignee_id: ada.agentId, payload: { conversation } },
    ]);
  });

  test('twice by the same agent leaves one trace', async () => {
    const { id } = await aConversation();
    const first = await reopenConversation(deps, { actor: ada, conversationId: id, takeOver: false });
    clock.advance(HOUR);
    expect(await reopenConversation(deps, { actor: ada, conversationId: id, takeOver: false })).toEqual(
      first,
    );
    expect(await auditOf(id)).toHaveLength(2);
  });

  test("another agent's conversation asks first and is recorded as taken over", async () => {
    const { id } = await aConversation({ assignee_id: bob.agentId });
    await expect(
      reopenConversation(deps, { actor: ada, conversationId: id, takeOver: false }),
    ).rejects.toMatchObject({
      code: 'takeover_required',
      extra: { assignee: { id: bob.agentId, name: 'Bob' } },
    });
    expect(await getConversation(deps, { actor: ada, conversationId: id })).toMatchObject({
      status: 'closed',
    });

    const taken = await reopenConversation(deps, { actor: ada, conversationId: id, takeOver: true });
    expect(taken.assignee?.id).toBe(ada.agentId);
    expect((await auditOf(id)).map((entry) => entry.action)).toContain('conversation_taken_over');
  });

  test('by a machine keeps the assignee', async () => {
    const machine = asMachine(await make.apiKey(workspaceId));
    const { id } = await aConversation({ assignee_id: bob.agentId });
    const conversation = await reopenConversation(deps, {
      actor: machine,
      conversationId: id,
      takeOver: false,
    });
    expect(conversation).toMatchObject({ status: 'open', assignee: { id: bob.agentId } });
    expect(await auditOf(id)).toMatchObject([{ action: 'conversation_reopened', actor_kind: 'machine' }]);
  });
});

describe('closing', () => {
  test('keeps the assignee where the workspace says so', async () => {
    const { id, contact_id } = await aConversation({ status: 'open', assignee_id: ada.agentId });
    const conversation = await closeConversation(deps, {
      actor: ada,
      conversationId: id,
      category: 'delivery',
      summary: 'The parcel was found.',
    });
    expect(conversation).toMatchObject({
      status: 'closed',
      assignee: { id: ada.agentId },
      closedAt: new Date(NOON).toISOString(),
      closing: {
        category: 'delivery',
        summary: 'The parcel was found.',
        by: { id: ada.agentId, name: 'Ada' },
      },
    });
    expect(await mirrorOf(contact_id)).toMatchObject({
      conversation_status: 'closed',
      closed_at: new Date(NOON),
    });
  });

  test('removes the assignee where the workspace says so', async () => {
    const other = await make.workspace({ keep_assignee_on_close: false });
    const agent = asAgent(await make.agent(other.id)) as Actor & { kind: 'agent' };
    const { id } = await make.conversation(await make.contact(other.id), {
      status: 'open',
      assignee_id: agent.agentId,
    });
    const conversation = await closeConversation(deps, { actor: agent, conversationId: id });
    expect(conversation.assignee).toBeNull();
    expect(await auditOf(id)).toMatchObject([
      { action: 'conversation_closed', detail: { assignee: agent.agentId, assigneeKept: false } },
    ]);
  });

  test('a closed one again changes its note and not its hour', async () => {
    const { id, closed_at } = await aConversation({ closing_category: 'solved' });
    const conversation = await closeConversation(deps, {
      actor: ada,
      conversationId: id,
      category: 'refund',
    });
    expect(conversation.closing?.category).toBe('refund');
    expect(conversation.closedAt).toBe(closed_at?.toISOString());
  });
});

describe('snoozing', () => {
  test('puts aside until an instant, at which the conversation opens by itself', async () => {
    const { id } = await aConversation({ status: 'open' });
    const until = new Date(NOON + HOUR).toISOString();
    expect(await snoozeConversation(deps, { actor: ada, conversationId: id, until })).toMatchObject({
      status: 'snoozed',
      snoozedUntil: until,
    });
    clock.advance(HOUR - 1);
    expect(await wakeSnoozed(deps)).toBe(0);
    clock.advance(1);
    expect(await wakeSnoozed(deps)).toBe(1);
    expect(await getConversation(deps, { actor: ada, conversationId: id })).toMatchObject({
      status: 'open',
      snoozedUntil: null,
    });
    expect((await auditOf(id)).map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ['conversation_snoozed', 'agent'],
      ['conversation_woken', 'system'],
    ]);
  });

  test('until now is refused', async () => {
    const { id } = await aConversation({ status: 'open' });
    const until = new Date(NOON).toISOString();
    await expect(snoozeConversation(deps, { actor: ada, conversationId: id, until })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'until' }],
    });
  });
});

describe('assigning', () => {
  test('to another agent, and to nobody', async () => {
    const { id } = await aConversation();
    const toBob = await assignConversation(deps, {
      actor: ada,
      conversationId: id,
      assignee: bob.agentId,
      takeOver: false,
    });
    expect(toBob).toMatchObject({ status: 'closed', assignee: { name: 'Bob' } });
    const toNobody = await assignConversation(deps, {
      actor: bob,
      conversationId: id,
      assignee: null,
      takeOver: false,
    });
    expect(toNobody.assignee).toBeNull();
  });

  test("another agent's conversation asks first", async () => {
    const { id } = await aConversation({ assignee_id: bob.agentId });
    const take = { actor: ada, conversationId: id, assignee: 'me' };
    await expect(assignConversation(deps, { ...take, takeOver: false })).rejects.toMatchObject({
      code: 'takeover_required',
    });
    expect((await assignConversation(deps, { ...take, takeOver: true })).assignee?.id).toBe(ada.agentId);
  });

  test('to an agent of another workspace is refused', async () => {
    const { id } = await aConversation();
    const stranger = await make.agent((await make.workspace()).id);
    await expect(
      assignConversation(deps, { actor: ada, conversationId: id, assignee: stranger.id, takeOver: false }),
    ).rejects.toMatchObject({ code: 'agent_not_found', errors: [{ field: 'assignee' }] });
  });

  test('to somebody else, or to nobody, is told to whoever had it', async () => {
    const { id, contact_id } = await aConversation({ status: 'open', assignee_id: ada.agentId });
    const assign = (assignee: string | null) =>
      assignConversation(deps, { actor: ada, conversationId: id, assignee, takeOver: true });
    await assign(bob.agentId);
    await assign(null);
    await assign(ada.agentId);
    expect((await eventsOf(contact_id)).map(({ type, assignee_id }) => [type, assignee_id])).toEqual([
      ['contact.changed', ada.agentId],
      ['conversation.changed', bob.agentId],
      ['contact.changed', bob.agentId],
      ['conversation.changed', null],
      ['conversation.changed', ada.agentId],
    ]);
  });

  test('a machine cannot be the assignee', async () => {
    const { id } = await aConversation();
    const machine = asMachine(await make.apiKey(workspaceId));
    await expect(
      assignConversation(deps, { actor: machine, conversationId: id, assignee: 'me', takeOver: false }),
    ).rejects.toMatchObject({ code: 'validation_failed', errors: [{ field: 'assignee' }] });
  });
});

describe('reach', () => {
  test('an agent restricted to own contacts reaches no other conversation by its id', async () => {
    const own = asAgent(await make.agent(workspaceId, { role: 'agent_own' })) as Actor & { kind: 'agent' };
    const mine = await aConversation({ assignee_id: own.agentId });
    const others = await aConversation({ assignee_id: bob.agentId });
    const nobodys = await aConversation();
    expect((await getConversation(deps, { actor: own, conversationId: mine.id })).id).toBe(mine.id);
    for (const { id } of [others, nobodys]) {
      const ask = { actor: own, conversationId: id };
      const until = new Date(NOON + HOUR).toISOString();
      await expect(getConversation(deps, ask)).rejects.toMatchObject({ code: 'conversation_not_found' });
      await expect(reopenConversation(deps, { ...ask, takeOver: true })).rejects.toMatchObject({
        code: 'conversation_not_found',
      });
      await expect(closeConversation(deps, ask)).rejects.toMatchObject({ code: 'conversation_not_found' });
      await expect(snoozeConversation(deps, { ...ask, until })).rejects.toMatchObject({
        code: 'conversation_not_found',
      });
      await expect(
        assignConversation(deps, { ...ask, assignee: 'me', takeOver: true }),
      ).rejects.toMatchObject({ code: 'conversation_not_found' });
    }
  });

  test("another workspace's conversation is not there", async () => {
    const { id } = await aConversation();
    const stranger = asAgent(await make.agent((await make.workspace()).id, { role: 'owner' }));
    await expect(getConversation(deps, { actor: stranger, conversationId: id })).rejects.toMatchObject({
      code: 'conversation_not_found',
    });
  });
});
