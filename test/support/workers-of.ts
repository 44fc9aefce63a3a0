import { readdir, readFile } from 'node:fs/promises';

/** The workers of a process, by what the kernel says; the operations side is none. */
export async function workersOf(pid: number): Promise<number[]> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')),
  );
  const children = stats
    .filter((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid)
    .map((stat) => Number.parseInt(stat, 10));
  const workers = await Promise.all(
    children.map(async (child) => {
      const environment = await readFile(`/proc/${child}/environ`, 'utf8').catch(() => '');
      return environment.includes('CMS_MARKET_OPERATIONS_CHILD=1') ? [] : [child];
    }),
  );
  return workers.flat();
}
