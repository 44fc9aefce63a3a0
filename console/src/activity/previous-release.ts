import type { HistoryJson } from '../../../src/adapters/koa/console/contract/releases.ts';

/** Returns the release that everyone had before the present one, or `null`. The changes come newest first. */
export function previousRelease(changes: HistoryJson['changes'], liveNo: number): number | null {
  return changes.find(({ no }) => no !== liveNo && no > 0)?.no ?? null;
}
