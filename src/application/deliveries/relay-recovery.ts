import type {
  ArchiveRecovery,
  HaltReason,
  RelayCursor,
  RelayStore,
} from '../../domain/deliveries/relay-store.ts';
import type { DrawArchive } from '../../domain/draws/draw-archive.ts';
import type { LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';
import { markOf } from '../../domain/draws/entry-mark.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { LogMover, type LogMoverDependencies } from './log-mover.ts';

export interface RelayRecoveryDependencies extends LogMoverDependencies {
  readonly tail: DrawTail;
  readonly store: RelayStore;
  readonly archive: DrawArchive;
  readonly recovery: ArchiveRecovery;
  readonly clock: Clock;
}

/** How far one log is archived. */
export interface RelayedLog {
  readonly log: string;
  /** The number of the latest entry that is archived. */
  readonly archived: number;
  /** That of the latest entry of the log; 0 where the ledger has none. */
  readonly latest: number;
  readonly halted: { readonly at: number; readonly reason: HaltReason } | null;
}

export interface AcceptedLog {
  readonly log: string;
  /** The archive goes on behind this entry. */
  readonly keptTo: number;
  /** How many archived entries were set aside. */
  readonly setAside: number;
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly logs: readonly AcceptedLog[] }
  /** Nothing is halted; nothing was changed. */
  | { readonly kind: 'nothing' }
  /** The ledger has nothing of this log, so there is nothing to go on with; nothing was changed. */
  | { readonly kind: 'no_log'; readonly log: string };

interface Plan {
  readonly cursor: RelayCursor;
  readonly keptTo: number;
  /** What the log has after it. */
  readonly next?: LogEntry;
}

/** Shows how an activity is relayed, and lets one that was halted go on. */
export class RelayRecovery {
  readonly #deps: RelayRecoveryDependencies;

  constructor(deps: RelayRecoveryDependencies) {
    this.#deps = deps;
  }

  async state(activityId: string): Promise<readonly RelayedLog[]> {
    const { tail, store } = this.#deps;
    const [cursors, { logs }] = await Promise.all([store.cursors(activityId), tail.book(activityId)]);
    const names = new Set([...logs.map(({ log }) => log), ...cursors.map(({ log }) => log)]);
    return [...names].map((log) => {
      const cursor = cursors.find((each) => each.log === log);
      const latest = logs.find((each) => each.log === log)?.seq ?? 0;
      return { log, archived: cursor?.seq ?? 0, latest, halted: cursor?.halted ?? null };
    });
  }

  /**
   * Lets the halted logs of an activity go on from where they and the archive agree. What the archive has beyond is kept,
   * set aside; what the ledger has from there on is archived, and a gap between the two becomes an accepted loss. Each log
   * stays halted until all of its own is done, so after a fault or a death this is repeated, and goes on.
   * @throws Error if a log is changed by another program meanwhile
   */
  async accept(activityId: string): Promise<Acceptance> {
    const { tail, store } = this.#deps;
    const halted = (await store.cursors(activityId)).filter((cursor) => cursor.halted);
    if (halted.length === 0) return { kind: 'nothing' };
    const names = await tail.logNames(activityId);
    const plans: Plan[] = [];
    for (const cursor of halted) {
      if (!names.includes(cursor.log)) plans.push({ cursor, keptTo: 0 });
      else {
        const [first] = await tail.slice(activityId, cursor.log, 1, 1);
        if (!first) return { kind: 'no_log', log: cursor.log };
        plans.push({ cursor, ...(await this.#agreement(activityId, cursor, first)) });
      }
    }
    const logs: AcceptedLog[] = [];
    for (const plan of plans) logs.push(await this.#goOn(activityId, plan));
    return { kind: 'accepted', logs };
  }

  async #goOn(activityId: string, { cursor: { log, seq }, keptTo, next }: Plan): Promise<AcceptedLog> {
    const { store, recovery, clock } = this.#deps;
    await recovery.setAside(activityId, log, keptTo, clock.now());
    const cursor = (await store.cursors(activityId)).find((each) => each.log === log);
    if (!cursor) throw new Error(`the archive has log ${log} of activity ${activityId} no more`);
    const resuming: RelayStore = {
      cursors: (id) => store.cursors(id),
      halt: (...args) => store.halt(...args),
      append: (batch) => recovery.resume(batch),
    };
    const mover = new LogMover({ ...this.#deps, store: resuming });
    const bridge = next ? bridgeTo(next, cursor.seq, clock.now()) : [];
    if (!(await mover.append(activityId, log, cursor, bridge))) {
      throw new Error(
        `log ${log} of activity ${activityId} was changed by another program: look at it again`,
      );
    }
    return { log, keptTo, setAside: Math.max(0, seq - keptTo) };
  }

  /*
   * Where log and archive have the same entry under a number, they are the same up to there: so the last such number is
   * found by halving. `next` is what the log has after it.
   */
  async #agreement(
    activityId: string,
    { log, seq: archivedTo }: RelayCursor,
    first: LogEntry,
  ): Promise<{ readonly keptTo: number; readonly next?: LogEntry }> {
    const { tail, archive } = this.#deps;
    let [same, other] = [0, archivedTo + 1];
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2);
      const [entry] = await tail.slice(activityId, log, middle, 1);
      const archived =
        entry && entry.seq <= archivedTo ? await archive.entry(activityId, log, entry.seq) : null;
      if (entry && archived && markOf(entry) === markOf(archived)) same = entry.seq;
      else other = middle;
    }
    const [next] = await tail.slice(activityId, log, same + 1, 1);
    const isCut = same === 0 && first.seq > 1;
    // A log that was trimmed begins with entries that only the archive has.
    const keptTo = isCut ? Math.min(archivedTo, first.kind === 'loss' ? first.after : first.seq - 1) : same;
    return { keptTo, ...(next && { next }) };
  }
}

/* The numbers that neither has are archived as lost, with the entry after them, at which the relay goes on. */
function bridgeTo(next: LogEntry, archivedTo: number, at: number): readonly LogEntry[] {
  if (next.kind === 'loss' || next.seq <= archivedTo + 1) return [];
  return [{ kind: 'loss', seq: next.seq - 1, at, after: archivedTo }, next];
}
