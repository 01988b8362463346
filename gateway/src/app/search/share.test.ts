import { describe, expect, it } from 'vitest';
import type { ContactStatistics } from '../../store/contact-statistics.js';
import { surelyMoreThan } from './share.js';
import { searchWords } from './words.js';

/** A thousand of a million contacts: so many Bobs, the others Anns. */
function statistics(bobs: number, text = ' bob lee  @ bob1'): ContactStatistics {
  return {
    contacts: 1_000_000,
    common: new Set(),
    shareOf: () => 0,
    sample: Array.from({ length: 1000 }, (_, index) => ({
      workspaceId: 'acme',
      status: 'closed',
      text: index < bobs ? text : ' ann lee  @ ann',
    })),
  };
}

function more(known: ContactStatistics, q: string, workspaceId = 'acme', statuses = ['closed']): boolean {
  return surelyMoreThan(1000, known, searchWords(q, 'DE'), workspaceId, statuses);
}

describe('more than a thousand, told from a sample', () => {
  it('is sure only where chance cannot explain what the sample has', () => {
    expect(more(statistics(11), 'bob')).toBe(true);
    // Where a thousand fit, one is expected in the sample; five are rare, but happen.
    expect(more(statistics(5), 'bob')).toBe(false);
    expect(more(statistics(0), 'bob')).toBe(false);
  });

  it('counts those of the workspace and the status alone', () => {
    expect(more(statistics(500), 'bob', 'other')).toBe(false);
    expect(more(statistics(500), 'bob', 'acme', ['open', 'snoozed'])).toBe(false);
    expect(more(statistics(500), '', 'acme', ['open', 'closed'])).toBe(true);
  });

  it('does not take for a match what only the middle of an e-mail address has', () => {
    const known = statistics(500, ' ann lee  @ big.bob');
    expect(more(known, 'bob')).toBe(false);
    expect(more(known, 'big')).toBe(true);
  });

  it('is never sure of phones and whole addresses, nor before statistics were taken', () => {
    expect(more(statistics(500, ' bob lee 49170123 @ bob'), '0170')).toBe(false);
    expect(more(statistics(500), 'bob1@')).toBe(false);
    expect(more({ ...statistics(0), contacts: 0, sample: [] }, 'bob')).toBe(false);
  });
});
