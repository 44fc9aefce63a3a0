import type { Timer } from '../../domain/shared/timer.ts';
import type { AccessChange } from '../../domain/visitors/access-feed.ts';
import type { Session } from '../../domain/visitors/session.ts';
import type { VerifiedToken } from '../../domain/visitors/token-verifier.ts';
import type { Digests, EndedSessions } from './ended-sessions.ts';
import { RecentEnds } from './recent-ends.ts';

type End = Extract<AccessChange, { kind: 'end' }>;
type EndsOfKind = Map<string, Pick<End, 'no' | 'issuedUpTo'>>;

/** How many a process remembers. With as many it has 160 to 210 MB more; see docs/identity.md. */
export const MAX_ENDS = 1_000_000;

/** Ends that came one after another; when there are enough, the next part is begun. */
class Part {
  readonly user: EndsOfKind = new Map();
  readonly token: EndsOfKind = new Map();
  readonly sid: EndsOfKind = new Map();
  /** The newest of all, and the latest time up to which they end tokens. */
  no = 0;
  issuedUpTo = 0;

  get size(): number {
    return this.user.size + this.token.size + this.sid.size;
  }
}

/** The ends of sessions that this process has read from the record store. */
export class KnownEnds implements EndedSessions {
  /*
   * Before the first read nobody knows which sessions were ended. A session that this process has verified meanwhile is
   * believed: it was good a moment ago, by the word of who issues it, and the first read judges it. One that another process
   * has left in the cache may have been ended since, and is verified again. A number below 0 that no other process has
   * distinguishes them, and is below every end.
   */
  readonly #before: number;
  readonly #partSize: number;
  readonly #recent: RecentEnds;
  #seen: number;
  #hasRead = false;
  #older = new Part();
  #newer = new Part();
  /** What was dropped, as there were too many: sessions that saw no more than this, and tokens issued until then, count as ended. */
  #droppedNo = Number.NEGATIVE_INFINITY;
  #droppedUpTo = 0;
  /** Numbers that the store gives out a second time, since an old copy was restored and its clock set back. */
  #repeated = { after: Number.POSITIVE_INFINITY, upTo: 0 };

  /**
   * @param processNumber from 1 to 2^52, another in each process
   * @param maxEnds for tests
   */
  constructor(processNumber: number, timer: Pick<Timer, 'elapsed'>, maxEnds = MAX_ENDS) {
    this.#before = -processNumber;
    this.#recent = new RecentEnds(timer);
    this.#seen = this.#before;
    this.#partSize = maxEnds / 2;
  }

  get seen(): number {
    return this.#seen;
  }

  /** In the order of their numbers. */
  take({ no, of, issuedUpTo }: End): void {
    if (this.#newer.size >= this.#partSize) this.#beginPart();
    const part = this.#newer;
    const [ends, name] = this.#placeOf(part, of);
    const known = ends.get(name);
    ends.set(name, {
      // The greater one is of before an old copy was restored; it ends whatever this one ends.
      no: Math.max(no, known?.no ?? 0),
      issuedUpTo: Math.max(issuedUpTo, known?.issuedUpTo ?? 0),
    });
    part.no = Math.max(part.no, no);
    part.issuedUpTo = Math.max(part.issuedUpTo, issuedUpTo);
    // Not before all until then is known: a session that has seen it is not looked up.
    if (!this.#hasRead) return;
    this.#seen = Math.max(this.#seen, no);
    this.#recent.add(of);
  }

  /**
   * All until now was read.
   * @param latest the greatest number that was given out
   * @param sweptUpTo tokens that were issued until then may be ended by what is removed
   */
  read(latest: number, sweptUpTo: number): void {
    this.#hasRead = true;
    this.#seen = latest;
    this.#droppedUpTo = Math.max(this.#droppedUpTo, sweptUpTo);
  }

  /** The store was restored from an old copy, and gives out numbers again that are known here. What it lacks stays known. */
  restored(latest: number): void {
    const { after, upTo } = this.#repeated;
    this.#repeated = { after: Math.min(latest, after), upTo: Math.max(this.#seen, upTo) };
    this.#droppedNo = Math.min(this.#droppedNo, latest);
    if (this.#hasRead) this.#seen = latest;
  }

  isVoid({ endsSeen, user, sid }: Session, digests: Digests): boolean {
    if (!this.#hasRead) return endsSeen !== this.#before;
    // Of a process that has read more, or of before an old copy was restored: which, cannot be seen here.
    if (endsSeen > this.#seen) return true;
    const { after, upTo } = this.#repeated;
    const saw = endsSeen > after && endsSeen <= upTo ? after : endsSeen;
    // Nearly always. While numbers are given out again, there are ends of greater ones.
    if (saw >= this.#seen && this.#seen >= upTo) return false;
    if (saw < this.#droppedNo) return true;
    return this.#has((end) => end.no > saw, user.uid, sid, digests);
  }

  isUnsure({ user, sid }: VerifiedToken, digests: Digests): boolean {
    // Nearly always.
    if (this.#recent.isEmpty()) return false;
    const ofSid = sid === undefined ? [] : [{ kind: 'sid', sid } as const];
    const ofToken = digests().map((digest) => ({ kind: 'token', digest }) as const);
    return this.#recent.has([{ kind: 'user', uid: user.uid }, ...ofToken, ...ofSid]);
  }

  isOver({ user, sid, issuedAt }: VerifiedToken, digests: Digests): boolean {
    // Who issues it was asked, and knows best.
    if (issuedAt === undefined) return false;
    if (issuedAt <= this.#droppedUpTo) return true;
    return (
      this.#has((end) => end.issuedUpTo >= issuedAt, user.uid, sid ?? null, null) ||
      this.#has(() => true, null, null, digests)
    );
  }

  #has(
    applies: (end: Pick<End, 'no' | 'issuedUpTo'>) => boolean,
    uid: string | null,
    sid: string | null,
    digests: Digests | null,
  ): boolean {
    return [this.#newer, this.#older].some(({ user, token, sid: sids }) => {
      const ofUser = uid === null ? undefined : user.get(uid);
      if (ofUser && applies(ofUser)) return true;
      const ofSid = sid === null ? undefined : sids.get(sid);
      if (ofSid && applies(ofSid)) return true;
      // The digests cost more than all else.
      if (!digests || token.size === 0) return false;
      return digests().some((digest) => {
        const ofToken = token.get(digest);
        return ofToken !== undefined && applies(ofToken);
      });
    });
  }

  /* In two parts, so that no turn has to look for the oldest of many. */
  #beginPart(): void {
    const { no, issuedUpTo, size } = this.#older;
    if (size > 0) this.#droppedNo = Math.max(this.#droppedNo, no);
    this.#droppedUpTo = Math.max(this.#droppedUpTo, issuedUpTo);
    this.#older = this.#newer;
    this.#newer = new Part();
  }

  #placeOf(part: Part, of: End['of']): [EndsOfKind, string] {
    switch (of.kind) {
      case 'user':
        return [part.user, of.uid];
      case 'token':
        return [part.token, of.digest];
      case 'sid':
        return [part.sid, of.sid];
    }
  }
}
