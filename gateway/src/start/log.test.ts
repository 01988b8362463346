import { describe, expect, it } from 'vitest';
import { createLog } from './log.js';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLog({ destination: { write: (line) => lines.push(line) } }).error({ err: error }, 'failed');
  return lines.join('');
}

describe('the log', () => {
  it('keeps of a database error its code and place, not the row that it quotes', () => {
    const error = Object.assign(new Error('duplicate key value: +491701234567'), {
      severity: 'ERROR',
      code: '23505',
      detail: 'Key (address)=(+491701234567) already exists.',
      table: 'identity',
      constraint: 'identity_address_key',
    });
    const line = logged(new Error('the import stopped', { cause: error }));
    expect(line).toContain('23505');
    expect(line).toContain('identity_address_key');
    expect(line).toContain('the import stopped');
    expect(line).not.toContain('1701234567');
  });

  it('writes what is no error without its content', () => {
    expect(logged('+491701234567')).not.toContain('1701234567');
  });
});
