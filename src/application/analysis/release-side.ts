import type { Audience } from '../../domain/releases/audience.ts';
import { placeOf } from '../../domain/releases/audience.ts';
import type { ServedActivity } from '../../domain/releases/served-releases.ts';

interface Side {
  readonly code: 'side';
  /** The release that most users get, and the one that only some get. */
  readonly releaseNo: number | null;
  readonly candidateNo: number | null;
  /** Whether the user gets the candidate. */
  readonly isCandidate: boolean;
}

/** Which of two releases a user gets during a rollout, and why. */
export type SideReason = Side &
  (
    | {
        readonly by: 'percent';
        readonly percent: number;
        /** Of the user among all, from 0 up to and without 100: those below `percent` get the candidate. */
        readonly place: number;
      }
    /** `listed`: how many users get the candidate. */
    | { readonly by: 'users'; readonly listed: number }
    | { readonly by: 'zones'; readonly zones: readonly string[]; readonly zoneId: string | null }
  );

/** `null` while no rollout is under way. */
export function releaseSide(
  { activity, candidate }: ServedActivity,
  audience: Audience | null,
  user: { readonly uid: string; readonly zoneId: string | null },
): SideReason | null {
  if (!candidate || !audience) return null;
  const side: Side = {
    code: 'side',
    releaseNo: activity.release?.no ?? null,
    candidateNo: candidate.activity.release?.no ?? null,
    isCandidate: candidate.has(user),
  };
  switch (audience.kind) {
    case 'percent':
      return { ...side, by: 'percent', percent: audience.percent, place: placeOf(user.uid, activity.id) };
    case 'users':
      return { ...side, by: 'users', listed: audience.uids.length };
    case 'zones':
      return { ...side, by: 'zones', zones: audience.zones, zoneId: user.zoneId };
  }
}
