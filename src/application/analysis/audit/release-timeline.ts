import { type Audience, membersOf } from '../../../domain/releases/audience.ts';
import type { Serving, ServingChange } from '../../../domain/releases/serving.ts';

/** What of a change says what was served. */
export interface PastChange extends Pick<ServingChange, 'at' | 'inForceAt'> {
  readonly serving: Pick<Serving, 'no' | 'candidate' | 'isPaused' | 'isRemoved'>;
}

/**
 * By how much the time of a draw, which is that of the clock of its machine, may miss the times of releases, which are those of the
 * record store. A draw also belongs to the release that was served when it was admitted, some hundred milliseconds before.
 */
const RELEASE_TOLERANCE_MS = 2000;

/* A process reads a pause within 500 ms. */
const PAUSE_MAY_TAKE_MS = 1000;

/* At the end of a pause, only the clocks can differ. */
const RESUME_TOLERANCE_MS = 500;

/** What was served from a time on. */
interface Period {
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** `null`: the activity was removed. */
  readonly no: number | null;
  readonly candidate: PastCandidate | null;
}

interface PastCandidate {
  readonly no: number;
  readonly audience: string;
  /** `null`: by the zone, which the log of draws does not have. */
  readonly has: ((uid: string) => boolean) | null;
}

interface Pause {
  readonly from: number;
  /** `Infinity` while it lasts. */
  to: number;
}

/** Whether a release was served: to this user, to others only, or to nobody. */
export type WasServed =
  | { readonly kind: 'served' }
  | { readonly kind: 'to_others' }
  /** `releases`: those that were. */
  | { readonly kind: 'not_served'; readonly releases: readonly number[] };

const SERVED: WasServed = { kind: 'served' };

/** What was served of an activity when. It keeps some 100 bytes for each change. */
export class ReleaseTimeline {
  readonly #activityId: string;
  readonly #periods: Period[] = [];
  readonly #pauses: Pause[] = [];

  constructor(activityId: string) {
    this.#activityId = activityId;
  }

  get isEmpty(): boolean {
    return this.#periods.length === 0;
  }

  /** @param change the one after the last that was learnt */
  learn({ at, inForceAt, serving }: PastChange): void {
    const last = this.#periods.at(-1);
    const { no, candidate, isPaused, isRemoved } = serving;
    const period: Period = {
      from: inForceAt,
      no: isRemoved ? null : no,
      candidate: candidate && this.#candidateOf(candidate.no, candidate.audience, last?.candidate ?? null),
    };
    const isOther = last?.no !== period.no || last.candidate !== period.candidate;
    if (!last || isOther) this.#periods.push(period);
    const pause = this.#pauses.at(-1);
    const wasPaused = pause !== undefined && pause.to === Number.POSITIVE_INFINITY;
    if (isPaused && !wasPaused) this.#pauses.push({ from: at, to: Number.POSITIVE_INFINITY });
    if (!isPaused && wasPaused) pause.to = at;
  }

  /** @param at milliseconds since the epoch */
  wasServed(no: number, uid: string, at: number): WasServed {
    const first = this.#firstAround(at);
    let isToOthers = false;
    for (let index = first; this.#isAround(index, at); index++) {
      const period = this.#periods[index] as Period;
      if (isServedTo(period, no, uid)) return SERVED;
      isToOthers ||= period.no === no || period.candidate?.no === no;
    }
    if (isToOthers) return { kind: 'to_others' };
    const releases = new Set<number>();
    for (let index = first; this.#isAround(index, at); index++) {
      const period = this.#periods[index] as Period;
      for (const each of [period.no, period.candidate?.no ?? null]) if (each !== null) releases.add(each);
    }
    return { kind: 'not_served', releases: [...releases] };
  }

  /** The pause during which this cannot have been drawn; `null` where there was none. */
  pauseAt(at: number): Readonly<Pause> | null {
    const pause = this.#pauses[lastBefore(this.#pauses, at - PAUSE_MAY_TAKE_MS)];
    return pause && at < pause.to - RESUME_TOLERANCE_MS ? pause : null;
  }

  /* From this period on, up to the last that `#isAround`, one was in force by a clock that is off by the tolerance at most. */
  #firstAround(at: number): number {
    return Math.max(0, lastBefore(this.#periods, at - RELEASE_TOLERANCE_MS));
  }

  #isAround(index: number, at: number): boolean {
    const period = this.#periods[index];
    return period !== undefined && period.from <= at + RELEASE_TOLERANCE_MS;
  }

  /* The same object as before for the same candidate: a list of users is long. */
  #candidateOf(no: number, audience: Audience, last: PastCandidate | null): PastCandidate {
    const text = JSON.stringify(audience);
    if (last?.no === no && last.audience === text) return last;
    const isMember = membersOf(audience, this.#activityId);
    const has = audience.kind === 'zones' ? null : (uid: string) => isMember({ uid, zoneId: null });
    return { no, audience: text, has };
  }
}

/* Where a candidate is for zones, either may be the user's. */
function isServedTo({ no: everyones, candidate }: Period, no: number, uid: string): boolean {
  if (everyones !== no && candidate?.no !== no) return false;
  const isMember = candidate?.has ? candidate.has(uid) : null;
  return candidate?.no === no ? isMember !== false : isMember !== true;
}

/* The last one that began before this time; -1 where none did. */
function lastBefore(list: readonly { readonly from: number }[], at: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as { from: number }).from < at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
