import { randomUUID } from 'node:crypto';
import { ROUTES } from '@outbound-composer/core/contract';
import type { Selectable } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { insertSurvey } from '../../src/store/surveys.js';
import { NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { dispatchAccount, testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';
import { fakeAdapter } from '../support/fake-adapter.js';
import { everything, httpServer } from '../support/http.js';

const database = useDatabase();

interface Given {
  readonly contact: Selectable<Database['contact']>;
  readonly conversationId: string;
  readonly messageId: string;
  readonly surveyId: string;
  /** That the message carries. */
  readonly attachmentId: string;
}

let server: Awaited<ReturnType<typeof httpServer>>;
let own: Given;
let teams: Given;
let others: Given;
let nobodys: Given;
let anna: string;
const tokens: Record<'anna' | 'alone' | 'manager' | 'teamless', string> = {
  anna: '',
  alone: '',
  manager: '',
  teamless: '',
};
let key: string;

beforeAll(async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const sms = await make.account(workspace.id, 'sms');
  const agents = {
    anna: await make.agent(workspace.id, { external_id: 'anna', role: 'agent_team', team: 'north' }),
    bert: await make.agent(workspace.id, { external_id: 'bert', team: 'north' }),
    carl: await make.agent(workspace.id, { external_id: 'carl', team: 'south' }),
  };
  anna = agents.anna.id;
  async function aContact(name: string, assigneeId: string | null): Promise<Given> {
    const contact = await make.contact(workspace.id, {
      first_name: name,
      last_name: 'Testcase',
      email: `${name}@example.com`,
      source: 'crm',
      external_id: name,
    });
    const identity = await make.identity(contact, sms);
    const conversation = await make.conversation(contact, { assignee_id: assigneeId });
    const attachmentId = randomUUID();
    await database.db
      .insertInto('attachment')
      .values({
        workspace_id: workspace.id,
        id: attachmentId,
        uploaded_by: 'agent:somebody',
        name: 'a.txt',
        type: 'text/plain',
        bytes: 1,
        created_at: new Date(NOON),
        used_at: new Date(NOON),
      })
      .execute();
    const message = await make.message(conversation, identity, {
      direction: 'outbound',
      status: 'failed',
      attachment_id: attachmentId,
    });
    const survey = await insertSurvey(database.db, {
      workspace_id: workspace.id,
      id: randomUUID(),
      contact_id: contact.id,
      conversation_id: conversation.id,
      origin: 'closing',
      status: 'scheduled',
      scale: 5,
      created_at: new Date(NOON),
      due_at: new Date(NOON),
    });
    return {
      contact,
      conversationId: conversation.id,
      messageId: message.id,
      surveyId: survey.id,
      attachmentId,
    };
  }
  own = await aContact('own', agents.anna.id);
  teams = await aContact('teams', agents.bert.id);
  others = await aContact('others', agents.carl.id);
  nobodys = await aContact('nobodys', null);
  const accounts = [dispatchAccount(sms, fakeAdapter('sms'))];
  server = await httpServer(testDeps(database.db, { accounts }), workspace);
  key = (await make.apiKey(workspace.id)).key;
  tokens.anna = await server.agentToken({ sub: 'anna', role: 'agent_team', team: 'north' });
  tokens.alone = await server.agentToken({ sub: 'anna', role: 'agent_own', team: 'north' });
  tokens.manager = await server.agentToken({ sub: 'mia', role: 'manager', team: 'south' });
  tokens.teamless = await server.agentToken({ sub: 'tom', role: 'agent' });
  for (const token of Object.values(tokens)) await server.call('GET', '/v1/me', { token });
});
afterAll(() => server.app.close());

const found = async (token: string, query = '') => {
  const { body } = await server.call('GET', `/v1/contacts?q=testcase&sort=name${query}`, { token });
  return (body.items as { firstName: string }[]).map(({ firstName }) => firstName);
};

describe('the team inbox', () => {
  it('holds what is assigned to agents of the caller’s team', async () => {
    await server.call('GET', '/v1/me', { token: tokens.anna });
    expect(await found(tokens.anna, '&inbox=team')).toEqual(['own', 'teams']);
    expect(await found(tokens.manager, '&inbox=team')).toEqual(['others']);
  });

  it('of an agent without a team holds what is assigned to others without one', async () => {
    expect(await found(tokens.teamless, '&inbox=team')).toEqual([]);
  });

  it('of a key holds everything that is assigned', async () => {
    expect(await found(key, '&inbox=team')).toEqual(['others', 'own', 'teams']);
  });
});

describe('an agent restricted to the team', () => {
  it('needs a team in the token', async () => {
    const token = await server.agentToken({ sub: 'x', role: 'agent_team' });
    const { status, body } = await server.call('GET', '/v1/me', { token });
    expect([status, body.code]).toEqual([401, 'token_invalid']);
    expect(body.detail).toMatch(/"team"/);
  });

  it('is shown with role and team', async () => {
    const { body } = await server.call('GET', '/v1/me', { token: tokens.anna });
    expect(body).toMatchObject({ actor: { agent: { role: 'agent_team', team: 'north' } } });
  });

  it('finds own contacts and the team’s in every inbox, and no other', async () => {
    await server.call('GET', '/v1/me', { token: tokens.anna });
    expect(await found(tokens.anna)).toEqual(['own', 'teams']);
    expect(await found(tokens.anna, '&inbox=mine')).toEqual(['own']);
    expect(await found(tokens.anna, '&inbox=unassigned')).toEqual([]);
    expect(await found(tokens.anna, `&assignee=${anna}`)).toEqual(['own']);
    const elsewhere = await server.call('GET', '/v1/contacts?q=testcase&status=open', { token: tokens.anna });
    expect(elsewhere.body).toMatchObject({ foundUnder: [{ status: 'closed', count: 2 }] });
  });

  it('reaches a contact of the team by each kind of reference', async () => {
    for (const ref of [teams.contact.id, 'email:teams@example.com', 'external:crm/teams']) {
      const url = `/v1/contacts/${encodeURIComponent(ref)}`;
      expect((await server.call('GET', url, { token: tokens.anna })).status).toBe(200);
    }
  });

  it('asks before taking over from the team', async () => {
    const url = `/v1/conversations/${teams.conversationId}/reopen`;
    expect(await server.call('POST', url, { token: tokens.anna, body: {} })).toMatchObject({
      status: 409,
      body: { code: 'takeover_required' },
    });
  });
});

/**
 * A request to each route that names a contact, a conversation or a message, about somebody else's. A route that is
 * new must be put here or among those that name none.
 */
type Ask = (about: Given) => { url: string; body?: unknown; headers?: Record<string, string> };
const text = { content: { kind: 'text', text: 'Hello' } };
const ABOUT: Partial<Record<keyof typeof ROUTES, Ask>> = {
  getContact: ({ contact }) => ({ url: `/v1/contacts/${contact.id}` }),
  updateContact: ({ contact }) => ({ url: `/v1/contacts/${contact.id}`, body: { lastName: 'X' } }),
  listDuplicates: ({ contact }) => ({ url: `/v1/contacts/${contact.id}/duplicates` }),
  mergeContact: ({ contact }) => ({
    url: `/v1/contacts/${contact.id}/merge`,
    body: { into: own.contact.id },
  }),
  listContactMessages: ({ contact }) => ({ url: `/v1/contacts/${contact.id}/messages` }),
  sendMessage: ({ contact }) => ({
    url: '/v1/messages',
    headers: { 'idempotency-key': randomUUID() },
    body: { contact: contact.id, takeOver: true, ...text },
  }),
  sendSurvey: ({ contact }) => ({
    url: '/v1/surveys',
    headers: { 'idempotency-key': randomUUID() },
    body: { contact: contact.id },
  }),
  getSurvey: ({ surveyId }) => ({ url: `/v1/surveys/${surveyId}` }),
  getMessage: ({ messageId }) => ({ url: `/v1/messages/${messageId}` }),
  getAttachment: ({ attachmentId }) => ({ url: `/v1/attachments/${attachmentId}` }),
  retryMessage: ({ messageId }) => ({ url: `/v1/messages/${messageId}/retry`, body: { takeOver: true } }),
  cancelMessage: ({ messageId }) => ({ url: `/v1/messages/${messageId}/cancel`, body: {} }),
  getConversation: ({ conversationId }) => ({ url: `/v1/conversations/${conversationId}` }),
  reopenConversation: ({ conversationId }) => ({
    url: `/v1/conversations/${conversationId}/reopen`,
    body: { takeOver: true },
  }),
  closeConversation: ({ conversationId }) => ({ url: `/v1/conversations/${conversationId}/close`, body: {} }),
  snoozeConversation: ({ conversationId }) => ({
    url: `/v1/conversations/${conversationId}/snooze`,
    body: { until: new Date(NOON + 60_000).toISOString() },
  }),
  assignConversation: ({ conversationId }) => ({
    url: `/v1/conversations/${conversationId}/assign`,
    body: { assignee: 'me', takeOver: true },
  }),
};
/** Name nobody in their path, answer for each item (asked below), or are for owners and managers alone. */
const NAME_NOBODY: readonly (keyof typeof ROUTES)[] = [
  'me',
  'searchContacts',
  'saveContact',
  'checkEligibility',
  'sendBulk',
  'listTemplates',
  'listChannelAccounts',
  'addChannelAccount',
  'checkChannelAccount',
  'removeChannelAccount',
  'listAgents',
  'listSegments',
  'listSegmentContacts',
  'listClosingCategories',
  'listAudit',
  // Filters by reach: see surveys.test.ts.
  'listSurveys',
  'createWebhookSubscription',
  'listWebhookSubscriptions',
  'uploadAttachment',
  'getWebhookSubscription',
  'updateWebhookSubscription',
  'deleteWebhookSubscription',
  'testWebhookSubscription',
  'listWebhookDeliveries',
  'replayWebhookDelivery',
  'replayWebhookDeliveries',
];

describe('somebody else’s contact', () => {
  it('is asked for on every route of the contract', () => {
    expect([...Object.keys(ABOUT), ...NAME_NOBODY].sort()).toEqual(Object.keys(ROUTES).sort());
  });

  describe.each(['anna', 'alone'] as const)('of the agent %s', (who) => {
    beforeAll(() => server.call('GET', '/v1/me', { token: tokens[who] }));

    it.each(Object.keys(ABOUT) as (keyof typeof ROUTES)[])('is not there for %s', async (route) => {
      const { method } = ROUTES[route];
      const ask = ABOUT[route]!;
      const before = await everything(database.db);
      const answers = [];
      for (const about of [others, nobodys, ...(who === 'alone' ? [teams] : [])]) {
        const { url, ...given } = ask(about);
        answers.push(await server.call(method, url, { token: tokens[who], ...given }));
      }
      for (const { status, body, text: raw } of answers) {
        expect([status, body.code]).toEqual([404, expect.stringMatching(/_not_found$/)]);
        expect(raw).not.toContain('example.com');
      }
      // The same answer as for an id that nobody has.
      const unknown = randomUUID();
      const nobody = { ...others, contact: { ...others.contact, id: unknown } };
      const { url, ...given } = ask({
        ...nobody,
        conversationId: unknown,
        messageId: unknown,
        surveyId: unknown,
        attachmentId: unknown,
      });
      const absent = await server.call(method, url, { token: tokens[who], ...given });
      expect(answers[0]?.text).toBe(absent.text);
      expect(await everything(database.db)).toBe(before);
    });

    it('cannot be found by its references', async () => {
      for (const ref of ['email:others@example.com', 'external:crm/others']) {
        const url = `/v1/contacts/${encodeURIComponent(ref)}`;
        expect((await server.call('GET', url, { token: tokens[who] })).status).toBe(404);
      }
    });

    it('is no item of a check or a bulk send', async () => {
      const checked = await server.call('POST', '/v1/eligibility', {
        token: tokens[who],
        body: { items: [{ contact: others.contact.id }, { contact: own.contact.id }] },
      });
      expect(checked.body).toMatchObject({
        items: [{ ok: false, problem: { code: 'contact_not_found' } }, { ok: true }],
      });
      const sent = await server.call('POST', ROUTES.sendBulk.path, {
        token: tokens[who],
        body: { items: [{ idempotencyKey: randomUUID(), contact: others.contact.id, ...text }] },
      });
      expect(JSON.stringify(sent.body)).toContain('contact_not_found');
    });

    it('is in no audit trail', async () => {
      for (const url of ['/v1/audit', '/v1/audit.csv'])
        expect(await server.call('GET', url, { token: tokens[who] })).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
    });
  });
});
