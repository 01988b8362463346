import { readdir, readFile } from 'node:fs/promises';

const MB = 1024 * 1024;

/**
 * What this process and all of PostgreSQL's hold in memory, in MB. Pages that several share count once; where the
 * system does not tell, PostgreSQL's is null.
 */
export async function memoryOf(pool) {
  const gateway = process.memoryUsage.rss() / MB;
  try {
    const { rows } = await pool.query('select pg_backend_pid() as pid');
    const server = await parentOf(rows[0].pid);
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const own = [];
    for (const pid of pids) if ((await parentOf(pid).catch(() => 0)) === server) own.push(pid);
    const sizes = await Promise.all([...own, server].map(proportionalSize));
    return { gateway, postgres: sizes.reduce((sum, size) => sum + size, 0) / MB };
  } catch {
    return { gateway, postgres: null };
  }
}

const parentOf = async (pid) =>
  Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);

async function proportionalSize(pid) {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}
