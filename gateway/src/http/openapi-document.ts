import { presets } from '@outbound-composer/core';
import { connect } from '../store/connect.js';
import { buildServer } from './server.js';

/** The OpenAPI document as `/openapi.json` serves it, made without a database and without listening. */
export async function openApiDocument(version: string): Promise<unknown> {
  const nowhere = connect('postgres://nowhere.invalid/none');
  const app = await buildServer({
    deps: {
      db: nowhere.db,
      queue: { enqueueDispatch: () => Promise.reject(new Error('nothing is sent while documenting')) },
      clock: Date.now,
      accounts: new Map(),
      presetFor: () => presets.current,
    },
    workspace: {
      id: '00000000-0000-0000-0000-000000000000',
      name: 'none',
      preset: 'current',
      defaultCountry: 'DE',
      agentTokens: { issuer: 'none', secret: 'none' },
      allowedOrigins: [],
    },
    events: {
      join: () => Promise.reject(new Error('nothing happens while documenting')),
      close: async () => {},
    },
    limits: {
      requestsPerMinute: 1,
      requestsAtOnce: 1,
      refusedPerMinute: 1,
      eventStreamsPerAgent: 1,
      eventStreamsPerKey: 1,
    },
    webhooks: { allowPrivateUrls: [] },
    publicUrl: null,
    version,
    streams: new Set(),
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  await nowhere.close();
  return document;
}
