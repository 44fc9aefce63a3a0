import type { ArchiveCursor } from '../../src/domain/draws/archive-cursor.ts';
import type { RulesLink, RulesText } from '../../src/domain/draws/binding-book.ts';
import type { Seed } from '../../src/domain/draws/draw-ledger.ts';
import type { LedgerBook, LogEntry } from '../../src/domain/draws/draw-log.ts';
import type { DrawTail } from '../../src/domain/draws/draw-tail.ts';
import { markOf } from '../../src/domain/draws/entry-mark.ts';
import type { LogTrim } from '../../src/domain/draws/log-trim.ts';

/** Logs in memory, which can be trimmed, and changed as a store that goes back is. */
export class MemoryTail implements DrawTail, LogTrim {
  readonly logs = new Map<string, LogEntry[]>();
  readonly seeds: Seed[] = [];
  readonly rules: (RulesLink & RulesText)[] = [];

  add(activityId: string, log: string, ...entries: readonly LogEntry[]): void {
    this.logs.set(`${activityId} ${log}`, [...this.of(activityId, log), ...entries]);
  }

  of(activityId: string, log: string): readonly LogEntry[] {
    return this.logs.get(`${activityId} ${log}`) ?? [];
  }

  async activityIds(): Promise<string[]> {
    return [...new Set([...this.logs.keys()].map((key) => key.split(' ')[0] as string))];
  }

  async logNames(activityId: string): Promise<readonly string[]> {
    const names = [...this.logs.keys()].filter((key) => key.startsWith(`${activityId} `));
    return names.map((key) => key.split(' ')[1] as string);
  }

  async slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]> {
    return this.of(activityId, log)
      .filter(({ seq }) => seq >= fromSeq)
      .slice(0, limit);
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    for (let after = afterSeq; ; ) {
      const batch = this.of(activityId, log)
        .filter(({ seq }) => seq > after && seq <= upToSeq)
        .slice(0, 3);
      const last = batch.at(-1);
      if (!last) return;
      yield batch;
      after = last.seq;
    }
  }

  async book(activityId: string): Promise<LedgerBook> {
    const logs = (await this.logNames(activityId)).map((log) => ({
      log,
      seq: this.of(activityId, log).at(-1)?.seq ?? 0,
    }));
    const { seeds, rules } = this;
    return { logs, awarded: new Map(), spent: 0, seeds, rules, sweptAt: null };
  }

  async rulesTexts(_activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return numbers.map((no) => this.rules.find((set) => set.no === no) ?? null);
  }

  async trim(activityId: string, { log, seq, mark }: ArchiveCursor, belowSeq: number): Promise<boolean> {
    const entries = this.of(activityId, log);
    const at = entries.find((entry) => entry.seq === seq);
    if (!at || markOf(at) !== mark) return false;
    const below = Math.min(belowSeq, seq);
    this.logs.set(
      `${activityId} ${log}`,
      entries.filter((entry) => entry.seq >= below),
    );
    return true;
  }
}
