import type { Audience } from '../../../../domain/releases/audience.ts';
import {
  type CancelledRelease,
  cancelReasonOf,
  type ScheduledRelease,
} from '../../../../domain/releases/scheduled-releases.ts';
import type { Candidate } from '../../../../domain/releases/serving.ts';
import type { CancelledJson, ScheduledJson, ShownAudience } from '../contract/activities.ts';
import { isoOf } from './iso.ts';

/** Of users, only how many: there may be 10,000, and their ids are nobody's business here. */
export function jsonOfAudience(audience: Audience): ShownAudience {
  switch (audience.kind) {
    case 'percent':
      return { kind: 'percent', percent: audience.percent };
    case 'users':
      return { kind: 'users', count: audience.uids.length };
    case 'zones':
      return { kind: 'zones', zones: [...audience.zones] };
  }
}

export function jsonOfCandidate(
  candidate: Pick<Candidate, 'no' | 'audience'> | null,
): { no: number; audience: ShownAudience } | null {
  return candidate && { no: candidate.no, audience: jsonOfAudience(candidate.audience) };
}

export function jsonOfScheduled({
  id,
  dueAt,
  hash,
  content,
  besideNo,
  author,
  note,
}: ScheduledRelease): ScheduledJson {
  return { ...{ id, hash, content, author, note }, due_at: isoOf(dueAt), beside_no: besideNo };
}

export function jsonOfCancelled({
  id,
  dueAt,
  hash,
  besideNo,
  author,
  note,
  at,
  reason,
}: CancelledRelease): CancelledJson {
  const { code, detail } = cancelReasonOf(reason);
  const known = { ...{ id, hash, author, note }, due_at: isoOf(dueAt), beside_no: besideNo };
  return { ...known, at: isoOf(at), reason: code, detail };
}
