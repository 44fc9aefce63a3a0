const EVERY_MS = 15_000;

/* Everyone who waits has seen the pause at about the same time, and would ask in the same second. */
const SPREAD_MS = 5_000;

/** The milliseconds until a page asks whether a paused activity goes on. */
export function restWhilePaused(random: () => number = Math.random): number {
  return EVERY_MS + (random() * 2 - 1) * SPREAD_MS;
}

/**
 * Asks again and again whether a paused activity goes on.
 * @param waits whether the activity is paused and the page visible
 * @param ask resolves to the milliseconds that the server wants not to be asked again
 */
export function resumeWatch(waits: () => boolean, ask: () => Promise<number>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  /** Begins a new rest, or ends it where there is nothing to wait for. */
  function plan(leastMs = 0): void {
    clearTimeout(timer);
    if (stopped || !waits()) return;
    timer = setTimeout(() => void ask().then(plan), Math.max(restWhilePaused(), leastMs));
  }

  return {
    plan: () => plan(),
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
