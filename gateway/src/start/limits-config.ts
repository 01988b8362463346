import { z } from 'zod';

const atLeastOne = z.int().min(1).max(1_000_000_000);

/**
 * What one caller may ask of `/v1`; each process counts for itself. The defaults leave room for a CRM's backend and
 * n8n's batches (a check takes up to 1,000 contacts in one request) and for an agent with many tabs.
 */
export const LimitsConfig = z.strictObject({
  /** Of one agent, or one API key. */
  requestsPerMinute: atLeastOne.default(6000),
  /** Of one agent, or one API key; the rest is told to come again in a second. */
  requestsAtOnce: atLeastOne.default(100),
  /** Without valid credentials, of one address. */
  refusedPerMinute: atLeastOne.default(120),
  eventStreamsPerAgent: atLeastOne.default(50),
  eventStreamsPerKey: atLeastOne.default(1000),
});
