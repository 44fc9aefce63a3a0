import { readdir, readFile } from 'node:fs/promises';

/** The children of a process, by what the kernel says. */
export async function workersOf(pid: number): Promise<number[]> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')),
  );
  return stats
    .filter((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid)
    .map((stat) => Number.parseInt(stat, 10));
}
