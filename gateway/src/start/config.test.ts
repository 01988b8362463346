import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from './config.js';

const secret = 'a-secret-of-at-least-thirty-two-characters';
const minimal = { workspace: { name: 'acme', agentTokens: { issuer: 'crm', secret } } };

function faults(json: unknown, env: NodeJS.ProcessEnv = {}): string {
  try {
    parseConfig(json, env, 'gateway.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
}

describe('configuration', () => {
  it('fills in what the smallest configuration leaves out', () => {
    expect(parseConfig(minimal, {})).toEqual({
      workspace: {
        ...minimal.workspace,
        preset: 'current',
        keepAssigneeOnClose: true,
        defaultCountry: 'DE',
        allowedOrigins: [],
        undoSeconds: 0,
        attachments: { maxBytes: 16 * 1024 * 1024 },
        segments: [],
        closing: { categories: [], categoryRequired: false },
      },
      channelAccounts: [],
      trustProxy: false,
      limits: {
        requestsPerMinute: 6000,
        requestsAtOnce: 100,
        refusedPerMinute: 120,
        eventStreamsPerAgent: 50,
        eventStreamsPerKey: 1000,
      },
      webhooks: { allowPrivateUrls: [] },
    });
  });

  it('lets webhooks go inside to origins only', () => {
    const allow = (url: string) => ({ ...minimal, webhooks: { allowPrivateUrls: [url] } });
    for (const url of ['http://n8n:5678', 'http://127.0.0.1:*', 'https://crm.internal'])
      expect(parseConfig(allow(url), {}).webhooks.allowPrivateUrls).toEqual([url]);
    for (const url of ['n8n:5678', 'http://n8n:5678/webhook', '*'])
      expect(faults(allow(url))).toContain('webhooks.allowPrivateUrls[0]');
  });

  it('asks contacts after closings where it says so, and names what is wrong by its path', () => {
    const surveys = (given: object) => ({ ...minimal, workspace: { ...minimal.workspace, surveys: given } });
    expect(parseConfig(surveys({}), {}).workspace.surveys).toEqual({
      afterClosing: true,
      afterAutoClose: false,
      delayMinutes: 10,
      cooldownDays: 7,
      deadlineDays: 7,
      scale: 5,
      question: {},
      language: 'en',
    });
    const wrong = {
      delayMinutes: -1,
      scale: 11,
      deadlineDays: 0,
      question: { fr: 'Ça va ?' },
      language: 'fr',
    };
    for (const [name, value] of Object.entries(wrong))
      expect(faults(surveys({ [name]: value }))).toMatch(
        new RegExp(`^gateway.json: workspace.surveys.${name}: `),
      );
    expect(faults(surveys({ question: { de: '' } }))).toContain('workspace.surveys.question.de');
    expect(faults(surveys({ enabled: true }))).toContain('workspace.surveys: ');
  });

  it('trusts no proxy but those it names', () => {
    const trustProxy = ['127.0.0.1', '10.0.0.0/8', 'loopback'];
    expect(parseConfig({ ...minimal, trustProxy }, {}).trustProxy).toEqual(trustProxy);
    expect(faults({ ...minimal, trustProxy: ['proxy.example'] })).toContain('trustProxy');
  });

  it('takes secrets from the environment, anywhere in a string', () => {
    const json = {
      ...minimal,
      channelAccounts: [
        {
          key: 'mail',
          channel: 'email',
          name: 'Mail',
          settings: { smtp: { url: `smtp://\${MAIL_USER}:\${MAIL_PASS}@mx` } },
        },
      ],
    };
    const config = parseConfig(json, { MAIL_USER: 'ada', MAIL_PASS: 'x' });
    expect(config.channelAccounts[0]?.settings).toEqual({ smtp: { url: 'smtp://ada:x@mx' } });
  });

  it('names the path and the variable when one is not set', () => {
    const json = { workspace: { name: 'acme', agentTokens: { issuer: 'crm', secret: `\${CRM_SECRET}` } } };
    expect(faults(json)).toBe(
      'gateway.json: workspace.agentTokens.secret: the environment variable CRM_SECRET is not set',
    );
  });

  it.each([
    [
      'a short secret',
      'workspace.agentTokens.secret: expected at least 32 characters',
      (c: Draft) => {
        c.workspace.agentTokens.secret = 'short';
      },
    ],
    [
      'an origin with a path',
      'workspace.allowedOrigins[0]: expected an origin',
      (c: Draft) => {
        c.workspace.allowedOrigins = ['https://crm.example/app'];
      },
    ],
    [
      'a misspelt member',
      'workspace: Unrecognized key: "allowdOrigins"',
      (c: Draft) => {
        c.workspace.allowdOrigins = [];
      },
    ],
    [
      'an unknown channel',
      'channelAccounts[0].channel: Invalid option',
      (c: Draft) => {
        c.channelAccounts = [{ key: 'a', channel: 'pigeon', name: 'A' }];
      },
    ],
    [
      'a misspelt fact',
      'channelAccounts[0].facts: Unrecognized key: "humanAgent"',
      (c: Draft) => {
        c.channelAccounts = [{ key: 'a', channel: 'messenger', name: 'A', facts: { humanAgent: true } }];
      },
    ],
    [
      'two accounts of one key',
      'channelAccounts[1].key: "a" is used twice',
      (c: Draft) => {
        c.channelAccounts = [
          { key: 'a', channel: 'email', name: 'A' },
          { key: 'a', channel: 'sms', name: 'B' },
        ];
      },
    ],
  ])('refuses %s, saying where', (_, expected, spoil) => {
    const draft = structuredClone(minimal) as unknown as Draft;
    spoil(draft);
    expect(faults(draft)).toContain(`gateway.json: ${expected}`);
  });
});

interface Draft {
  workspace: Record<string, unknown> & { agentTokens: Record<string, unknown> };
  channelAccounts: unknown[];
}
