import { Survey } from '@outbound-composer/core/contract';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEventFeed } from '../../src/http/events/feed.js';
import { DAY, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { everything, httpServer } from '../support/http.js';
import { type ReadEvent, readEvents } from '../support/read-events.js';
import { scene } from '../support/sending.js';

const database = useDatabase();

type World = Awaited<ReturnType<typeof scene>>;
let world: World;
let server: Awaited<ReturnType<typeof httpServer>>;
let key: string;

/** A contact who can only be asked by a link. */
beforeEach(async () => {
  world = await scene(database, {
    channel: 'email',
    contact: { email: `grace-${Math.random()}@example.com` },
    surveys: { publicUrl: 'https://gateway.example', cooldownMs: 0 },
  });
  const workspace = await world.db
    .selectFrom('workspace')
    .where('id', '=', world.workspaceId)
    .selectAll()
    .executeTakeFirstOrThrow();
  key = (await world.make.apiKey(world.workspaceId)).key;
  server = await httpServer(world.deps, workspace);
});
afterEach(() => server.app.close());

let keys = 0;
const ask = (body: object = {}, headers: Record<string, string> = { 'idempotency-key': `k-${++keys}` }) =>
  server.call('POST', '/v1/surveys', { token: key, body: { contact: world.contact.id, ...body }, headers });
/** A survey that has left, and the path of its page as the contact got it. */
async function sent(body: object = {}) {
  const answer = await ask(body);
  const survey = Survey.parse(answer.body);
  await world.dispatch(survey.messageId!);
  const { text } = world.adapter.sent.at(-1)!.content;
  return { id: survey.id, path: new URL(text.slice(text.lastIndexOf('https://'))).pathname };
}
const get = (url: string, token = key, headers: Record<string, string> = {}) =>
  server.call('GET', url, { token, headers });
const shown = async (id: string) => Survey.parse((await get(`/v1/surveys/${id}`)).body);
const submit = (path: string, form: Record<string, string>) =>
  server.call('POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

describe('POST /v1/surveys', () => {
  it('answers at once with the survey, whose answer is found under its id later', async () => {
    const answer = await ask({ question: 'Did it arrive?' });
    expect(answer.status).toBe(202);
    const survey = Survey.parse(answer.body);
    expect(survey).toMatchObject({
      contactId: world.contact.id,
      status: 'sending',
      origin: 'request',
      question: 'Did it arrive?',
      channel: 'email',
      score: null,
      askedAt: new Date(NOON).toISOString(),
      expiresAt: new Date(NOON + 7 * DAY).toISOString(),
    });
    expect(await shown(survey.id)).toEqual(survey);
  });

  it('asks once for a key, which it needs', async () => {
    const headers = { 'idempotency-key': 'the-same' };
    const first = await ask({}, headers);
    expect((await ask({}, headers)).body).toEqual(first.body);
    expect(await ask({ question: 'Else?' }, headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await ask({}, {})).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  });

  it('names what is wrong, and asks nothing then', async () => {
    const before = await everything(world.db);
    expect(await ask({ question: ' ' })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'question' }] },
    });
    expect(await ask({ contact: 'email:nobody@example.com' })).toMatchObject({
      status: 404,
      body: { code: 'contact_not_found' },
    });
    expect(await everything(world.db)).toBe(before);
  });

  it('says in the caller’s language why it did not ask', async () => {
    await world.db
      .updateTable('identity')
      .set({ opted_out: true })
      .where('id', '=', world.identity.id)
      .execute();
    const { id } = Survey.parse((await ask()).body);
    const german = await get(`/v1/surveys/${id}`, key, { 'accept-language': 'de' });
    expect(german.body).toMatchObject({ status: 'not_sent', reason: { code: 'opted_out' } });
    expect(german.body.reason).not.toEqual((await shown(id)).reason);
  });
});

describe('the page of a survey', () => {
  it('is complete without scripts, loads nothing, and is kept by nobody', async () => {
    const { path } = await sent();
    const { status, headers, text } = await server.call('GET', path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(text).not.toMatch(/<script|<img|src=|onclick/i);
    expect(text).toContain('<html lang="en">');
    expect(text).toMatch(/<legend><h1>How satisfied are you with our help\?<\/h1><\/legend>/);
    expect(text.match(/<label class="answer"><input type="radio" name="score"/g)).toHaveLength(5);
    expect(text).toContain('<label for="comment">');
    expect(text).toContain(`action="${path}"`);
  });

  it('speaks the contact’s language', async () => {
    await world.db
      .updateTable('contact')
      .set({ language: 'de' })
      .where('id', '=', world.contact.id)
      .execute();
    const { path } = await sent();
    const { text } = await server.call('GET', path);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('Wie zufrieden sind Sie mit unserer Hilfe?');
    expect((await submit(path, { score: '1' })).text).toContain('Vielen Dank.');
  });

  it('is only looked at by a GET, however often', async () => {
    const { id, path } = await sent();
    const before = await everything(world.db);
    for (const query of ['', '?score=5', '?score=1&comment=x']) await server.call('GET', path + query);
    await server.app.inject({ method: 'HEAD', url: `${path}?score=5` });
    expect(await everything(world.db)).toBe(before);
    expect((await shown(id)).status).toBe('sent');
  });

  it('takes one answer with a comment, and says so to a second', async () => {
    const { id, path } = await sent();
    const thanks = await submit(path, { score: '4', comment: ' Quick,\r\nand kind \0 ' });
    expect(thanks).toMatchObject({ status: 200 });
    expect(thanks.text).toContain('Thank you.');
    const answered = await shown(id);
    expect(answered).toMatchObject({
      status: 'answered',
      score: 4,
      comment: 'Quick,\nand kind \uFFFD',
      answeredIn: 'page',
      answeredAt: new Date(NOON).toISOString(),
    });
    const again = await submit(path, { score: '1', comment: 'changed my mind' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('already been answered');
    expect((await server.call('GET', path)).text).toContain('already been answered');
    expect(await shown(id)).toEqual(answered);
  });

  it('takes one of two answers that come at the same instant', async () => {
    const { id, path } = await sent();
    const answers = await Promise.all(['1', '2', '3'].map((score) => submit(path, { score })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await shown(id)).score).toBe(winner + 1);
  });

  it.each([
    ['no score', {}, 'Please choose one'],
    ['a score above the scale', { score: '6' }, 'Please choose one'],
    ['a score below it', { score: '0' }, 'Please choose one'],
    ['a score that is none', { score: '4.5' }, 'Please choose one'],
    ['a comment that is too long', { score: '4', comment: 'x'.repeat(2001) }, 'Please shorten'],
  ])('asks again for %s, and keeps what was written', async (_what, form: Record<string, string>, words) => {
    const { id, path } = await sent();
    const comment = form.comment ?? '<script>alert("x")</script>';
    const { status, text } = await submit(path, { ...form, comment });
    expect(status).toBe(422);
    expect(text).toMatch(new RegExp(`role="alert" id="fault">${words}`));
    expect(text).not.toContain('<script');
    expect(text).toContain(comment.startsWith('x') ? comment : '&lt;script&gt;alert(&quot;x&quot;)');
    expect((await shown(id)).status).toBe('sent');
  });

  it('takes no answer from the deadline on', async () => {
    const { id, path } = await sent();
    world.clock.set(NOON + 7 * DAY);
    const late = await submit(path, { score: '5' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('has ended');
    expect((await shown(id)).score).toBeNull();
    world.clock.set(NOON + 7 * DAY - 1);
    expect((await submit(path, { score: '5' })).status).toBe(200);
  });

  it('is not there for a token that nobody was given', async () => {
    const { path } = await sent();
    const guess = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    const before = await everything(world.db);
    expect((await server.call('GET', guess)).status).toBe(404);
    expect((await submit(guess, { score: '5' })).status).toBe(404);
    expect((await submit('/s/csat', { score: '5' })).text).toContain('no such survey');
    expect(await everything(world.db)).toBe(before);
  });

  it('takes forms alone', async () => {
    const { id, path } = await sent();
    expect((await server.call('POST', path, { body: { score: 5 } })).status).toBe(415);
    const big = { score: '5', comment: 'x'.repeat(40_000) };
    expect((await submit(path, big)).status).toBe(413);
    expect((await shown(id)).status).toBe('sent');
  });

  it('leaves its token out of every log line and every answer of the API', async () => {
    const { id, path } = await sent();
    await submit(path, { score: '5' });
    const token = path.slice('/s/'.length);
    const answers = await Promise.all(
      [
        `/v1/surveys/${id}`,
        '/v1/surveys',
        '/v1/surveys.csv',
        `/v1/contacts/${world.contact.id}/messages`,
      ].map((url) => get(url)),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain(token);
    }
    expect(server.log.join('')).not.toContain(token);
  });
});

describe('GET /v1/surveys', () => {
  it('filters by status, contact, conversation and time of the answer, page by page', async () => {
    const first = await sent();
    await submit(first.path, { score: '2' });
    world.clock.advance(DAY);
    const second = await sent();
    await submit(second.path, { score: '5' });
    const third = await sent();
    const ids = async (query: string) => {
      const { status, body } = await get(`/v1/surveys${query}`);
      expect(status).toBe(200);
      return {
        ids: Survey.array()
          .parse(body.items)
          .map(({ id }) => id),
        next: body.nextCursor,
      };
    };
    expect((await ids('')).ids).toEqual([third.id, second.id, first.id]);
    expect((await ids('?status=answered')).ids).toEqual([second.id, first.id]);
    expect((await ids(`?contact=${world.contact.id}&status=sent`)).ids).toEqual([third.id]);
    expect((await ids(`?conversation=${world.conversation.id}`)).ids).toHaveLength(3);
    expect((await ids(`?conversation=${world.contact.id}`)).ids).toEqual([]);
    const from = new Date(NOON + DAY).toISOString();
    expect((await ids(`?answeredFrom=${from}`)).ids).toEqual([second.id]);
    expect((await ids(`?answeredTo=${from}`)).ids).toEqual([first.id]);
    const page = await ids('?limit=2');
    expect(page.ids).toEqual([third.id, second.id]);
    expect(await ids(`?limit=2&cursor=${page.next}`)).toEqual({ ids: [first.id], next: null });
    expect((await get(`/v1/surveys?answeredFrom=${from}&answeredTo=${from}`)).status).toBe(422);
    expect((await get('/v1/surveys?status=good')).body).toMatchObject({ errors: [{ field: 'status' }] });
  });

  it('shows an agent the surveys of contacts within reach only', async () => {
    const { id } = await sent();
    const token = await server.agentToken({ sub: 'own', role: 'agent_own' });
    expect((await get('/v1/surveys', token)).body).toEqual({ items: [], nextCursor: null });
    expect((await get(`/v1/surveys/${id}`, token)).body).toMatchObject({ code: 'survey_not_found' });
    const file = await get('/v1/surveys.csv', token);
    expect(file.text.trim().split('\r\n')).toHaveLength(1);
  });

  it('is one file as CSV, in which no answer is a formula', async () => {
    const { path } = await sent();
    await submit(path, { score: '5', comment: '=HYPERLINK("https://evil.example"),\n"quoted"' });
    await sent();
    const { headers, text } = await get('/v1/surveys.csv?status=answered');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      {
        status: 'answered',
        score: '5',
        scale: '5',
        comment: '\'=HYPERLINK("https://evil.example"),\n"quoted"',
        contact_id: world.contact.id,
        channel: 'email',
        answered_in: 'page',
        answered_at: new Date(NOON).toISOString(),
      },
    ]);
  });
});

it('tells the event stream of each step', async () => {
  const feed = startEventFeed({
    db: world.db,
    databaseUrl: database.url,
    workspaceId: world.workspaceId,
    clock: world.clock,
  });
  const workspace = { id: world.workspaceId, name: 'acme' };
  const streaming = await httpServer(world.deps, workspace, { events: feed });
  const url = await streaming.app.listen({ host: '127.0.0.1', port: 0 });
  const stream = await readEvents(`${url}/v1/events`, { authorization: `Bearer ${key}` });
  const { id, path } = await sent();
  await submit(path, { score: '5' });
  const told: ReadEvent[] = [];
  while (told.at(-1)?.status !== 'answered') {
    const event = await stream.next();
    if (event.type === 'survey.changed') told.push(event);
  }
  expect(told.map(({ status }) => status)).toEqual(['scheduled', 'sending', 'sent', 'answered']);
  for (const event of told) expect(event).toMatchObject({ surveyId: id, contactId: world.contact.id });
  stream.close();
  await streaming.app.close();
  await feed.close();
});
