import { expect } from 'chai';
import fc from 'fast-check';
import { KnownEnds } from '../../../src/application/admission/known-ends.ts';
import { Sessions } from '../../../src/application/admission/sessions.ts';
import type { AccessChange } from '../../../src/domain/visitors/access-feed.ts';
import type { Session } from '../../../src/domain/visitors/session.ts';
import type { EndedSessionsOf } from '../../../src/domain/visitors/session-ends.ts';
import { unlimitedTokens } from '../../../src/domain/visitors/unknown-tokens.ts';

type End = Extract<AccessChange, { kind: 'end' }>;

const DIGEST = 'd'.repeat(64);
const digest = () => [DIGEST];
const timer = { elapsed: () => 0 };

function end(no: number, of: EndedSessionsOf, issuedUpTo = no): End {
  return { kind: 'end', no, of, issuedUpTo };
}

function session(endsSeen: number, more: Partial<Session> = {}): Session {
  return { user: { uid: 'u1', zoneId: null, profile: {} }, expiresAt: null, sid: 's-1', endsSeen, ...more };
}

const OF_USER: EndedSessionsOf = { kind: 'user', uid: 'u1' };
const EACH: readonly EndedSessionsOf[] = [
  OF_USER,
  { kind: 'sid', sid: 's-1' },
  { kind: 'token', digest: DIGEST },
];

describe('KnownEnds', () => {
  it('believes, until it was read, only sessions that this process has verified', () => {
    const [one, other] = [new KnownEnds(7, timer), new KnownEnds(8, timer)];
    expect(one.isVoid(session(one.seen), digest)).to.equal(false);
    for (const endsSeen of [other.seen, 0, 5]) {
      expect(one.isVoid(session(endsSeen), digest), String(endsSeen)).to.equal(true);
    }
    const verified = session(one.seen);
    one.read(5, 0);
    expect(one.seen).to.equal(5);
    expect(one.isVoid(session(6), digest), 'of one that has read more').to.equal(true);
    for (const each of [verified, session(other.seen), session(0), session(5)]) {
      expect(one.isVoid(each, digest)).to.equal(false);
    }
    one.take(end(10, OF_USER));
    for (const each of [verified, session(other.seen), session(0)]) {
      expect(one.isVoid(each, digest)).to.equal(true);
    }
  });

  it('voids the sessions of a user, of a name at the provider, and of a token, that did not see the end', () => {
    for (const of of EACH) {
      const ends = new KnownEnds(1, timer);
      ends.read(0, 0);
      ends.take(end(10, of));
      ends.take(end(20, { kind: 'user', uid: 'another' }));
      expect(ends.seen).to.equal(20);
      expect(ends.isVoid(session(9), digest), of.kind).to.equal(true);
      expect(ends.isVoid(session(10), digest), of.kind).to.equal(false);
      const others = { user: { uid: 'u2', zoneId: null, profile: {} }, sid: 's-2' };
      expect(
        ends.isVoid(session(9, others), () => ['e'.repeat(64)]),
        of.kind,
      ).to.equal(false);
    }
  });

  it('refuses tokens that no issuer is asked about, if they were issued until the end', () => {
    const ends = new KnownEnds(1, timer);
    ends.read(0, 0);
    ends.take(end(10, OF_USER, 5000));
    const { user } = session(0);
    const isOver = (issuedAt: number | undefined) =>
      ends.isOver({ kind: 'user', user, issuedAt }, () => ['e'.repeat(64)]);
    expect([4000, 5000, 5001, undefined].map(isOver)).to.deep.equal([true, true, false, false]);
    ends.take(end(11, { kind: 'token', digest: DIGEST }));
    expect(ends.isOver({ kind: 'user', user, issuedAt: 9_000_000 }, digest)).to.equal(true);
    expect(ends.isOver({ kind: 'user', user }, digest), 'its issuer was asked').to.equal(false);
    ends.read(11, 8000);
    expect([8000, 8001].map(isOver), 'what was swept').to.deep.equal([true, false]);
  });

  it('believes no session of before an old copy was restored whose number is given out again', () => {
    const ends = new KnownEnds(1, timer);
    ends.read(0, 0);
    ends.take(end(700, OF_USER));
    ends.read(1000, 0);
    const others = { user: { uid: 'u2', zoneId: null, profile: {} }, sid: 's-2' };
    ends.restored(500);
    ends.read(500, 0);
    expect(ends.isVoid(session(900, others), digest)).to.equal(true);
    expect(ends.isVoid(session(500, others), digest)).to.equal(false);
    expect(ends.isVoid(session(500), digest), 'the end that the copy lacks').to.equal(true);
    ends.take(end(600, { kind: 'user', uid: 'u2' }));
    ends.read(950, 0);
    expect(ends.isVoid(session(900, others), digest), 'ended by a number below its own').to.equal(true);
    expect(ends.isVoid(session(1100, others), digest)).to.equal(true);
    ends.read(1200, 0);
    expect(ends.isVoid(session(1100, others), digest)).to.equal(false);
  });

  it('knows for 5 s that a session has ended just now, also by its name and its token', () => {
    let now = 0;
    const ends = new KnownEnds(1, { elapsed: () => now });
    const { user } = session(0);
    const unsure = () => ends.isUnsure({ kind: 'user', user, sid: 's-1' }, digest);
    ends.take(end(1, OF_USER));
    ends.read(1, 0);
    expect(unsure(), 'what was read at the start is older').to.equal(false);
    for (const [no, of] of EACH.entries()) {
      ends.take(end(2 + no, of));
      now += 4999;
      expect(unsure(), of.kind).to.equal(true);
      now += 1;
      expect(unsure(), of.kind).to.equal(false);
    }
  });

  it('remembers so many at most, and takes what it forgot for ended', () => {
    const ends = new KnownEnds(1, timer, 1000);
    ends.read(0, 0);
    for (let no = 1; no <= 10_000; no++) ends.take(end(no, { kind: 'user', uid: `other${no}` }, no * 10));
    expect(ends.isVoid(session(8000), digest), 'it saw what is forgotten').to.equal(true);
    expect(ends.isVoid(session(9500), digest), 'all that came later is known').to.equal(false);
    const { user } = session(0);
    expect(ends.isOver({ kind: 'user', user, issuedAt: 80_000 }, digest)).to.equal(true);
    expect(ends.isOver({ kind: 'user', user, issuedAt: 95_000 }, digest)).to.equal(false);
    expect(ends.isVoid(session(9600, { user: { ...user, uid: 'other9700' } }), digest)).to.equal(true);
  });

  it('believes no session that was verified before an end, whatever happens in which order and where', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ what: fc.constant('visit' as const), process: fc.nat(2) }),
        fc.record({ what: fc.constant('read' as const), process: fc.nat(2) }),
        fc.record({ what: fc.constant('answer' as const), process: fc.nat(2) }),
        fc.record({ what: fc.constant('end' as const), of: fc.nat(2) }),
        fc.record({ what: fc.constant('restart' as const), process: fc.nat(2) }),
      ),
      { minLength: 5, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (list, small) => {
        const world = new World(small ? 4 : 1000);
        for (const step of list) {
          if (step.what === 'end') world.end(EACH_OF_WORLD[step.of] ?? OF_USER);
          else if (step.what === 'visit') world.visit(step.process);
          else await world[step.what](step.process);
          await settle();
        }
        expect(world.wrongs).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });
});

const TOKEN = 'token-of-u1';
const EACH_OF_WORLD: readonly EndedSessionsOf[] = [OF_USER, { kind: 'sid', sid: 's-1' }, OF_USER];

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve();
}

/** Three processes with caches of their own before a common one, and a passport whose answers are made before they arrive. */
class World {
  readonly wrongs: string[] = [];
  readonly #ends: End[] = [];
  readonly #l2 = new Map<string, Session>();
  readonly #maxEnds: number;
  readonly #processes: ReturnType<World['process']>[];
  #no = 100;
  #processNumber = 0;
  /** How many ends there were when each session in memory was verified, by the passport's answer. */
  readonly #madeAt = new WeakMap<object, number>();

  constructor(maxEnds: number) {
    this.#maxEnds = maxEnds;
    this.#processes = [0, 1, 2].map(() => this.process());
  }

  process() {
    const known = new KnownEnds(++this.#processNumber, timer, this.#maxEnds);
    const l1 = new Map<string, Session>();
    const waiting: (() => void)[] = [];
    const sessions = new Sessions({
      sessionCache: {
        get: (token) => l1.get(token) ?? Promise.resolve(this.#l2.get(token)),
        put: async (token, session) => {
          l1.set(token, session);
          this.#l2.set(token, session);
        },
      },
      tokenVerifier: {
        verify: () =>
          new Promise((resolve) => {
            const user = { uid: 'u1', zoneId: null, profile: {} };
            this.#madeAt.set(user, this.#ends.length);
            waiting.push(() => resolve({ kind: 'user', user, sid: 's-1' }));
          }),
      },
      ended: known,
      unknownTokens: unlimitedTokens,
      clock: { now: () => 0 },
      errorReporter: { report: () => {} },
      ttlSeconds: 1000,
    });
    return { known, sessions, waiting, read: 0 };
  }

  end(of: EndedSessionsOf): void {
    this.#ends.push(end(++this.#no, of));
  }

  read(at: number): void {
    const process = this.#processes[at];
    if (!process) return;
    for (const each of this.#ends.slice(process.read)) process.known.take(each);
    process.read = this.#ends.length;
    process.known.read(this.#ends.length === 0 ? 0 : this.#no, 0);
  }

  visit(at: number): void {
    const process = this.#processes[at];
    if (!process) return;
    // A visit that begins now: the answer of a passport that was asked before is that of an earlier one.
    const isNew = process.waiting.length === 0;
    const { read } = process;
    void Promise.resolve(process.sessions.resolve(TOKEN)).then((resolution) => {
      if (resolution.kind !== 'user' || !isNew) return;
      const made = this.#madeAt.get(resolution.user) ?? 0;
      if (made < read) this.wrongs.push(`verified after ${made} ends, believed after ${read} were read`);
    });
  }

  answer(at: number): void {
    this.#processes[at]?.waiting.shift()?.();
  }

  restart(at: number): void {
    this.#processes[at] = this.process();
  }
}
