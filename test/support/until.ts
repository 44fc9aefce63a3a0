import { setTimeout as pause } from 'node:timers/promises';

/* Not a promise of the service: only how long a hung test is waited for. A busy machine stays well below it. */
const EVENTUALLY_MS = 60_000;

export interface Wait {
  /** What is waited for, for the error's message. */
  readonly what: string;
  /** Set it only where the number itself is what the test asserts. */
  readonly timeoutMs?: number;
}

/**
 * Resolves as soon as the condition holds.
 * @throws Error that names what was waited for, if the condition does not hold within the limit
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { what, timeoutMs = EVENTUALLY_MS }: Wait,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(10);
  }
}
