/* A worker that listened for less than this, or never, is taken to die of its start. */
const SOUND_LIFE_MS = 5000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * How many milliseconds to wait before a worker that died is started again: 0 after a sound life, else twice the
 * last pause, from 100 ms to 10 s.
 * @param lastMs the pause before the last start, 0 if there was none
 * @param listenedMs how long the worker listened; `null` if it never did
 */
export function restartPause(lastMs: number, listenedMs: number | null): number {
  if (listenedMs !== null && listenedMs >= SOUND_LIFE_MS) return 0;
  return Math.min(Math.max(FIRST_PAUSE_MS, lastMs * 2), LONGEST_PAUSE_MS);
}
