import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/**
 * `shared_buffers` for this machine: an eighth of its memory, at least PostgreSQL's own 128 MB and at most 2 GB.
 * A search of a million contacts goes to pages all over a gigabyte, and each one that is not here is a call into
 * the kernel. Pages that are never used take no memory.
 */
export function sharedBuffers(memory = availableMemory()): string {
  return `${Math.min(2048, Math.max(128, Math.floor(memory / 8 / MB)))}MB`;
}

/** What a container allows, where it allows less than the machine has. */
function availableMemory(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

/**
 * For glibc: a server process keeps the memory of a large bitmap or sort for the next one, instead of handing it
 * back to the system and being given it again, page by page.
 */
export const ALLOCATOR = {
  MALLOC_MMAP_THRESHOLD_: String(32 * MB),
  MALLOC_TRIM_THRESHOLD_: String(64 * MB),
  MALLOC_TOP_PAD_: String(MB),
};
