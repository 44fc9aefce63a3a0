import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { SimulationRecord, Simulations } from '../../../domain/releases/simulations.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { Identifiers } from '../../../domain/shared/identifiers.ts';
import type { Timer } from '../../../domain/shared/timer.ts';
import { Slots } from '../../shared/slots.ts';
import { isTooLarge, type JobOrder, planOf } from './job-plan.ts';
import { type RunPool, simulate } from './simulate.ts';
import { SimulationJob } from './simulation-job.ts';
import { withLoadedCodes } from './simulation-window.ts';

export interface SimulationJobsDependencies {
  readonly simulations: Simulations;
  readonly pool: RunPool;
  /** How many codes are loaded of each prize. */
  readonly poolSizes: (activityId: string) => Promise<PoolSizes>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly identifiers: Identifiers;
  readonly errorReporter: ErrorReporter;
  /** Whether no other process has this store: then what runs in it is this process's. */
  readonly isOneMachine: boolean;
}

/** What is to be simulated. */
export interface SimulatedText {
  readonly activity: Activity<DrawDetails>;
  /** Identifies its text and pictures. */
  readonly content: string;
}

/* A process that has not been at work for so long has ended. */
const BEAT_MS = 3000;
const LOST_MS = 20_000;

/**
 * Simulations that were ordered in the console: one at a time, the others wait; one of each activity. What becomes of them is
 * in the record store. Every method throws DependencyError if it does not answer.
 */
export class SimulationJobs {
  readonly #deps: SimulationJobsDependencies;
  readonly #slots = new Slots(1);
  /** By activity. */
  readonly #jobs = new Map<string, SimulationJob>();
  #isClosed = false;

  constructor(deps: SimulationJobsDependencies) {
    this.#deps = deps;
  }

  /** After a start. */
  async recover(): Promise<void> {
    const now = this.#deps.clock.now();
    await this.#deps.simulations.interrupt(this.#deps.isOneMachine ? now : now - LOST_MS);
  }

  /** @returns why it is not begun: one of the activity is under way, or it would be too large */
  async order(
    by: string,
    text: SimulatedText,
    order: JobOrder,
  ): Promise<'ordered' | 'under_way' | 'too_large'> {
    const { simulations, clock, identifiers } = this.#deps;
    const activityId = text.activity.id;
    if (isTooLarge(text.activity, order, clock.now())) return 'too_large';
    if (this.#isUnderWay(activityId)) return 'under_way';
    const now = clock.now();
    const job = new SimulationJob({
      ...{ id: identifiers.next(), activityId, content: text.content, order: JSON.stringify(order) },
      ...{ state: 'waiting', failure: null, report: null, by, at: now, progress: 0, seenAt: now },
    });
    this.#jobs.set(activityId, job);
    try {
      const open = await this.#find(activityId);
      if (open && isOpen(open)) {
        this.#jobs.delete(activityId);
        return 'under_way';
      }
      await simulations.put(job.record);
    } catch (error) {
      this.#jobs.delete(activityId);
      throw error;
    }
    void this.#run(job, text, order);
    return 'ordered';
  }

  /** The latest of this activity; `undefined` where there is none. */
  async latest(activityId: string): Promise<SimulationRecord | undefined> {
    return this.#jobs.get(activityId)?.record ?? this.#find(activityId);
  }

  /** The last that is done of this content. */
  async lastSimulation(activityId: string, content: string): Promise<SimulationRecord | undefined> {
    const found = await this.#deps.simulations.find(activityId, content);
    return found.find(({ state }) => state === 'done');
  }

  /** @returns whether one was under way */
  async stop(activityId: string): Promise<boolean> {
    const found = await this.latest(activityId);
    if (!found || !isOpen(found)) return false;
    const stopped = { state: 'failed', failure: 'stopped' } as const;
    const job = this.#jobs.get(activityId);
    job?.update(stopped);
    job?.stop();
    await this.#deps.simulations.put({ ...found, ...stopped });
    return true;
  }

  /** Ends what is under way, as interrupted. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) job.stop();
    const left = jobs
      .filter(({ record }) => isOpen(record))
      .map(({ record }) => ({ ...record, state: 'failed', failure: 'interrupted' }) as const);
    await Promise.allSettled(left.map((record) => this.#deps.simulations.put(record)));
  }

  #isUnderWay(activityId: string): boolean {
    const job = this.#jobs.get(activityId);
    return job !== undefined && isOpen(job.record);
  }

  async #find(activityId: string): Promise<SimulationRecord | undefined> {
    const { simulations, clock } = this.#deps;
    await simulations.interrupt(clock.now() - LOST_MS);
    const [latest] = await simulations.find(activityId);
    return latest;
  }

  async #run(job: SimulationJob, text: SimulatedText, order: JobOrder): Promise<void> {
    const { simulations, errorReporter } = this.#deps;
    void this.#beat(job);
    let end: Pick<SimulationRecord, 'state' | 'failure' | 'report' | 'progress'>;
    try {
      const report = await this.#slots.run(async () => {
        if (job.signal.aborted) return null;
        job.update({ state: 'running' });
        // For the other processes; while the store is away, it runs all the same.
        await simulations.put(job.record).catch(() => {});
        return this.#report(job, text, order);
      });
      end = { state: 'done', failure: null, report: report && JSON.stringify(report), progress: 1 };
    } catch (error) {
      if (!job.signal.aborted) errorReporter.report('a simulation has failed', error);
      end = { state: 'failed', failure: 'error', report: null, progress: job.record.progress };
    }
    const isStopped = job.signal.aborted;
    job.stop();
    try {
      if (!isStopped) await simulations.put({ ...job.record, ...end });
    } catch (error) {
      errorReporter.report('the result of a simulation cannot be stored', error);
    }
    if (this.#jobs.get(job.record.activityId) === job) this.#jobs.delete(job.record.activityId);
  }

  async #report(job: SimulationJob, { activity: written }: SimulatedText, order: JobOrder) {
    const { pool, poolSizes, clock } = this.#deps;
    const activity = withLoadedCodes(written, await poolSizes(written.id));
    return simulate(
      activity,
      planOf(activity, order, clock.now()),
      pool,
      (done, of) => job.update({ progress: of > 0 ? done / of : 0 }),
      job.signal,
    );
  }

  /* Shows other processes that it is under way, and learns from the store that one of them has stopped it. */
  async #beat(job: SimulationJob): Promise<void> {
    const { simulations, clock, timer } = this.#deps;
    while (!job.signal.aborted && !this.#isClosed) {
      await timer.sleep(BEAT_MS, job.signal);
      if (job.signal.aborted) return;
      const { id, progress } = job.record;
      // While the store is away the simulation goes on.
      const isWanted = await simulations.beat({ id, progress, seenAt: clock.now() }).catch(() => true);
      if (!isWanted) job.stop();
    }
  }
}

function isOpen({ state }: Pick<SimulationRecord, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}
