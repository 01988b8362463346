import { readHeader } from '../import/contact-columns.js';
import { type ContactRecord, readContact } from '../import/contact-row.js';
import { openCsv } from '../import/csv.js';
import type { Fault } from '../import/faults.js';
import { csvLine, REJECT_COLUMNS, Rejects, rejectedCsvRow } from '../import/rejects.js';
import { storeContacts } from '../store/import-contacts.js';
import { inBatches, inTransaction, oneAhead } from './import-batches.js';
import type { Counts, ImportJob } from './import-file.js';

/** Imports a CSV of contacts. */
export async function importContacts(job: ImportJob): Promise<Counts> {
  const { deps, accounts, defaultCountry, workspaceId, source, tell } = job;
  const { header, delimiter, rows } = await openCsv(job.text);
  const columns = readHeader(header, accounts);
  const kept = (cells: readonly string[]) => [
    ...columns.kept.map((index) => cells[index] ?? ''),
    ...cells.slice(columns.names.length),
  ];
  const rejects = await Rejects.open(
    job.rejectsPath,
    csvLine([...REJECT_COLUMNS, ...kept(columns.names)], delimiter),
  );
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, addressesTaken: 0 };
  const seen = new SeenContacts();
  const reject = (line: number, cells: readonly string[], faults: readonly Fault[]) =>
    rejects.write(rejectedCsvRow(line, faults, kept(cells), delimiter));

  async function* prepared() {
    for await (const batch of inBatches(rows)) {
      const now = deps.clock();
      const records: ContactRecord[] = [];
      for (const row of batch) {
        const read =
          row.fault === undefined
            ? readContact(row, { columns, accounts, defaultCountry, now })
            : { faults: [{ field: '', reason: row.fault }] };
        const faults = 'faults' in read ? read.faults : seen.faultsOf(read.record);
        if (faults.length > 0) await reject(row.line, row.cells, faults);
        else if ('record' in read) records.push(read.record);
      }
      yield { records, read: batch.length, now: new Date(now) };
    }
  }

  try {
    for await (const { records, read, now } of oneAhead(prepared())) {
      const { outcomes, addressesTaken } = await inTransaction(deps, (tx) =>
        storeContacts(tx, { workspaceId, source, now, records }),
      );
      for (const [index, outcome] of outcomes.entries()) {
        const { line, cells } = records[index]!;
        if (typeof outcome === 'string') counts[outcome]++;
        else await reject(line, cells, [outcome.fault]);
      }
      counts.read += read;
      counts.addressesTaken += addressesTaken;
      tell(counts.read, rejects.count);
    }
  } finally {
    await rejects.close();
  }
  return { ...counts, rejected: rejects.count };
}

/**
 * Two rows of one file for one contact would undo each other, each time it is imported: the first counts.
 * Remembers about 100 bytes a row.
 */
class SeenContacts {
  readonly #externalIds = new Map<string, number>();
  readonly #addresses = new Map<string, { line: number; named: boolean }>();

  faultsOf({ line, externalId, values }: ContactRecord): Fault[] {
    const faults: Fault[] = [];
    const named = externalId !== null;
    const before = named ? this.#externalIds.get(externalId) : undefined;
    if (before !== undefined)
      faults.push({ field: 'external_id', reason: `stands on line ${before} already` });
    for (const field of ['phone', 'email'] as const) {
      const value = values[field];
      const known = value === undefined ? undefined : this.#addresses.get(value);
      // People with external ids may share a phone; without them, they cannot be told apart.
      if (known && !(named && known.named)) {
        faults.push({
          field,
          reason: `stands on line ${known.line} already, and no external_id tells the two apart`,
        });
      }
    }
    if (faults.length > 0) return faults;
    if (named) this.#externalIds.set(externalId, line);
    for (const value of [values.phone, values.email]) {
      if (value !== undefined && !this.#addresses.has(value)) this.#addresses.set(value, { line, named });
    }
    return faults;
  }
}
