import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, table } from '../ask.test.util.js';

describe('Website chat', () => {
  table('website_chat', [
    ['has no window', ago(365 * DAY), 'open no_window free_form'],
    ['needs no message of the visitor', {}, 'open no_window free_form'],
    ['is for automations too', { sender: 'automation', purpose: 'csat' }, 'open no_window free_form'],
  ]);

  it('says that a visitor who left may not see the message', () => {
    expect(ask('website_chat').notes.map((note) => note.code)).toEqual(['may_not_be_seen']);
    expect(ask('website_chat').price.kind).toBe('free');
  });
});
