import type { AccessChange } from '../../domain/visitors/access-feed.ts';
import type { Session } from '../../domain/visitors/session.ts';
import type { VerifiedToken } from '../../domain/visitors/token-verifier.ts';
import type { EndedSessions } from './ended-sessions.ts';

type End = Extract<AccessChange, { kind: 'end' }>;
type EndsOfKind = Map<string, Pick<End, 'no' | 'issuedUpTo'>>;

/** How many a process remembers. With as many it has 200 MB more; see docs/operations.md. */
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
  #seen: number;
  #hasRead = false;
  #older = new Part();
  #newer = new Part();
  /** What was dropped, as there were too many: sessions that saw no more than this, and tokens issued until then, count as ended. */
  #droppedNo = Number.NEGATIVE_INFINITY;
  #droppedUpTo = 0;

  /**
   * @param processNumber from 1 to 2^52, another in each process
   * @param maxEnds for tests
   */
  constructor(processNumber: number, maxEnds = MAX_ENDS) {
    this.#before = -processNumber;
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
    ends.set(name, { no, issuedUpTo: Math.max(issuedUpTo, known?.issuedUpTo ?? 0) });
    part.no = Math.max(part.no, no);
    part.issuedUpTo = Math.max(part.issuedUpTo, issuedUpTo);
    // Not before all until then is known: a session that has seen it is not looked up.
    if (this.#hasRead) this.#seen = Math.max(this.#seen, part.no);
  }

  /** All until now was read. @param sweptUpTo tokens that were issued until then may be ended by what is removed */
  read(sweptUpTo: number): void {
    this.#hasRead = true;
    this.#seen = Math.max(0, this.#seen, this.#older.no, this.#newer.no, this.#droppedNo);
    this.#droppedUpTo = Math.max(this.#droppedUpTo, sweptUpTo);
  }

  isVoid({ endsSeen, user, sid }: Session, tokenDigest: () => string): boolean {
    if (!this.#hasRead) return endsSeen !== this.#before;
    // Nearly always.
    if (endsSeen >= this.#seen) return false;
    if (endsSeen < this.#droppedNo) return true;
    return this.#has((end) => end.no > endsSeen, user.uid, sid, tokenDigest);
  }

  isOver({ user, sid, issuedAt }: VerifiedToken, tokenDigest: () => string): boolean {
    // Who issues it was asked, and knows best.
    if (issuedAt === undefined) return false;
    if (issuedAt <= this.#droppedUpTo) return true;
    return (
      this.#has((end) => end.issuedUpTo >= issuedAt, user.uid, sid ?? null, null) ||
      this.#has(() => true, null, null, tokenDigest)
    );
  }

  #has(
    applies: (end: Pick<End, 'no' | 'issuedUpTo'>) => boolean,
    uid: string | null,
    sid: string | null,
    tokenDigest: (() => string) | null,
  ): boolean {
    return [this.#newer, this.#older].some(({ user, token, sid: sids }) => {
      const ofUser = uid === null ? undefined : user.get(uid);
      if (ofUser && applies(ofUser)) return true;
      const ofSid = sid === null ? undefined : sids.get(sid);
      if (ofSid && applies(ofSid)) return true;
      // The digest costs more than all else.
      const ofToken = tokenDigest && token.size > 0 ? token.get(tokenDigest()) : undefined;
      return ofToken !== undefined && applies(ofToken);
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
