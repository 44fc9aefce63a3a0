import { readdir, readFile } from 'node:fs/promises';

/** The workers of a process, by what the kernel says; the operations side is none. */
export async function workersOf(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  return children.filter(({ isOperations }) => !isOperations).map((child) => child.pid);
}

/** The operations side of a process; `undefined` while it has none. */
export async function operationsOf(pid: number): Promise<number | undefined> {
  return (await childrenOf(pid)).find(({ isOperations }) => isOperations)?.pid;
}

async function childrenOf(pid: number): Promise<{ readonly pid: number; readonly isOperations: boolean }[]> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')),
  );
  const children = stats
    .filter((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid)
    .map((stat) => Number.parseInt(stat, 10));
  return Promise.all(
    children.map(async (child) => {
      const environment = await readFile(`/proc/${child}/environ`, 'utf8').catch(() => '');
      return { pid: child, isOperations: environment.includes('CMS_MARKET_OPERATIONS_CHILD=1') };
    }),
  );
}
