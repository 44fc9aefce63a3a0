import type { RelayCursor } from '../../domain/deliveries/relay-store.ts';
import type { LogTrim } from '../../domain/draws/log-trim.ts';
import { Slots } from '../shared/slots.ts';
import { LogMover, type LogMoverDependencies, type Moved } from './log-mover.ts';
import { LogTrimmer } from './log-trimmer.ts';

export interface ActivityRelayDependencies extends LogMoverDependencies {
  /** `null`: the ledger's store keeps its logs. */
  readonly trim: LogTrim | null;
}

/* The record store has ten connections, and other work to do. */
const LOGS_AT_A_TIME = 6;

/** Moves all logs of an activity. It remembers what is archived, so it is for the term of one lease. */
export class ActivityRelay {
  readonly #deps: ActivityRelayDependencies;
  readonly #mover: LogMover;
  readonly #trimmer: LogTrimmer | null;
  readonly #slots = new Slots(LOGS_AT_A_TIME);

  constructor(deps: ActivityRelayDependencies) {
    this.#deps = deps;
    this.#mover = new LogMover(deps);
    this.#trimmer = deps.trim && new LogTrimmer(deps.trim, deps.clock);
  }

  /**
   * Moves what is new, until nothing is, or it is another's turn. An activity of which one log is halted is left alone.
   * @param hooks as `LogMover.move` has them
   * @throws Error if a store does not answer, or an entry cannot be read
   */
  async move(activityId: string, hooks: Parameters<LogMover['move']>[3]): Promise<Moved> {
    const { tail, store } = this.#deps;
    const [cursors, logs] = await Promise.all([store.cursors(activityId), tail.logNames(activityId)]);
    if (cursors.some(({ halted }) => halted)) return this.#halted(activityId);
    const results = await Promise.all(
      logs.map((log) => {
        const cursor = cursors.find((each) => each.log === log);
        return this.#slots.run(() => this.#mover.move(activityId, log, cursor, hooks));
      }),
    );
    if (results.includes('halted')) return this.#halted(activityId);
    return results.includes('more') ? 'more' : 'drained';
  }

  /** What is due now and then: logs that are gone, seeds that were revealed, entries that need not be kept. */
  async upkeep(activityId: string): Promise<void> {
    const { tail, store } = this.#deps;
    const cursors = await store.cursors(activityId);
    if (cursors.some(({ halted }) => halted)) {
      this.#halted(activityId);
      return;
    }
    const logs = await tail.logNames(activityId);
    const gone = cursors.find(({ log, seq }) => seq > 0 && !logs.includes(log));
    if (gone) {
      await this.#mover.haltMissing(activityId, gone);
      this.#halted(activityId);
      return;
    }
    await this.#mover.archiveSeeds(
      activityId,
      cursors.find(({ log }) => log === 'root'),
    );
    for (const cursor of cursors) await this.#trimIfAny(cursor);
  }

  /* What was known is of a history that may not be the one that goes on. */
  #halted(activityId: string): 'halted' {
    this.#mover.forget(activityId);
    this.#trimmer?.forget(activityId);
    return 'halted';
  }

  async #trimIfAny(cursor: RelayCursor): Promise<void> {
    if (this.#trimmer && cursor.seq > 0) await this.#trimmer.trim(cursor);
  }
}
