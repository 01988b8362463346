import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../app/workspace-rules.js';
import { ConfigError, parseConfig } from './config.js';
import { workspaceRules } from './rules-config.js';

const agentTokens = { issuer: 'crm', secret: 'a-secret-of-at-least-thirty-two-characters' };
const parse = (members: object) =>
  parseConfig({ workspace: { name: 'acme', agentTokens, ...members } }, {}, 'gateway.json');

function faults(members: object): string {
  try {
    parse(members);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected the configuration to be refused');
}

describe('rules of a workspace', () => {
  it('are the defaults where nothing is configured', () => {
    expect(workspaceRules(parse({}).workspace)).toEqual(DEFAULT_RULES);
  });

  it('are taken over as they are written', () => {
    const segments = [
      { key: 'key-accounts', name: 'Key accounts', all: [{ field: 'plan', in: ['gold', 2] }] },
    ];
    const vip = { any: [{ tag: 'vip' }, { segment: 'key-accounts' }] };
    const closing = { categories: ['solved'], categoryRequired: true, autoCloseHours: 0.5 };
    expect(workspaceRules(parse({ segments, vip, closing }).workspace)).toEqual({ segments, vip, closing });
  });

  it.each([
    [
      'a condition that is none',
      { vip: { any: [{ tags: 'vip' }] } },
      'workspace.vip.any[0]: expected { segment }',
    ],
    [
      'a condition of a segment that is none',
      { segments: [{ key: 'a', name: 'A', all: [{ tag: 'x' }, { field: 'plan' }] }] },
      'workspace.segments[0].all[1]: expected one of { tag }',
    ],
    ['no conditions', { vip: { all: [] } }, 'workspace.vip.all: expected at least one condition'],
    [
      'both all and any',
      { vip: { all: [{ tag: 'a' }], any: [{ tag: 'b' }] } },
      'workspace.vip: expected either',
    ],
    [
      'neither all nor any',
      { segments: [{ key: 'a', name: 'A' }] },
      'workspace.segments[0]: expected either',
    ],
    [
      'a segment that is not there',
      { vip: { any: [{ segment: 'gone' }] } },
      'workspace.vip.any[0].segment: expected the key of a segment (there is none)',
    ],
    [
      'a key that is used twice',
      { segments: [1, 2].map(() => ({ key: 'a', name: 'A', any: [{ tag: 'x' }] })) },
      'workspace.segments[1].key: "a" is used twice',
    ],
    [
      'a category that is needed and not there',
      { closing: { categoryRequired: true } },
      'workspace.closing.categories',
    ],
    ['silence of no time', { closing: { autoCloseHours: 0 } }, 'workspace.closing.autoCloseHours'],
  ])('%s is refused with its path', (_what, members, line) => {
    expect(faults(members)).toContain(`gateway.json: ${line}`);
  });
});
