import { type MessageRecord, readMessage } from '../import/message-row.js';
import { readNdjson } from '../import/ndjson.js';
import { Rejects, rejectedJsonLine } from '../import/rejects.js';
import { storeMessages } from '../store/import-messages.js';
import { inBatches, inTransaction, oneAhead } from './import-batches.js';
import type { Counts, ImportJob } from './import-file.js';

/** Imports an NDJSON of messages into histories and messaging windows. */
export async function importMessages(job: ImportJob): Promise<Counts> {
  const { deps, defaultCountry, workspaceId, source, tell } = job;
  const accounts = new Map(job.accounts.map((account) => [account.key, account]));
  const preset = deps.presetFor(workspaceId);
  const rejects = await Rejects.open(job.rejectsPath);
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, addressesTaken: 0 };

  async function* prepared() {
    for await (const batch of inBatches(readNdjson(job.text))) {
      const now = deps.clock();
      const records: MessageRecord[] = [];
      for (const row of batch) {
        const read = readMessage(row, { accounts, defaultCountry, now });
        if ('record' in read) records.push(read.record);
        else await rejects.write(rejectedJsonLine(row.line, read.faults, row.value, row.raw));
      }
      yield { records, read: batch.length, now: new Date(now) };
    }
  }

  try {
    for await (const { records, read, now } of oneAhead(prepared())) {
      const outcomes = await inTransaction(deps, (tx) =>
        storeMessages(tx, { workspaceId, source, now, preset, records }),
      );
      for (const [index, outcome] of outcomes.entries()) {
        const { row } = records[index]!;
        if (typeof outcome === 'string') counts[outcome]++;
        else await rejects.write(rejectedJsonLine(row.line, [outcome.fault], row.value, row.raw));
      }
      counts.read += read;
      tell(counts.read, rejects.count);
    }
  } finally {
    await rejects.close();
  }
  return { ...counts, rejected: rejects.count };
}
