import { createHash, randomUUID } from 'node:crypto';
import { NO_DRAWS } from '../../src/domain/draws/account.ts';
import type { RulesLink, RulesSet } from '../../src/domain/draws/binding-book.ts';
import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { CommitResult, DrawCommit, DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import type { EarningCommit, HelpCommit } from '../../src/domain/draws/earnings-ledger.ts';

export const SECRET = 'ab'.repeat(32);
export const OTHER_SECRET = 'cd'.repeat(32);
export const AT = Date.parse('2026-11-11T10:00:00+08:00');
export const DAY = '2026-11-11';

/** A commit of ann's first draw, which wins nothing. */
export function sampleCommit(activityId: string, changes: Partial<DrawCommit> = {}): DrawCommit {
  return {
    activityId,
    segments: 1,
    uid: 'ann',
    requestId: randomUUID(),
    drawId: randomUUID(),
    draws: NO_DRAWS,
    seedNo: 1,
    epoch: 0,
    rulesNo: 1,
    day: DAY,
    usesEarned: false,
    at: AT,
    candidates: [],
    budget: null,
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

export function candidate(prizeId: string, changes: Partial<Candidate> = {}): Candidate {
  return { prizeId, limit: null, cost: 0, endsStreak: false, ...changes };
}

export const car = (limit: number | null) => [candidate('car', { limit })];

/** An earning of ann's, before anything else of hers. */
export function sampleEarning(activityId: string, changes: Partial<EarningCommit> = {}): EarningCommit {
  const earning = { key: 'grant:k1', source: 'grant', chances: 2, day: DAY } as const;
  return { activityId, segments: 1, uid: 'ann', draws: NO_DRAWS, earning, epoch: 0, at: AT, ...changes };
}

/** Bob follows ann's invitation. */
export function sampleHelp(activityId: string, changes: Partial<HelpCommit> = {}): HelpCommit {
  return {
    activityId,
    segments: 1,
    uid: 'bob',
    draws: NO_DRAWS,
    inviter: 'ann',
    day: DAY,
    epoch: 0,
    at: AT,
    ...changes,
  };
}

/** A set as a list of sets has it. */
export function linkOf({ text: _text, sealed: _sealed, ...link }: RulesSet): RulesLink {
  return link;
}

export function sampleRules(no: number): RulesSet {
  const text = `{"rules":${no}}`;
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    no,
    hash,
    text,
    sealed: no === 2 ? 'sealed' : '',
    salt: no === 2 ? 'ab' : '',
    at: AT + no,
    release: null,
    head: hash,
  };
}
