import type { RunResult, Scenario } from './run.ts';

export interface RunTask {
  readonly scenario: Scenario;
  readonly seed: number;
}

export interface PlannedRun {
  readonly series: number;
  /** The how-many-th run of its series, from 0. */
  readonly no: number;
  readonly task: RunTask;
}

/** So many runs are made before the first look: P5 and P95 rest on two each then. */
const FIRST_LOOK = 40;
const LOOK_EVERY = 10;

interface Series {
  readonly tasks: readonly RunTask[];
  readonly results: (RunResult | undefined)[];
  /** Results without a gap from the first on. */
  made: number;
  nextLook: number;
  /** How many of its runs count; `null` while that is open. */
  enough: number | null;
}

/**
 * Which runs are still to be made. Each series goes on until its figures are known well enough, or until all its runs
 * are made. That is looked at after 40 runs and then after every ten, in the order of the runs: so the same runs count,
 * however many are made at a time and whichever is ready first.
 */
export class RunPlan {
  readonly #series: readonly Series[];
  readonly #queue: PlannedRun[];
  readonly #isEnough: (results: readonly RunResult[]) => boolean;
  #next = 0;

  /** @param series the longest runs first, so that at the end no thread waits long for another */
  constructor(series: readonly (readonly RunTask[])[], isEnough: (results: readonly RunResult[]) => boolean) {
    this.#isEnough = isEnough;
    this.#series = series.map((tasks) => ({
      tasks,
      results: new Array(tasks.length),
      made: 0,
      nextLook: Math.min(FIRST_LOOK, tasks.length),
      enough: null,
    }));
    const runs = series.flatMap((tasks, index) => tasks.map((task, no) => ({ series: index, no, task })));
    // No series runs ahead of the others: what is beyond a look may not be needed.
    this.#queue = runs.sort((a, b) => lookOf(a.no) - lookOf(b.no));
  }

  /** The next run to be made; `undefined` where there is none left to hand out. */
  next(): PlannedRun | undefined {
    for (;;) {
      const run = this.#queue[this.#next++];
      if (!run || this.#of(run).enough === null) return run;
    }
  }

  record(run: PlannedRun, result: RunResult): void {
    const series = this.#of(run);
    series.results[run.no] = result;
    while (series.results[series.made]) series.made++;
    while (series.enough === null && series.made >= series.nextLook) {
      const seen = series.results.slice(0, series.nextLook) as RunResult[];
      if (seen.length === series.tasks.length || this.#isEnough(seen)) series.enough = seen.length;
      else series.nextLook = Math.min(series.nextLook + LOOK_EVERY, series.tasks.length);
    }
  }

  isComplete(): boolean {
    return this.#series.every(({ enough }) => enough !== null);
  }

  /** How many runs there are at most. */
  get size(): number {
    return this.#queue.length;
  }

  /** The runs that count, in their order. */
  results(series: number): readonly RunResult[] {
    const { results, enough } = this.#series[series] as Series;
    return results.slice(0, enough ?? 0) as RunResult[];
  }

  /** How many visits all runs have that are made, or may have to be. */
  visits(): number {
    return this.#series.reduce((sum, { tasks, enough }) => {
      const { users = 0, drawsPerUser = 0 } = tasks[0]?.scenario ?? {};
      return sum + users * drawsPerUser * (enough ?? tasks.length);
    }, 0);
  }

  #of({ series }: PlannedRun): Series {
    return this.#series[series] as Series;
  }
}

function lookOf(no: number): number {
  return no < FIRST_LOOK ? 0 : 1 + Math.floor((no - FIRST_LOOK) / LOOK_EVERY);
}
