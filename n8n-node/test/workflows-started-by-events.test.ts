import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Survey } from '@outbound-composer/core/contract';
import type { INode } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway } from './support/gateway.js';
import { contact, conversation, id, survey } from './support/samples.js';
import { event, startedBy } from './support/templates.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const about = { contact: { ...contact(), name: 'Ada Lovelace' }, conversation: conversation() };

describe('window closes in 2 hours', () => {
  const closing = (status: 'open' | 'closed') =>
    event('window.closing', {
      ...about,
      conversation: conversation({ status, assignee: { id: id(40), name: 'Grace' } }),
      window: {
        identityId: id(7000),
        channel: 'whatsapp',
        channelAccountId: id(8000),
        lastInboundAt: '2026-11-24T09:30:00.000Z',
        closesAt: '2026-11-25T09:30:00.000Z',
        hoursBefore: 2,
      },
    });

  it('is started by the gateway two hours before, and tells the agent of an open conversation', async () => {
    const { asked, at } = await startedBy(gateway, 'window-closes-soon.json', closing('open'));
    expect(asked).toMatchObject({ events: ['window.closing'], windowClosingHours: 2 });
    expect(at('Tell the agent')).toMatchObject([
      {
        contactId: id(1),
        conversation: { assignee: { name: 'Grace' } },
        window: { channel: 'whatsapp', closesAt: '2026-11-25T09:30:00.000Z' },
      },
    ]);
  });

  it('leaves a conversation that is closed already alone', async () => {
    const { at } = await startedBy(gateway, 'window-closes-soon.json', closing('closed'));
    expect(at('Tell the agent')).toEqual([]);
  });
});

describe('CSAT after close', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'csat-')), 'answers.csv');
  const ownFile = (node: INode) =>
    node.name === 'Append to CSV file'
      ? { ...node, parameters: { ...node.parameters, fileName: file } }
      : node;
  const template = 'csat-after-close.json';
  const answer = (over: Partial<Survey>) =>
    event('survey.answered', {
      ...about,
      survey: survey({ status: 'answered', answeredAt: '2026-11-24T09:40:00.000Z', ...over }),
    });
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(dirname(file), { recursive: true, force: true }));

  it('asks the customer of a conversation that was closed', async () => {
    gateway.on('sendSurvey', () => ({ status: 202, body: survey() }));
    const closed = event('conversation.closed', { ...about, previous: null });
    const { asked, at } = await startedBy(gateway, template, closed, ownFile);
    expect(asked).toMatchObject({ events: ['conversation.closed', 'survey.answered'] });
    expect(gateway.asked.at(-1)).toMatchObject({ route: 'sendSurvey', body: { contact: id(1) } });
    expect(at('Asked')).toMatchObject([{ surveyId: id(400), status: 'sending' }]);
    expect(at('Answer as a row')).toEqual([]);
  });

  it('says why a customer was not asked', async () => {
    const reason = { code: 'cooldown', message: 'Asked two days ago.' };
    gateway.on('sendSurvey', () => ({ status: 202, body: survey({ status: 'not_sent', reason }) }));
    const closed = event('conversation.closed', { ...about, previous: null });
    const { at } = await startedBy(gateway, template, closed, ownFile);
    expect(at('Asked')).toEqual([]);
    expect(at('Not asked, with the reason')).toMatchObject([{ reason: 'cooldown' }]);
  });

  it('adds each answer as a row to the CSV file, and to the sheet once its node is activated', async () => {
    await startedBy(
      gateway,
      template,
      answer({ score: 5, comment: 'Quick, "friendly"\nand clear' }),
      ownFile,
    );
    const { at } = await startedBy(gateway, template, answer({ score: 1, comment: null }), (node) => ({
      ...ownFile(node),
      disabled: false,
    }));
    const [one, two] = [
      `"2026-11-24T09:40:00.000Z","5","5","Quick, ""friendly""\nand clear","Ada Lovelace","Grace","whatsapp","${id(500)}","${id(400)}"\r\n`,
      `"2026-11-24T09:40:00.000Z","1","5","","Ada Lovelace","Grace","whatsapp","${id(500)}","${id(400)}"\r\n`,
    ];
    expect(readFileSync(file, 'utf8')).toBe(one + two);
    expect(at('Google Sheets')).toMatchObject([{ score: 1, scale: 5, customer: 'Ada Lovelace' }]);
    expect(gateway.asked.some(({ route }) => route === 'sendSurvey')).toBe(false);
  });

  it('writes down what a spreadsheet would take for a formula as text', async () => {
    const { at } = await startedBy(
      gateway,
      template,
      answer({ score: 3, comment: '=HYPERLINK("evil")' }),
      ownFile,
    );
    expect(at('Answer as a row')).toMatchObject([{ comment: '\'=HYPERLINK("evil")' }]);
  });
});
