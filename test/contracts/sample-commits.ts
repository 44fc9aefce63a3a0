import { randomUUID } from 'node:crypto';
import type { CommitResult, DrawCommit, DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import { NO_DRAWS } from '../../src/domain/draws/user-draw-info.ts';

export const SECRET = 'ab'.repeat(32);
export const OTHER_SECRET = 'cd'.repeat(32);
export const AT = Date.parse('2026-11-11T10:00:00+08:00');

/** A commit of ann's first draw, which wins nothing. */
export function sampleCommit(activityId: string, changes: Partial<DrawCommit> = {}): DrawCommit {
  return {
    activityId,
    uid: 'ann',
    requestId: randomUUID(),
    drawId: randomUUID(),
    draws: NO_DRAWS,
    seedNo: 1,
    rules: { hash: 'h1', text: '{"rules":1}' },
    day: '2026-11-11',
    at: AT,
    candidates: [],
    ...changes,
  };
}

/** Reads the user's account, and commits a draw that is based on it. */
export async function commitNext(
  ledger: DrawLedger,
  activityId: string,
  changes: Partial<DrawCommit>,
): Promise<CommitResult> {
  const { draws } = await ledger.read(activityId, changes.uid ?? 'ann');
  return ledger.commit(sampleCommit(activityId, { draws, ...changes }));
}

export const car = (limit: number | null) => [{ prizeId: 'car', limit }];
