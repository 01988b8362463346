import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const RANDOM_BYTES = 16;
const pool = Buffer.alloc(RANDOM_BYTES * 1024);
let used = pool.length;

let msecs = 0;
let seq = 0;

/** A UUID v7 like all others, later ones sort later; its randomness is drawn for a thousand at once. */
export function bulkId(): string {
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Not from 0, so that two processes in the same millisecond differ; 30 of 32 bits leave room to count.
    seq = Buffer.from(takeRandom()).readUInt32BE() >>> 2;
  } else seq++;
  return v7({ msecs, seq, rng: takeRandom });
}

function takeRandom(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  // uuid writes into what it is given, so it gets a copy.
  return Uint8Array.prototype.slice.call(pool, used - RANDOM_BYTES, used);
}
