import type { NewDelivery } from '../../src/domain/deliveries/new-delivery.ts';
import type {
  AppendResult,
  ArchivedSeed,
  ArchiveRecovery,
  HaltReason,
  RelayBatch,
  RelayCursor,
  RelayStore,
} from '../../src/domain/deliveries/relay-store.ts';
import type { RulesSet } from '../../src/domain/draws/binding-book.ts';
import type { DrawArchive } from '../../src/domain/draws/draw-archive.ts';
import type { LogEntry } from '../../src/domain/draws/draw-log.ts';
import { markOf } from '../../src/domain/draws/entry-mark.ts';

type Kept = NewDelivery & { readonly isFailed?: true };

/** A record store in memory, for tests of what uses one. */
export class MemoryRelayStore implements RelayStore, DrawArchive, ArchiveRecovery {
  readonly #cursors = new Map<string, RelayCursor>();
  readonly logs = new Map<string, LogEntry[]>();
  readonly deliveries = new Map<string, Kept>();
  readonly rules = new Map<string, RulesSet>();
  readonly seeds = new Map<string, ArchivedSeed>();

  async cursors(activityId?: string): Promise<readonly RelayCursor[]> {
    return [...this.#cursors.values()].filter((each) => !activityId || each.activityId === activityId);
  }

  async append(batch: RelayBatch): Promise<AppendResult> {
    const { activityId, log, after, entries } = batch;
    const key = `${activityId} ${log}`;
    const cursor = this.#cursors.get(key) ?? { activityId, log, seq: 0, mark: '', halted: null };
    if (cursor.halted || cursor.seq !== after.seq || cursor.mark !== after.mark) return { kind: 'moved' };
    const last = entries.at(-1);
    if (last) this.#cursors.set(key, { ...cursor, seq: last.seq, mark: markOf(last) });
    for (const set of batch.rules) {
      const place = `${activityId} ${set.no} ${set.head}`;
      if (!this.rules.has(place)) this.rules.set(place, set);
    }
    for (const seed of batch.seeds) {
      const known = this.seeds.get(`${activityId} ${seed.no}`);
      if (known && (known.revealedAt !== null || seed.revealedAt === null)) continue;
      this.seeds.set(`${activityId} ${seed.no}`, seed);
    }
    this.logs.set(key, [...(this.logs.get(key) ?? []), ...entries]);
    return { kind: 'appended', collided: batch.deliveries.filter((each) => this.#deliver(each)) };
  }

  async halt(activityId: string, log: string, at: number, reason: HaltReason): Promise<boolean> {
    const key = `${activityId} ${log}`;
    const cursor = this.#cursors.get(key) ?? { activityId, log, seq: 0, mark: '', halted: null };
    if (cursor.halted) return false;
    this.#cursors.set(key, { ...cursor, halted: { at, reason } });
    return true;
  }

  async setAside(activityId: string, log: string, keptTo: number, at: number): Promise<void> {
    const key = `${activityId} ${log}`;
    const all = this.logs.get(key) ?? [];
    const kept = all.filter(({ seq }) => seq <= keptTo);
    const aside = all.filter(({ seq }) => seq > keptTo);
    if (aside.length > 0) this.logs.set(`${key}~${at}`, aside);
    this.logs.set(key, kept);
    const last = kept.at(-1);
    const place = { seq: last?.seq ?? 0, mark: last ? markOf(last) : '' };
    const halted = this.#cursors.get(key)?.halted ?? null;
    this.#cursors.set(key, { activityId, log, ...place, halted });
  }

  async resume(batch: RelayBatch): Promise<AppendResult> {
    const { activityId, log, after } = batch;
    const cursor = this.#cursors.get(`${activityId} ${log}`);
    if (!cursor?.halted || cursor.seq !== after.seq || cursor.mark !== after.mark) return { kind: 'moved' };
    this.#cursors.set(`${activityId} ${log}`, { ...cursor, halted: null });
    return this.append(batch);
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    const found = (this.logs.get(`${activityId} ${log}`) ?? []).filter(
      ({ seq }) => seq > afterSeq && seq <= upToSeq,
    );
    if (found.length > 0) yield found;
  }

  async entry(activityId: string, log: string, seq: number): Promise<LogEntry | null> {
    return this.logs.get(`${activityId} ${log}`)?.find((each) => each.seq === seq) ?? null;
  }

  /* Whether another draw has the unit. */
  #deliver(delivery: NewDelivery): boolean {
    const { activityId, drawId, prizeId, unit } = delivery;
    if (this.deliveries.has(`${activityId} ${drawId}`)) return false;
    const isTaken = [...this.deliveries.values()].some(
      (each) =>
        each.activityId === activityId && each.prizeId === prizeId && each.unit === unit && !each.isFailed,
    );
    this.deliveries.set(`${activityId} ${drawId}`, isTaken ? { ...delivery, isFailed: true } : delivery);
    return isTaken;
  }
}
