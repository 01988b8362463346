import { describe, expect, test } from 'vitest';
import { createGatewayClient } from './client.js';
import { GatewayProblem } from './problem.js';
import { fetchTransport, type TransportRequest, type TransportResponse } from './transport.js';

function clientAnswering(answer: TransportResponse) {
  const requests: TransportRequest[] = [];
  const client = createGatewayClient(async (request) => {
    requests.push(request);
    return answer;
  });
  return { client, requests };
}

const page = { status: 200, body: { items: [], nextCursor: null } };

describe('requests', () => {
  test('a search names each value of a repeated filter and leaves out what is not set', async () => {
    const { client, requests } = clientAnswering({ status: 200, body: {} });
    await client.searchContacts({ q: 'añ & b', tag: ['vip', 'new'], inbox: 'mine', cursor: undefined });
    expect(requests[0]?.path).toBe('/v1/contacts?q=a%C3%B1%20%26%20b&tag=vip&tag=new&inbox=mine');
  });

  test('a contact is named by any reference, escaped as one path segment', async () => {
    const { client, requests } = clientAnswering(page);
    await client.listContactMessages('phone:+49 170/1234', { limit: 5 });
    expect(requests[0]?.path).toBe('/v1/contacts/phone%3A%2B49%20170%2F1234/messages?limit=5');
  });

  test('a send carries its idempotency key and its body', async () => {
    const { client, requests } = clientAnswering({ status: 202, body: {} });
    const message = { contact: 'email:a@b.example', content: { kind: 'text' as const, text: 'Hi' } };
    await client.sendMessage(message, 'key-1');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/messages',
      headers: { 'idempotency-key': 'key-1' },
      body: message,
    });
  });
});

describe('changing contacts', () => {
  test('a save goes to the collection, a change to the contact that is named', async () => {
    const { client, requests } = clientAnswering({ status: 200, body: {} });
    await client.saveContact({ email: 'a@b.example', addTags: ['vip'] });
    await client.updateContact('external:shop/1/2', { firstName: null });
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/contacts', { email: 'a@b.example', addTags: ['vip'] }],
      ['PATCH', '/v1/contacts/external%3Ashop%2F1%2F2', { firstName: null }],
    ]);
  });
});

describe('groups, merges and the audit trail', () => {
  test('are asked for where the gateway serves them', async () => {
    const { client, requests } = clientAnswering({ status: 200, body: { items: [], nextCursor: null } });
    await client.listDuplicates('email:a@b.example');
    await client.mergeContact('c-1', { into: 'c-2' });
    await client.listSegments();
    await client.listSegmentContacts('key accounts', { limit: 5 });
    await client.listClosingCategories();
    await client.listAudit({ action: 'contact_merged' });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/contacts/email%3Aa%40b.example/duplicates',
      'POST /v1/contacts/c-1/merge',
      'GET /v1/segments',
      'GET /v1/segments/key%20accounts/contacts?limit=5',
      'GET /v1/closing-categories',
      'GET /v1/audit?action=contact_merged',
    ]);
  });
});

describe('sending again', () => {
  test('says whether the conversation is to be taken over, and nothing by default', async () => {
    const { client, requests } = clientAnswering({ status: 202, body: {} });
    await client.retryMessage('m-1', { takeOver: true });
    await client.retryMessage('m-1');
    expect(requests.map(({ body }) => body)).toEqual([{ takeOver: true }, {}]);
  });
});

describe('surveys', () => {
  test('are sent under an idempotency key, read and listed', async () => {
    const { client, requests } = clientAnswering(page);
    await client.sendSurvey({ contact: 'email:a@b.example' }, 'key-1');
    await client.getSurvey('s/1');
    await client.listSurveys({ status: 'answered', limit: 5 });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/surveys',
      'GET /v1/surveys/s%2F1',
      'GET /v1/surveys?status=answered&limit=5',
    ]);
    expect(requests[0]).toMatchObject({
      headers: { 'idempotency-key': 'key-1' },
      body: { contact: 'email:a@b.example' },
    });
  });
});

describe('webhooks', () => {
  test('each method asks its own route', async () => {
    const { client, requests } = clientAnswering(page);
    await client.createWebhookSubscription({ url: 'https://hooks.example', events: ['message.sent'] });
    await client.listWebhookSubscriptions();
    await client.getWebhookSubscription('s/1');
    await client.updateWebhookSubscription('s-1', { enabled: false });
    await client.deleteWebhookSubscription('s-1');
    await client.testWebhookSubscription('s-1');
    await client.listWebhookDeliveries({ status: 'dead', limit: 5 });
    await client.replayWebhookDelivery('d-1');
    await client.replayWebhookDeliveries({ subscriptionId: 's-1' });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/webhook-subscriptions',
      'GET /v1/webhook-subscriptions',
      'GET /v1/webhook-subscriptions/s%2F1',
      'PATCH /v1/webhook-subscriptions/s-1',
      'DELETE /v1/webhook-subscriptions/s-1',
      'POST /v1/webhook-subscriptions/s-1/test',
      'GET /v1/webhook-deliveries?status=dead&limit=5',
      'POST /v1/webhook-deliveries/d-1/replay',
      'POST /v1/webhook-deliveries/replay',
    ]);
    expect(requests[3]?.body).toEqual({ enabled: false });
  });
});

describe('refusals', () => {
  test('a problem keeps code, fields and the seconds to wait', async () => {
    const { client } = clientAnswering({
      status: 422,
      retryAfter: '7',
      body: {
        type: '/problems/validation_failed',
        code: 'validation_failed',
        title: 'The request does not fit its schema',
        status: 422,
        detail: 'contact must not be empty.',
        errors: [{ field: 'contact', message: 'is empty' }],
      },
    });
    await expect(client.me()).rejects.toMatchObject({
      code: 'validation_failed',
      status: 422,
      detail: 'contact must not be empty.',
      errors: [{ field: 'contact', message: 'is empty' }],
      retryAfter: 7,
      refusal: null,
    });
  });

  test('a refusal to send carries the decision and the alternatives', async () => {
    const decision = { channel: 'instagram', verdict: 'blocked' };
    const { client } = clientAnswering({
      status: 409,
      body: { code: 'not_eligible', detail: 'Closed.', decision, alternatives: [] },
    });
    const problem = await client.getMessage('x').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(GatewayProblem);
    expect(problem).toMatchObject({ code: 'not_eligible', refusal: { decision, alternatives: [] } });
  });

  test.each([
    ['a page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a success that is not JSON', { status: 200, body: 'hello' }],
    ['an empty answer', { status: 200, body: null }],
  ])('%s is named as not coming from a gateway', async (_what, answer) => {
    const { client } = clientAnswering(answer);
    await expect(client.me()).rejects.toMatchObject({ code: 'not_a_gateway', status: answer.status });
  });
});

describe('the transport over fetch', () => {
  test('asks for a token before each request and sends JSON', async () => {
    const seen: [string, Record<string, unknown>][] = [];
    let token = 0;
    const transport = fetchTransport({
      baseUrl: 'https://gateway.example',
      getToken: async () => `t${++token}`,
      fetch: async (url, init) => {
        seen.push([url, init]);
        return { status: 429, headers: { get: () => '3' }, text: async () => '{"code":"rate_limited"}' };
      },
    });
    const request = { method: 'POST', path: '/v1/messages', headers: {}, body: { a: 1 } };
    const answer = await transport(request);
    await transport({ method: 'GET', path: '/v1/me', headers: {} });
    expect(answer).toEqual({ status: 429, body: { code: 'rate_limited' }, retryAfter: '3' });
    expect(seen[0]).toMatchObject([
      'https://gateway.example/v1/messages',
      {
        method: 'POST',
        body: '{"a":1}',
        headers: { authorization: 'Bearer t1', 'content-type': 'application/json' },
      },
    ]);
    expect(seen[1]?.[1]).toMatchObject({ headers: { authorization: 'Bearer t2' } });
    expect(seen[1]?.[1]).not.toHaveProperty('body');
  });

  test('hands on text that is not JSON as text', async () => {
    const transport = fetchTransport({
      baseUrl: '',
      getToken: () => 't',
      fetch: async () => ({ status: 503, headers: { get: () => null }, text: async () => 'down' }),
    });
    expect(await transport({ method: 'GET', path: '/', headers: {} })).toEqual({
      status: 503,
      body: 'down',
      retryAfter: null,
    });
  });
});
