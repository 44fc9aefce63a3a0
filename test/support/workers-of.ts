import { readFile } from 'node:fs/promises';

/** The workers of a process, by what the kernel says; the operations side is none. */
export async function workersOf(pid: number): Promise<number[]> {
  return (await childrenOf(pid)).filter(({ isOperations }) => !isOperations).map(({ pid }) => pid);
}

/** The operations side of a process; `undefined` while it does not run. */
export async function operationsOf(pid: number): Promise<number | undefined> {
  return (await childrenOf(pid)).find(({ isOperations }) => isOperations)?.pid;
}

/**
 * Whether a process of the service listens to signals. SIGHUP shows it, which comes last; Node itself catches SIGINT and SIGTERM
 * from its start, and then dies of them.
 */
export async function obeysSignals(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${caught}`) & 1n) !== 0n;
}

/** Whether a process is there; one that has ended and is not reaped is not. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return /^State:\s+[^ZX]/m.test(status);
}

async function childrenOf(
  parent: number,
): Promise<{ readonly pid: number; readonly isOperations: boolean }[]> {
  // Node starts its children from its main thread.
  const listed = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  return Promise.all(
    listed
      .split(' ')
      .filter((text) => text !== '')
      .map(async (text) => {
        const environment = await readFile(`/proc/${text}/environ`, 'utf8').catch(() => '');
        return { pid: Number(text), isOperations: environment.includes('CMS_MARKET_OPERATIONS_CHILD=1') };
      }),
  );
}
