import type { HaltReason, RelayCursor, RelayStore } from '../../domain/deliveries/relay-store.ts';
import type { ArchiveCursor } from '../../domain/draws/archive-cursor.ts';
import type { LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';
import { markOf } from '../../domain/draws/entry-mark.ts';
import type { LedgerStop } from '../../domain/draws/ledger-recovery.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Vault } from '../../domain/shared/vault.ts';
import { ArchivedBindings } from './archived-bindings.ts';
import type { RelayTraces } from './relay-traces.ts';

export interface LogMoverDependencies {
  readonly tail: DrawTail;
  readonly store: RelayStore;
  /** Seals seeds while they are secret; `null`: there are no keys. */
  readonly vault: Vault | null;
  /** Left out where nothing can, or need, be stopped. */
  readonly ledger?: LedgerStop;
  /** Called when there is a new delivery that is to be sent. */
  readonly onDue?: () => void;
  /** Left out where traces are off. */
  readonly traces?: Pick<RelayTraces, 'moved'>;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/* A transaction of some 30 ms, and about 1 MB. */
const ENTRIES_PER_BATCH = 1000;

/* Then the other logs have their turn. */
const BATCHES_PER_TURN = 16;

export type Moved =
  /** Nothing is left. */
  'drained' | 'more' | 'halted';

type Cursor = Pick<ArchiveCursor, 'seq' | 'mark'>;

const START: Cursor = { seq: 0, mark: '' };

/** Moves logs to the archive, a batch at a time. */
export class LogMover {
  readonly #deps: LogMoverDependencies;
  readonly #bindings: ArchivedBindings;

  constructor(deps: LogMoverDependencies) {
    this.#deps = deps;
    this.#bindings = new ArchivedBindings(deps.tail, deps.vault);
  }

  /**
   * Moves what is new in one log. Before each batch the entry at the cursor is compared with what is archived there, in
   * the same read as the batch, so that nothing of another history follows it.
   * @param cursor `undefined` before the first entry
   * @param mayGoOn whether another batch may be begun
   * @param onBehind called with the time of the first entry of each batch, before it is moved
   */
  async move(
    activityId: string,
    log: string,
    cursor: RelayCursor | undefined,
    { mayGoOn, onBehind }: { mayGoOn(): boolean; onBehind(at: number): void },
  ): Promise<Moved> {
    let at: Cursor = cursor ?? START;
    if (cursor?.halted) return 'halted';
    for (let batch = 0; batch < BATCHES_PER_TURN && mayGoOn(); batch++) {
      const entries = await this.#next(activityId, log, at);
      if (!Array.isArray(entries)) return this.#halt(activityId, log, at, entries as HaltReason);
      const [first, last] = [entries[0], entries.at(-1)];
      if (!first || !last) return 'drained';
      onBehind(first.at);
      if (await this.append(activityId, log, at, entries)) {
        at = { seq: last.seq, mark: markOf(last) };
        continue;
      }
      // Another relay was here, or an operator.
      const found = (await this.#deps.store.cursors(activityId)).find((each) => each.log === log);
      if (found?.halted) return 'halted';
      at = found ?? START;
    }
    return 'more';
  }

  /** @returns whether they were appended; else the cursor is elsewhere */
  async append(
    activityId: string,
    log: string,
    after: Cursor,
    entries: readonly LogEntry[],
  ): Promise<boolean> {
    const { store, onDue, traces, clock, errorReporter } = this.#deps;
    const startedAt = clock.now();
    const binding = await this.#bindings.of(activityId, entries, startedAt);
    const result = await store.append({ activityId, log, after, entries, ...binding });
    if (result.kind === 'moved') return false;
    this.#bindings.learn(activityId, binding);
    if (binding.deliveries.some(({ dueAt }) => dueAt !== null)) onDue?.();
    void traces?.moved(activityId, entries, binding.deliveries, startedAt);
    for (const { drawId, prizeId, unit } of result.collided) {
      const error = new Error(`unit ${unit} of prize ${prizeId} belongs to another draw than ${drawId}`);
      errorReporter.report('a win was recorded as failed', error, { activity_id: activityId });
    }
    return true;
  }

  /** Archives seeds that were revealed, or were not there when their draws were archived. */
  async archiveSeeds(activityId: string, root: RelayCursor | undefined): Promise<void> {
    const seeds = await this.#bindings.seeds(activityId);
    const batch = { activityId, log: 'root', after: root ?? START, entries: [], rules: [], deliveries: [] };
    const result = seeds.length > 0 && (await this.#deps.store.append({ ...batch, seeds }));
    if (!result || result.kind === 'appended') this.#bindings.learn(activityId, { rules: [], seeds });
  }

  /** Halts a log that the archive has and the ledger has not. */
  async haltMissing(activityId: string, { log, seq, mark }: RelayCursor): Promise<void> {
    await this.#halt(activityId, log, { seq, mark }, 'log_missing');
  }

  /** To be called where the log may be of another history now. */
  forget(activityId: string): void {
    this.#bindings.forget(activityId);
  }

  async #next(activityId: string, log: string, at: Cursor): Promise<readonly LogEntry[] | HaltReason> {
    const { tail } = this.#deps;
    if (at.seq === 0) return connected(0, await tail.slice(activityId, log, 1, ENTRIES_PER_BATCH));
    const [same, ...entries] = await tail.slice(activityId, log, at.seq, ENTRIES_PER_BATCH + 1);
    if (same?.seq !== at.seq) return 'entry_missing';
    if (markOf(same) !== at.mark) return 'entry_differs';
    return connected(at.seq, entries);
  }

  async #halt(activityId: string, log: string, { seq }: Cursor, reason: HaltReason): Promise<'halted'> {
    const { store, clock, errorReporter } = this.#deps;
    if (await store.halt(activityId, log, clock.now(), reason)) {
      const error = new Error(
        `log ${log} of activity ${activityId} does not go on after entry ${seq}, up to which it is archived (${reason}): ` +
          `its store went back. Nothing of this activity is archived until "cms-market deliveries relay ${activityId} --accept"`,
      );
      errorReporter.report('the archive of an activity is halted', error, { activity_id: activityId });
      // A log that is behind would give its next draws the units of those that it has lost.
      if (reason === 'entry_missing') await this.#stopDraws(activityId, log, seq);
    }
    return 'halted';
  }

  async #stopDraws(activityId: string, log: string, seq: number): Promise<void> {
    try {
      await this.#deps.ledger?.stop(activityId, log, seq);
    } catch (error) {
      const { errorReporter } = this.#deps;
      errorReporter.report('draws of an activity were not stopped', error, { activity_id: activityId });
    }
  }
}

/* Those up to the first gap. Numbers are missing only before an accepted loss. */
function connected(after: number, entries: readonly LogEntry[]): readonly LogEntry[] | HaltReason {
  let seq = after;
  const gap = entries.findIndex((entry) => {
    const follows = entry.seq === seq + 1 || entry.kind === 'loss';
    seq = entry.seq;
    return !follows;
  });
  if (gap === 0) return 'entries_missing';
  return gap < 0 ? entries : entries.slice(0, gap);
}
