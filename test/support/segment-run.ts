import { UnitSupply } from '../../src/application/draws/segments/unit-supply.ts';
import { UnitTurns } from '../../src/application/draws/segments/unit-turns.ts';
import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { Taken } from '../../src/domain/draws/segments/segment-stock.ts';
import type { RootUnits, SegmentUnits } from '../../src/domain/draws/segments/unit-stores.ts';
import { type Random, randomOf, Turns } from './turns.ts';

/** What a commit does with the stock of its segment; the rest of a draw does not matter here. */
export interface Taking {
  take(segment: number, candidates: readonly Candidate[], budget: number | null): Promise<Taken>;
}

export interface SegmentSetting {
  readonly name: string;
  readonly segments: number;
  readonly processes: number;
  /** Draws that a process makes at once. */
  readonly atOnce: number;
  /** Draws before the end, when each segment draws until it wins nothing. */
  readonly draws: number;
  /** What a draw may win at a time in milliseconds, by what it drew (0 up to 99). */
  readonly candidates: (drawn: number, at: number) => readonly Candidate[];
  readonly budget?: (at: number) => number | null;
  /** How many of 100 draws are in segment 0, more than those spread evenly. */
  readonly hot?: number;
  /** The clocks of the processes differ by up to this. */
  readonly skewMs?: number;
  /** Of 10,000 steps. */
  readonly deaths?: number;
  readonly repeats?: number;
  /** When the last limit has come, in milliseconds. */
  readonly endsAt?: number;
}

export interface SegmentFigures {
  readonly draws: number;
  readonly wins: number;
  /** By prize. */
  readonly won: ReadonlyMap<string, number>;
  readonly value: number;
  /** Faults of the protocol; there must be none. */
  readonly twice: number;
  readonly aboveLimit: number;
  readonly aboveBudget: number;
  /** Prizes of which there was something left for somebody at the end, who was refused. */
  readonly unsold: number;
  readonly rootCalls: number;
  readonly supplies: number;
  readonly deaths: number;
  readonly ms: number;
}

type Stores = RootUnits & SegmentUnits & Taking;

/** Draws over segments, in random turns. @param setTime hears of the time before each step, in milliseconds from 0 */
export async function runSegments(
  setting: SegmentSetting,
  seed: number,
  stores: Stores,
  setTime: (ms: number) => void,
): Promise<SegmentFigures> {
  const random = randomOf(seed);
  const turns = new Turns(random);
  turns.deaths = setting.deaths ?? 0;
  turns.repeats = setting.repeats ?? 0;
  turns.onTurn = setTime;
  const tally = new Tally(setting);
  let deaths = 0;
  let left = setting.draws;
  let started = 0;
  const start = () => startProcess(started++);
  turns.onDeath = () => {
    deaths++;
    start();
  };
  for (let n = 0; n < setting.processes; n++) start();
  await turns.run();

  turns.deaths = 0;
  turns.now = Math.max(turns.now, (setting.endsAt ?? 0) + 1000);
  const last = processOf(-1, 0);
  const lastDraws = Array.from({ length: setting.segments }, async (_, segment) => {
    for (let drawn = 0; drawn < 100; drawn++) {
      for (;;) {
        // What is without limit and cost is never sold out, so it is not drawn to the end.
        const candidates = setting
          .candidates(drawn, turns.now)
          .filter((each) => isBounded(each, setting, turns.now));
        if (!(await last.draw(segment, candidates))) break;
      }
    }
  });
  await turns.run();
  await Promise.all(lastDraws);
  return { ...tally.figures(turns.now), deaths, ms: turns.now };

  function startProcess(process: number): void {
    const { draw, clock } = processOf(process, setting.skewMs ? random(setting.skewMs) : 0);
    for (let n = 0; n < setting.atOnce; n++) void drawOn();

    async function drawOn(): Promise<void> {
      while (left > 0) {
        left--;
        const segment = segmentFor(random, setting);
        await draw(segment, setting.candidates(random(100), clock()));
      }
    }
  }

  function processOf(process: number, behindMs: number) {
    const step = <T>(work: () => Promise<T>) => turns.step(process, work);
    const root: RootUnits = {
      grant: (id, request) => {
        tally.rootCalls++;
        return step(() => stores.grant(id, request));
      },
      accept: (id, given) => {
        tally.rootCalls++;
        return step(() => stores.accept(id, given));
      },
    };
    const segments: SegmentUnits = {
      deposit: (...args) => step(() => stores.deposit(...args)),
      giveBack: (...args) => step(() => stores.giveBack(...args)),
      acknowledge: (...args) => step(() => stores.acknowledge(...args)),
      note: (...args) => step(() => stores.note(...args)),
    };
    const supply = new UnitSupply(root, segments, (ms) => turns.step(process, async () => {}, ms));
    // A draw that waits for ever is one that the run does not come to an end with.
    const pause = (ms: number) => turns.step(process, async () => {}, ms);
    const unitTurns = new UnitTurns(supply, pause, Number.POSITIVE_INFINITY, () => turns.now);
    const clock = () => Math.max(0, turns.now - behindMs);
    return { draw, clock };

    async function draw(segment: number, candidates: readonly Candidate[]): Promise<boolean> {
      const budget = setting.budget?.(clock()) ?? null;
      return unitTurns.run('a', async () => {
        // A repeated commit finds its request id, so it takes nothing: the repeats of this one are none.
        const taken = await tally.once(turns, process, async () => {
          const result = await stores.take(segment, candidates, budget);
          tally.note(result, budget);
          return result;
        });
        if (taken.kind !== 'dry') return { kind: 'done', value: taken.kind === 'won' };
        tally.supplies++;
        const { prizeId, limit, cost } = taken.candidate;
        const report = { ...taken.report, segment, prizeId, segments: setting.segments };
        return { kind: 'dry', request: { ...report, limit, cost, budget }, askedMs: 0 };
      });
    }
  }
}

function isBounded({ limit, cost }: Candidate, { budget }: SegmentSetting, at: number): boolean {
  return limit !== null || (cost > 0 && (budget?.(at) ?? null) !== null);
}

function segmentFor(random: Random, { segments, hot = 0 }: SegmentSetting): number {
  return random(100) < hot ? 0 : random(segments);
}

class Tally {
  rootCalls = 0;
  supplies = 0;
  readonly #setting: SegmentSetting;
  readonly #units = new Map<string, Set<number>>();
  #draws = 0;
  #value = 0;
  #twice = 0;
  #aboveLimit = 0;
  #aboveBudget = 0;
  #largestBudget = 0;

  constructor(setting: SegmentSetting) {
    this.#setting = setting;
  }

  once<T>(turns: Turns, process: number, work: () => Promise<T>): Promise<T> {
    const { repeats } = turns;
    turns.repeats = 0;
    const step = turns.step(process, work);
    turns.repeats = repeats;
    return step;
  }

  note(taken: Taken, budget: number | null): void {
    if (taken.kind === 'dry') return;
    this.#draws++;
    this.#largestBudget = Math.max(this.#largestBudget, budget ?? Number.POSITIVE_INFINITY);
    if (taken.kind === 'nothing') return;
    const { candidate, unit, cost } = taken;
    const units = this.#units.get(candidate.prizeId) ?? new Set();
    this.#units.set(candidate.prizeId, units);
    if (units.has(unit)) this.#twice++;
    units.add(unit);
    if (unit > (candidate.limit ?? unit)) this.#aboveLimit++;
    this.#value += cost;
    if (cost > 0 && this.#value > this.#largestBudget) this.#aboveBudget++;
  }

  figures(now: number): Omit<SegmentFigures, 'deaths' | 'ms'> {
    const won = new Map([...this.#units].map(([id, units]) => [id, units.size]));
    const budget = this.#setting.budget?.(now) ?? Number.POSITIVE_INFINITY;
    const offered = Array.from({ length: 100 }, (_, drawn) => this.#setting.candidates(drawn, now)).flat();
    const unsold = new Set(
      offered
        .filter((each) => isBounded(each, this.#setting, now))
        .filter(({ prizeId, limit, cost }) => {
          const isLeft = (won.get(prizeId) ?? 0) < (limit ?? Number.POSITIVE_INFINITY);
          return isLeft && (cost === 0 || this.#value + cost <= budget);
        })
        .map(({ prizeId }) => prizeId),
    );
    return {
      draws: this.#draws,
      wins: [...won.values()].reduce((total, n) => total + n, 0),
      won,
      value: this.#value,
      twice: this.#twice,
      aboveLimit: this.#aboveLimit,
      aboveBudget: this.#aboveBudget,
      unsold: unsold.size,
      rootCalls: this.rootCalls,
      supplies: this.supplies,
    };
  }
}
