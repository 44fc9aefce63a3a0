import { setTimeout as pause } from 'node:timers/promises';

/** Resolves as soon as the condition holds; fails, naming what was waited for, if it does not in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { timeoutMs, what }: { timeoutMs: number; what: string },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(10);
  }
}
