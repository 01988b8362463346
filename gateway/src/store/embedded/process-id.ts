import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * A process that cannot be mistaken for a later one with the same number: the number, and where the system
 * tells it (Linux), the tick in which it began.
 */
export async function processIdentity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return `${pid}`;
  // The command stands in parentheses and may hold spaces, so fields are counted from the last one.
  // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (field 22)
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${pid} ${started}`;
}

/** Whether the process of this identity still runs. */
export async function identityRuns(identity: string): Promise<boolean> {
  const pid = Number(identity.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !processRuns(pid)) return false;
  return (await processIdentity(pid)) === identity;
}

export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

/** A server outlives its parent; a container whose first process collects no children keeps it as a zombie. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] === 'Z';
  } catch {
    return false;
  }
}
