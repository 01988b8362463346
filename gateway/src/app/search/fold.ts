import { type Kysely, sql } from 'kysely';
import type { Database } from '../../store/database.js';

/** Text as people type and read it, piece by piece, with each piece as the database folds it. */
export interface Folded {
  readonly text: string;
  /** Where in the original each code unit of `text` comes from; one more entry for the end. */
  readonly origin: readonly number[];
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const ASCII = /^\p{ASCII}*$/u;
const REMEMBERED = 20_000;

/**
 * Folds text as the SQL function `fold` does: without case and accents. The database is asked once for each
 * character outside ASCII and the answer is kept, so query and index always agree, and matches can be shown
 * where they stand in the original.
 */
export class Folder {
  readonly #known = new Map<string, string>();

  constructor(private readonly db: Kysely<Database>) {}

  async fold(texts: readonly string[]): Promise<Folded[]> {
    const split = texts.map((text) => (ASCII.test(text) ? null : [...graphemes.segment(text)]));
    const foreign = new Set(split.flatMap((pieces) => pieces?.map(({ segment }) => segment) ?? []));
    await this.#learn([...foreign].filter((piece) => !ASCII.test(piece) && !this.#known.has(piece)));
    return texts.map((text, index) => {
      const pieces = split[index];
      if (!pieces)
        return { text: text.toLowerCase(), origin: Array.from({ length: text.length + 1 }, (_, i) => i) };
      let folded = '';
      const origin: number[] = [];
      for (const { segment, index: start } of pieces) {
        const piece = this.#known.get(segment) ?? segment.toLowerCase();
        folded += piece;
        for (let unit = 0; unit < piece.length; unit++) origin.push(start);
      }
      origin.push(text.length);
      return { text: folded, origin };
    });
  }

  async #learn(pieces: readonly string[]): Promise<void> {
    if (pieces.length === 0) return;
    const { rows } = await sql<{ piece: string; folded: string }>`
      select piece, fold(piece) as folded from unnest(${pieces}::text[]) as piece`.execute(this.db);
    // A language has few thousand characters; whoever sends more is not typing.
    if (this.#known.size > REMEMBERED) this.#known.clear();
    for (const { piece, folded } of rows) this.#known.set(piece, folded);
  }
}
