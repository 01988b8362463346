import { randomUUID } from 'node:crypto';
import { storeContacts } from '../../../gateway/dist/store/import-contacts.js';

const SOURCE = 'bench-import';
const BATCH = 500;
const SENDS_A_SECOND = 20;
/** An agent's send reopens the conversation, and so moves its contact in every index. */
const REOPEN = `update contact set conversation_status = 'open', last_activity_at = now() where workspace_id = $1 and id = $2`;

/** Runs an import of contacts and a stream of sends beside whatever is measured, until `stop` is called. */
export async function startWriters({ db, pool }, workspaceId) {
  let running = true;
  const written = { imported: 0, reopened: 0 };
  const { rows: closed } = await pool.query(
    `select id from contact tablesample system (1) where workspace_id = $1 and conversation_status = 'closed'`,
    [workspaceId],
  );

  const importing = async () => {
    while (running) {
      const records = Array.from({ length: BATCH }, (_, index) => newcomer(index));
      const batch = { workspaceId, source: SOURCE, now: new Date(), records };
      await db.transaction().execute((tx) => storeContacts(tx, batch));
      written.imported += BATCH;
    }
  };
  const sending = async () => {
    for (const { id } of closed) {
      if (!running) return;
      await Promise.all([pool.query(REOPEN, [workspaceId, id]), pause(1000 / SENDS_A_SECOND)]);
      written.reopened++;
    }
  };
  const ended = Promise.all([importing(), sending()]);

  return async function stop() {
    running = false;
    await ended;
    await pool.query('delete from contact where workspace_id = $1 and source = $2', [workspaceId, SOURCE]);
    return written;
  };
}

function newcomer(index) {
  const id = randomUUID();
  return {
    line: index + 2,
    cells: [],
    externalId: id,
    values: {
      first_name: `New${index}`,
      last_name: `Comer ${id.slice(0, 8)}`,
      email: `${id}@import.example`,
    },
    custom: {},
    addresses: [],
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
