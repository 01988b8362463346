import { readOverlay } from '@outbound-composer/core/overlay';
import { describe, expect, test } from 'vitest';
import { closeConversation } from '../src/app/close-conversation.js';
import { closeSilent } from '../src/app/close-silent.js';
import type { Actor } from '../src/app/deps.js';
import { mergeContacts } from '../src/app/merge-contacts.js';
import { listContactMessages } from '../src/app/message-history.js';
import { receiveChannelEvents } from '../src/app/receive-channel-events.js';
import { reopenConversation } from '../src/app/reopen-conversation.js';
import { retryMessage } from '../src/app/retry-message.js';
import { answerByPage, surveyByToken } from '../src/app/surveys/answer-survey.js';
import { getSurvey } from '../src/app/surveys/list-surveys.js';
import { requestSurvey } from '../src/app/surveys/request-survey.js';
import { sendDueSurveys } from '../src/app/surveys/send-due-surveys.js';
import { DEFAULT_RULES } from '../src/app/workspace-rules.js';
import { expireSurveys } from '../src/store/surveys.js';
import { DAY, HOUR, MINUTE, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { dispatchAccount } from './support/deps.js';
import { asAgent, asMachine } from './support/factories.js';
import { fakeAdapter, noAnswer, rejected } from './support/fake-adapter.js';
import { type SceneOptions, scene } from './support/sending.js';

const database = useDatabase();
const PUBLIC_URL = 'https://gateway.example';

/** A scene whose conversation is open and Ada's, in a workspace that asks after each closing. */
async function stage(options: SceneOptions = {}) {
  const world = await scene(database, {
    ...options,
    surveys: { afterClosing: true, publicUrl: PUBLIC_URL, ...options.surveys },
  });
  const { deps, agent, conversation, workspaceId, clock, db } = world;
  const open = (actor: Actor = agent) =>
    reopenConversation(deps, { actor, conversationId: conversation.id, takeOver: true });
  const close = (given: { survey?: boolean; actor?: Actor } = {}) =>
    closeConversation(deps, { actor: agent, conversationId: conversation.id, ...given });
  const surveys = (contactId = world.contact.id) =>
    db.selectFrom('survey').where('contact_id', '=', contactId).selectAll().orderBy('id').execute();
  const statuses = async () => (await surveys()).map(({ status }) => status);
  const messages = () =>
    db
      .selectFrom('message')
      .where('contact_id', '=', world.contact.id)
      .where('direction', '=', 'outbound')
      .selectAll()
      .orderBy('id')
      .execute();
  const conversationNow = () =>
    db.selectFrom('conversation').where('id', '=', conversation.id).selectAll().executeTakeFirstOrThrow();
  const due = () => sendDueSurveys(deps, workspaceId);
  /** The contact presses what was sent last, or what is given. */
  const press = (payload: string, given: { from?: string; at?: number } = {}) =>
    receiveChannelEvents(deps, {
      account: { id: world.account.id, workspaceId, channel: world.account.channel },
      events: [
        {
          type: 'message',
          providerId: `press-${Math.random()}`,
          from: given.from ?? world.identity.address,
          name: null,
          at: given.at ?? clock(),
          opener: 'message',
          content: { kind: 'text', text: '5 – very good' },
          payload,
        },
      ],
    });
  const request = (idempotencyKey: string, actor: Actor = agent, question?: string) =>
    requestSurvey(deps, {
      actor,
      idempotencyKey,
      contactId: world.contact.id,
      question,
      language: 'en',
    });
  /** Closes, waits the delay and sends; the survey and its message. */
  const asked = async () => {
    await close();
    clock.advance(10 * MINUTE);
    await due();
    const survey = (await surveys()).at(-1)!;
    if (survey.message_id === null) throw new Error(`not asked: ${survey.reason?.code}`);
    await world.dispatch(survey.message_id);
    return (await surveys()).at(-1)!;
  };
  await open();
  return {
    ...world,
    ...{ open, close, surveys, statuses, messages, conversationNow, due, press, request, asked },
  };
}

const buttonOf = ({ id }: { id: string }, score: number) => `csat:${id}:${score}`;

describe('a closing', () => {
  test('schedules a survey that is asked at its minute, leaves the conversation closed and starts no other', async () => {
    const world = await stage({ quickReplies: 10 });
    await world.close();
    expect(await world.surveys()).toMatchObject([
      {
        origin: 'closing',
        status: 'scheduled',
        due_at: new Date(NOON + 10 * MINUTE),
        agent_id: world.agent.agentId,
        agent_name: 'Ada',
        conversation_id: world.conversation.id,
      },
    ]);
    world.clock.advance(10 * MINUTE - 1);
    expect(await world.due()).toBe(0);
    expect(await world.messages()).toEqual([]);

    const closed = await world.conversationNow();
    world.clock.advance(1);
    expect(await world.due()).toBe(1);
    const [message] = await world.messages();
    expect(message).toMatchObject({
      purpose: 'csat',
      author_kind: 'automation',
      author_id: null,
      status: 'queued',
      form: 'free_form',
    });
    expect(await world.surveys()).toMatchObject([
      {
        status: 'sending',
        message_id: message?.id,
        channel: 'whatsapp',
        question: 'How satisfied are you with our help?',
        asked_at: new Date(NOON + 10 * MINUTE),
        expires_at: new Date(NOON + 10 * MINUTE + 7 * DAY),
      },
    ]);

    await world.dispatch(message!.id);
    expect(await world.statuses()).toEqual(['sent']);
    expect(await world.conversationNow()).toEqual(closed);
    world.clock.advance(DAY);
    expect(await world.due()).toBe(0);
    expect(world.adapter.sent).toHaveLength(1);
  });

  test('asks with buttons where the channel has enough of them, in the contact’s language', async () => {
    const world = await stage({ quickReplies: 5, contact: { language: 'de-AT' } });
    const survey = await world.asked();
    expect(world.adapter.sent.map(({ content }) => content)).toEqual([
      {
        kind: 'text',
        text: 'Wie zufrieden sind Sie mit unserer Hilfe?',
        subject: null,
        listLabel: 'Antworten',
        quickReplies: ['sehr schlecht', 'schlecht', 'mittel', 'gut', 'sehr gut'].map((words, index) => ({
          id: buttonOf(survey, index + 1),
          title: `${index + 1} – ${words}`,
        })),
      },
    ]);
  });

  test('asks with a link where the channel has too few buttons, and only the contact learns it', async () => {
    const world = await stage({ channel: 'sms', quickReplies: 3 });
    const survey = await world.asked();
    const { content } = world.adapter.sent[0]!;
    expect(content).toMatchObject({ kind: 'text' });
    const [, token = ''] = /\n\nhttps:\/\/gateway\.example\/s\/([\w-]{43})$/.exec(content.text) ?? [];
    const found = await surveyByToken(world.deps, world.workspaceId, token);
    expect(found).toMatchObject({ state: 'open', survey: { id: survey.id } });
    const shown = await listContactMessages(world.deps, {
      actor: world.agent,
      contactId: world.contact.id,
      limit: 10,
    });
    expect(shown.items[0]?.content.text).toBe('How satisfied are you with our help?');
    expect(JSON.stringify([shown, await world.events()])).not.toContain(token);
  });

  test('is credited to who had the conversation then, whatever becomes of it', async () => {
    const world = await stage();
    await world.db
      .updateTable('workspace')
      .set({ keep_assignee_on_close: false })
      .where('id', '=', world.workspaceId)
      .execute();
    const bob = asAgent(await world.make.agent(world.workspaceId, { name: 'Bob' }));
    await world.close({ actor: bob });
    await world.db
      .updateTable('agent')
      .set({ name: 'Ada B.' })
      .where('id', '=', world.agent.agentId)
      .execute();
    expect(await world.conversationNow()).toMatchObject({ assignee_id: null });
    expect(await world.surveys()).toMatchObject([{ agent_id: world.agent.agentId, agent_name: 'Ada' }]);
  });

  test('that nobody had is credited to whoever closed it, and a machine’s to nobody', async () => {
    const world = await stage();
    const unassign = () =>
      world.db
        .updateTable('conversation')
        .set({ assignee_id: null })
        .where('id', '=', world.conversation.id)
        .execute();
    await unassign();
    await world.close();
    await world.open();
    await unassign();
    const machine = asMachine(await world.make.apiKey(world.workspaceId));
    await world.close({ actor: machine });
    expect((await world.surveys()).map(({ agent_name }) => agent_name)).toEqual(['Ada', null]);
  });

  test('asks or not as it says itself', async () => {
    const world = await stage();
    await world.close({ survey: false });
    expect(await world.surveys()).toEqual([]);
    const silent = await stage({ surveys: { afterClosing: false } });
    await silent.close();
    expect(await silent.surveys()).toEqual([]);
    await silent.open();
    await silent.close({ survey: true });
    expect(await silent.statuses()).toEqual(['scheduled']);
  });

  test.each([
    [true, ['scheduled']],
    [false, []],
  ])('by silence counts when the workspace says so: %s', async (afterAutoClose, expected) => {
    const world = await stage({ surveys: { afterAutoClose } });
    world.clock.advance(2 * HOUR);
    const closing = { ...DEFAULT_RULES.closing, autoCloseHours: 1 };
    const deps = { ...world.deps, rules: { ...DEFAULT_RULES, closing } };
    expect(await closeSilent(deps, world.workspaceId)).toBe(1);
    expect(await world.statuses()).toEqual(expected);
  });
});

describe('a conversation that is open again', () => {
  test.each(['an agent', 'the contact'])('by %s cancels the survey that was not asked yet', async (who) => {
    const world = await stage();
    await world.close();
    world.clock.advance(10 * MINUTE - 1);
    if (who === 'an agent') await world.open();
    else await world.receive();
    world.clock.advance(1);
    expect(await world.due()).toBe(0);
    expect(await world.surveys()).toMatchObject([{ status: 'cancelled', reason: { code: 'reopened' } }]);
    expect(await world.messages()).toEqual([]);
    // The next closing counts for itself.
    await world.close();
    expect(await world.statuses()).toEqual(['cancelled', 'scheduled']);
  });

  test('at the moment of asking is asked, or cancelled, but never both', async () => {
    const world = await stage();
    await world.close();
    world.clock.advance(10 * MINUTE);
    await Promise.all([world.due(), world.receive()]);
    const [survey] = await world.surveys();
    expect((await world.messages()).length).toBe(survey?.status === 'cancelled' ? 0 : 1);
    expect(['cancelled', 'sending']).toContain(survey?.status);
  });
});

describe('a contact is asked once in seven days', () => {
  test('to the millisecond, over closings and requests alike', async () => {
    const world = await stage();
    const first = await world.asked();
    const again = first.asked_at!.getTime() + 7 * DAY;
    world.clock.set(again - 1);
    await world.receive();
    expect(await world.request('too-soon')).toMatchObject({
      status: 'not_sent',
      reason: { code: 'cooldown', message: 'The contact was asked less than 7 days ago.' },
    });
    world.clock.set(again);
    expect(await world.request('in-time')).toMatchObject({ status: 'sending', origin: 'request' });
    await world.close();
    world.clock.advance(10 * MINUTE);
    await world.due();
    expect((await world.surveys()).map(({ status, reason }) => reason?.code ?? status)).toEqual([
      'sent',
      'cooldown',
      'sending',
      'cooldown',
    ]);
  });

  test('and a survey that did not reach them does not count', async () => {
    const world = await stage();
    world.adapter.answer(rejected());
    await world.asked();
    expect(await world.surveys()).toMatchObject([
      { status: 'not_sent', reason: { code: 'recipient_unreachable' } },
    ]);
    expect(await world.request('now')).toMatchObject({ status: 'sending' });
  });

  test('when two ask at the same instant, too', async () => {
    const world = await stage();
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((key) => world.request(key)));
    expect(results.map(({ status }) => status).sort()).toEqual([
      'not_sent',
      'not_sent',
      'not_sent',
      'sending',
    ]);
    expect(await world.messages()).toHaveLength(1);
  });

  test('and by one of several processes', async () => {
    const world = await stage();
    await world.close();
    world.clock.advance(10 * MINUTE);
    await Promise.all([world.due(), world.due(), world.due()]);
    expect(await world.messages()).toHaveLength(1);
  });
});

describe('the channel of a survey', () => {
  /** A second address of the contact, through which the gateway can send as well. */
  async function second(
    world: Awaited<ReturnType<typeof stage>>,
    channel: 'email' | 'telegram',
    at: number | null,
  ) {
    const account = await world.make.account(world.workspaceId, channel);
    const identity = await world.make.identity(world.contact, account, {
      last_inbound_at: at === null ? null : new Date(at),
    });
    const adapter = fakeAdapter(channel, { quickReplies: channel === 'telegram' ? 10 : 0 });
    (world.deps.accounts as Map<string, ReturnType<typeof dispatchAccount>>).set(
      account.id,
      dispatchAccount(account, adapter),
    );
    return { adapter, identity };
  }

  test('is the one that the conversation was on last', async () => {
    const world = await stage();
    const other = await second(world, 'email', NOON - DAY);
    await world.make.message(world.conversation, world.identity, { at: new Date(NOON - 2 * HOUR) });
    await world.make.message(world.conversation, other.identity, {
      at: new Date(NOON - HOUR),
      direction: 'outbound',
    });
    expect((await world.asked()).channel).toBe('email');
  });

  test('is the next one that takes it when the last one does not', async () => {
    const world = await stage({ wroteAgo: 2 * DAY });
    await second(world, 'email', null);
    await world.make.message(world.conversation, world.identity);
    expect((await world.asked()).channel).toBe('email');
  });

  test('is none when none takes it, and the survey says why in both languages', async () => {
    const world = await stage({ wroteAgo: 23 * HOUR + 55 * MINUTE });
    await world.close();
    world.clock.advance(10 * MINUTE);
    await world.due();
    const [survey] = await world.surveys();
    expect(survey).toMatchObject({ status: 'not_sent', reason: { code: 'window_closed' }, asked_at: null });
    const shown = (language: 'en' | 'de') =>
      getSurvey(world.deps, { actor: world.agent, id: survey!.id, language });
    const [english, german] = [await shown('en'), await shown('de')];
    expect(english.reason?.message).toMatch(/24 hours/);
    expect(german.reason?.message).toMatch(/24 Stunden/);
    expect(await world.messages()).toEqual([]);
  });

  test('needs buttons where the gateway does not know its own address', async () => {
    const world = await stage({ surveys: { publicUrl: null } });
    await world.close();
    world.clock.advance(10 * MINUTE);
    await world.due();
    expect(await world.surveys()).toMatchObject([{ status: 'not_sent', reason: { code: 'no_public_url' } }]);
    await second(world, 'telegram', NOON);
    expect(await world.request('again')).toMatchObject({ status: 'sending', channel: 'telegram' });
  });

  test('needs an address, and settings to send with', async () => {
    const world = await stage();
    (world.deps.accounts as Map<string, unknown>).clear();
    expect(await world.request('a')).toMatchObject({ reason: { code: 'channel_not_available' } });
    await world.db.deleteFrom('identity').where('id', '=', world.identity.id).execute();
    expect(await world.request('b')).toMatchObject({ reason: { code: 'no_channel' } });
  });

  test('waits for the end of quiet hours', async () => {
    const world = await stage({ channel: 'sms' });
    const overlay = readOverlay({
      id: 'acme',
      extends: 'current',
      rules: [
        {
          id: 'acme.sms.noon',
          channel: 'sms',
          says: { quietHours: { from: '11:00', to: '14:00', zone: 'UTC', purposes: ['csat'] } },
          because: 'people eat',
        },
      ],
    });
    if (!overlay.ok) throw new Error(JSON.stringify(overlay));
    const { preset } = overlay;
    const deps = { ...world.deps, presetFor: () => preset };
    await world.close();
    world.clock.advance(10 * MINUTE);
    await sendDueSurveys(deps, world.workspaceId);
    expect(await world.surveys()).toMatchObject([
      { status: 'scheduled', due_at: new Date(NOON + 2 * HOUR), reason: { code: 'quiet_hours' } },
    ]);
    world.clock.set(NOON + 2 * HOUR);
    await sendDueSurveys(deps, world.workspaceId);
    expect(await world.surveys()).toMatchObject([{ status: 'sending', reason: null }]);
  });

  test('gets no more messages than the workspace allows', async () => {
    const frequencyCap = { messages: 1, days: 1, purposes: ['csat', 'marketing'] as const };
    const world = await stage({ channel: 'email', sending: { frequencyCap } });
    await world.ask({ purpose: 'marketing' });
    expect(await world.request('a')).toMatchObject({ reason: { code: 'frequency_capped' } });
  });
});

describe('the message of a survey', () => {
  test('that may not leave any more when its turn comes is not sent, and its survey says why', async () => {
    const world = await stage({ wroteAgo: 23 * HOUR + 45 * MINUTE });
    await world.close();
    world.clock.advance(10 * MINUTE);
    await world.due();
    const messageId = (await world.messages())[0]!.id;
    world.clock.advance(5 * MINUTE);
    expect(await world.dispatch(messageId)).toBe('refused');
    expect(world.adapter.sent).toEqual([]);
    expect(await world.surveys()).toMatchObject([{ status: 'not_sent', reason: { code: 'window_closed' } }]);
    // It would be a survey without the rules of surveys.
    expect((await world.message(messageId)).failure).toMatchObject({ retriable: false });
    await expect(retryMessage(world.deps, { actor: world.agent, messageId })).rejects.toMatchObject({
      code: 'not_retriable',
    });
  });

  test('of unknown outcome leaves the survey open for an answer, and is settled by what comes later', async () => {
    const world = await stage({ quickReplies: 10 });
    world.adapter.answer(noAnswer());
    const survey = await world.asked();
    expect(survey).toMatchObject({ status: 'unknown', reason: { code: 'outcome_unknown' } });
    await receiveChannelEvents(world.deps, {
      account: { id: world.account.id, workspaceId: world.workspaceId, channel: 'whatsapp' },
      events: [
        {
          type: 'status',
          providerId: 'late',
          messageId: survey.message_id,
          status: 'delivered',
          at: world.clock(),
          failure: null,
        },
      ],
    });
    expect(await world.surveys()).toMatchObject([{ status: 'sent', reason: null }]);
  });
});

describe('a pressed button', () => {
  test('is the answer, and reopens nothing', async () => {
    const world = await stage({ quickReplies: 10 });
    const survey = await world.asked();
    const later = await world.ask({ schedule: { at: new Date(NOON + HOUR).toISOString() } });
    const closed = await world.conversationNow();
    world.clock.advance(MINUTE);
    await world.press(buttonOf(survey, 5));
    expect(await world.surveys()).toMatchObject([
      {
        status: 'answered',
        score: 5,
        comment: null,
        answered_in: 'chat',
        answered_at: new Date(NOON + 11 * MINUTE),
        agent_name: 'Ada',
      },
    ]);
    expect(await world.conversationNow()).toEqual(closed);
    // It opens the window all the same, and stands in the history.
    expect(await world.counted()).toBe(0);
    if ('refused' in later) throw new Error('refused');
    expect((await world.message(later.message.id)).status).toBe('scheduled');
    const { items, surveys } = await listContactMessages(world.deps, {
      actor: world.agent,
      contactId: world.contact.id,
      limit: 10,
    });
    expect(items.map(({ content }) => content.text)).toContain('5 – very good');
    expect(surveys).toMatchObject([{ status: 'answered', score: 5, scale: 5 }]);
  });

  test('counts once: a second one changes nothing', async () => {
    const world = await stage({ quickReplies: 10 });
    const survey = await world.asked();
    await world.press(buttonOf(survey, 5));
    const answered = await world.surveys();
    await world.press(buttonOf(survey, 1));
    expect(await world.surveys()).toEqual(answered);
    expect(await world.conversationNow()).toMatchObject({ status: 'closed' });
  });

  test('and the page, at the same instant, are one answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const world = await stage({ quickReplies: 10 });
      const survey = await world.asked();
      const [, onPage] = await Promise.all([
        world.press(buttonOf(survey, 5)),
        answerByPage(world.deps, survey, { score: 1, comment: 'no' }),
        world.press(buttonOf(survey, 4)),
      ]);
      const [answered] = await world.surveys();
      const inChat = answered?.answered_in === 'chat';
      expect(onPage).toBe(!inChat);
      expect(answered?.comment).toBe(inChat ? null : 'no');
      expect(inChat ? [4, 5] : [1]).toContain(answered?.score);
      const told = await world.events();
      expect(told.filter(({ payload }) => JSON.stringify(payload).includes('"answered"'))).toHaveLength(1);
    }
  });

  test('that was made up for another contact’s survey answers nothing', async () => {
    const world = await stage({ quickReplies: 10 });
    const survey = await world.asked();
    const other = await world.make.contact(world.workspaceId);
    const stranger = await world.make.identity(other, world.account);
    await world.make.conversation(other);
    await world.press(buttonOf(survey, 1), { from: stranger.address });
    expect(await world.surveys()).toEqual([survey]);
    expect(await world.surveys(other.id)).toEqual([]);
    // For them it is a message like any other.
    const { status } = await world.db
      .selectFrom('conversation')
      .where('contact_id', '=', other.id)
      .select('status')
      .executeTakeFirstOrThrow();
    expect(status).toBe('open');
  });

  test.each(['csat:{id}:6', 'csat:{id}:0', 'csat:{id}:05', 'csat:{id}:-1', 'csat:nobody:5', ''])(
    'of which nothing is known, %s, answers nothing',
    async (payload) => {
      const world = await stage({ quickReplies: 10 });
      const survey = await world.asked();
      await world.press(payload.replace('{id}', survey.id));
      expect(await world.surveys()).toEqual([survey]);
      expect(await world.conversationNow()).toMatchObject({ status: 'open' });
    },
  );

  test('counts until the deadline, to the millisecond', async () => {
    const late = await stage({ quickReplies: 10 });
    const expired = await late.asked();
    late.clock.set(expired.expires_at!.getTime());
    await late.press(buttonOf(expired, 5));
    expect(await late.surveys()).toEqual([expired]);
    expect(await late.conversationNow()).toMatchObject({ status: 'closed' });
    await expireSurveys(late.db, late.workspaceId, new Date(late.clock()));
    expect(await late.statuses()).toEqual(['expired']);

    const punctual = await stage({ quickReplies: 10 });
    const survey = await punctual.asked();
    punctual.clock.set(survey.expires_at!.getTime() - 1);
    await expireSurveys(punctual.db, punctual.workspaceId, new Date(punctual.clock()));
    await punctual.press(buttonOf(survey, 5));
    expect(await punctual.statuses()).toEqual(['answered']);
  });

  test('that was pressed in time and comes late counts', async () => {
    const world = await stage({ quickReplies: 10 });
    const survey = await world.asked();
    world.clock.set(survey.expires_at!.getTime() + HOUR);
    await expireSurveys(world.db, world.workspaceId, new Date(world.clock()));
    await world.press(buttonOf(survey, 2), { at: survey.expires_at!.getTime() - 1 });
    expect(await world.surveys()).toMatchObject([{ status: 'answered', score: 2 }]);
  });
});

test('what the contact writes about a survey opens the conversation as ever', async () => {
  const world = await stage({ quickReplies: 10 });
  const survey = await world.asked();
  await world.receive('5');
  expect(await world.conversationNow()).toMatchObject({ status: 'open' });
  expect(await world.surveys()).toEqual([survey]);
});

describe('a survey that somebody asks for', () => {
  test('leaves an open conversation as it is, and is asked once for a key', async () => {
    const world = await stage({ quickReplies: 10 });
    const before = await world.conversationNow();
    const machine = asMachine(await world.make.apiKey(world.workspaceId));
    const first = await world.request('key', machine, 'Did it arrive?');
    expect(first).toMatchObject({
      status: 'sending',
      origin: 'request',
      question: 'Did it arrive?',
      agent: { name: 'Ada' },
    });
    expect(await world.request('key', machine, 'Did it arrive?')).toEqual(first);
    await expect(world.request('key', machine, 'Else?')).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    // Another caller's key is another key, and a message's another than a survey's.
    expect((await world.request('key')).id).not.toBe(first.id);
    expect(await world.messages()).toHaveLength(1);
    expect(await world.conversationNow()).toEqual(before);
  });

  test('starts no open conversation for a contact that never had one', async () => {
    const world = await stage();
    await world.db.deleteFrom('conversation').where('id', '=', world.conversation.id).execute();
    await world.request('a');
    const row = await world.db
      .selectFrom('conversation')
      .where('contact_id', '=', world.contact.id)
      .select('status')
      .executeTakeFirst();
    expect(row?.status).toBe('closed');
  });
});

describe('the history', () => {
  test('has each survey on the page of its time, once', async () => {
    const world = await stage({ surveys: { cooldownMs: 0 } });
    for (let round = 0; round < 3; round += 1) {
      await world.asked();
      world.clock.advance(HOUR);
      await world.receive(`message ${round}`);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listContactMessages(world.deps, {
        actor: world.agent,
        contactId: world.contact.id,
        limit: 2,
        cursor,
      });
      for (const { messageId } of page.surveys) {
        seen.push(messageId!);
        expect(page.items.map(({ id }) => id)).toContain(messageId);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const ids = (await world.surveys()).map(({ message_id }) => message_id);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(ids).toHaveLength(3);
  });
});

describe('contacts that are merged', () => {
  test('bring their surveys, and what was to be asked about a conversation that is open now is not', async () => {
    const world = await stage({ quickReplies: 10 });
    const survey = await world.asked();
    await world.receive();
    await world.close();
    const kept = await world.make.contact(world.workspaceId);
    await world.make.conversation(kept, { status: 'open' });
    await mergeContacts(world.deps, { actor: world.agent, from: world.contact.id, into: kept.id });
    world.clock.advance(HOUR);
    await world.press(buttonOf(survey, 4));
    await world.due();
    expect(await world.surveys(kept.id)).toMatchObject([
      { id: survey.id, status: 'answered', score: 4 },
      { status: 'cancelled', reason: { code: 'reopened' } },
    ]);
  });
});
