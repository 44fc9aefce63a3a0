import { expect } from 'chai';
import fc from 'fast-check';
import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import type { Timer } from '../../../src/domain/shared/timer.ts';
import { type Random, randomOf } from '../../support/turns.ts';
import { VirtualTime } from '../../support/virtual-time.ts';
import { FollowingProcess } from './following-process.ts';
import { openWorld, type World } from './world.ts';

/* A poll may begin late, and its questions and answers take their time: together, so long. */
const LATE_MS = 200;
const STEP_MS = 5;
const RUN_MS = 6000;

const action = fc.constantFrom(
  ...(['publish', 'publish', 'publish', 'roll_back', 'pause', 'resume'] as const),
  ...(['roll_out', 'promote', 'abort', 'remove', 'restart'] as const),
);
const actions = fc.array(fc.tuple(fc.nat(RUN_MS - 1500), action), { minLength: 1, maxLength: 14 });

/** How late the polls of one process are. */
class Lateness {
  readonly #random: Random;
  #left = 0;

  constructor(seed: number) {
    this.#random = randomOf(seed);
  }

  begin(): number {
    this.#left = LATE_MS;
    return this.next();
  }

  next(): number {
    const late = this.#random(this.#left + 1);
    this.#left -= late;
    return late;
  }
}

describe('the releases of two processes', () => {
  let time: VirtualTime;
  let world: World;
  let run = 0;

  before(async () => {
    time = new VirtualTime(1_790_000_000_000);
    world = await openWorld(time);
    await world.findings.replace([]);
  });
  after(() => world.close());

  /** Its polls are late; its clock, and what it is given of the store's, differ by so much. It serves when it has loaded. */
  function start(seed: number, aheadMs: number | null) {
    const lateness = new Lateness(seed);
    const timer: Timer = {
      elapsed: () => time.elapsed(),
      sleep: (ms, signal) => time.sleep(ms + lateness.begin(), signal),
    };
    const slow = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
      await time.sleep(lateness.next());
      const result = await ask();
      await time.sleep(lateness.next());
      return result;
    };
    const feed: ReleaseFeed = {
      since: (version) =>
        slow(async () => ({
          ...(await world.feed.since(version)),
          now: aheadMs === null ? null : time.now(),
        })),
      current: () => slow(() => world.feed.current()),
      releases: (keys) => (keys.length === 0 ? Promise.resolve([]) : slow(() => world.feed.releases(keys))),
      findings: () => world.feed.findings(),
    };
    const clock = { now: () => time.now() - (aheadMs ?? 0) };
    const process = new FollowingProcess({ feed, time, clock, timer });
    const made = {
      isServing: false,
      no: (id: string) => (made.isServing ? (process.no(id) ?? null) : null),
      close: () => process.follower.close(),
      restart: () => {
        process.follower.close();
        return start(seed + 1, aheadMs);
      },
    };
    void process.follower.load(null).then(() => {
      made.isServing = true;
      process.follower.start();
    });
    return made;
  }
  type Process = ReturnType<typeof start>;

  async function act(id: string, kind: string, no: number): Promise<void> {
    const { serving, lastNo } = await world.state(id);
    if (kind === 'publish') await world.publish(id, `edit ${no}`);
    else if (kind === 'roll_back' && lastNo > 1) {
      const release = await world.store.release(id, 1 + (no % lastNo));
      if (release) await world.order(id, { kind: 'roll_back', content: release });
    } else if (kind === 'roll_out' && serving) await world.rollOut(id, `candidate ${no}`, 0);
    else if (kind === 'remove') await world.order(id, { kind: 'remove', by: 'files' });
    else if (kind !== 'roll_back' && kind !== 'roll_out') await world.order(id, { kind: kind as 'pause' });
  }

  /**
   * Lets the actions happen, and looks at all processes all the time.
   * @param apartMs how long a client takes at least from one visit to the next
   */
  async function expectNoWayBack(
    processes: Process[],
    id: string,
    planned: readonly (readonly [number, string])[],
    apartMs: number,
  ): Promise<void> {
    const waiting = [...planned].sort(([one], [other]) => one - other);
    const seen: number[] = [];
    for (let at = 0; at <= RUN_MS; at += STEP_MS) {
      while (waiting[0] && waiting[0][0] <= at) {
        const kind = waiting.shift()?.[1] ?? '';
        if (kind === 'restart') processes.push((processes.shift() as Process).restart());
        else await act(id, kind, at);
      }
      const numbers = processes.map((each) => each.no(id));
      const before = Math.max(0, ...seen.slice(0, seen.length - Math.ceil(apartMs / STEP_MS)));
      for (const no of numbers) {
        if (no !== null) expect(no, `after ${at} ms: ${numbers}`).to.be.at.least(before);
      }
      seen.push(Math.max(seen.at(-1) ?? 0, ...numbers.map((no) => no ?? 0)));
      await time.pass(STEP_MS);
    }
    const { serving } = await world.state(id);
    const last = serving && !serving.isRemoved ? serving.no : null;
    expect(processes.map((each) => each.no(id))).to.deep.equal(processes.map(() => last));
  }

  async function runOf(
    planned: readonly (readonly [number, string])[],
    seed: number,
    phaseMs: number,
    aheadMs: readonly [number | null, number | null],
    apartMs: number,
  ): Promise<void> {
    const id = `run-${++run}`;
    await world.publish(id, 'edit 0');
    const processes = [start(seed, aheadMs[0])];
    await time.pass(phaseMs);
    processes.push(start(seed + 1000, aheadMs[1]));
    await time.pass(3000, () => processes.every(({ isServing }) => isServing));
    try {
      await expectNoWayBack(processes, id, planned, apartMs);
    } finally {
      for (const each of processes) each.close();
    }
  }

  const phase = fc.nat(500);
  const options = { numRuns: 40 };

  it('with one clock never lead a client back who goes from one to the other at any moment', async () => {
    const isOfServer = fc.boolean();
    await fc.assert(
      fc.asyncProperty(actions, fc.nat(), phase, isOfServer, (planned, seed, phaseMs, hasClock) =>
        runOf(planned, seed, phaseMs, hasClock ? [0, 0] : [null, null], 0),
      ),
      options,
    );
  });

  it('with clocks that differ from that of the store lead back nobody who takes longer than a quick answer', async () => {
    const ahead = fc.integer({ min: -2000, max: 2000 });
    await fc.assert(
      fc.asyncProperty(actions, fc.nat(), phase, fc.tuple(ahead, ahead), (planned, seed, phaseMs, aheadMs) =>
        runOf(planned, seed, phaseMs, aheadMs, LATE_MS),
      ),
      options,
    );
  });
});
