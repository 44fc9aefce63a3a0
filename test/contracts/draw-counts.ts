import { expect } from 'chai';
import fc from 'fast-check';
import type { ArchiveRecovery, RelayStore } from '../../src/domain/deliveries/relay-store.ts';
import type { DrawCounts } from '../../src/domain/draws/draw-counts.ts';
import type { LogEntry } from '../../src/domain/draws/draw-log.ts';
import { markOf } from '../../src/domain/draws/entry-mark.ts';
import { AT, batchOf, drawEntry, eachKind, wonEntry } from '../support/sample-entries.ts';

export interface DrawCountsCase {
  readonly name: string;
  /** An empty store. */
  create(): Promise<{
    readonly store: RelayStore;
    readonly recovery: ArchiveRecovery;
    readonly counts: DrawCounts;
    close(): Promise<void>;
  }>;
}

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
const ALL = { from: 0, to: 9e15 };

/** What the counts should be, by the entries themselves. */
function sums(entries: readonly LogEntry[]) {
  const draws = entries.filter((entry) => entry.kind === 'draw');
  const earnings = entries.filter((entry) => entry.kind === 'earning');
  return {
    draws: draws.length,
    drawers: new Set(draws.map(({ uid }) => uid)).size,
    wins: draws.filter(({ prizeId }) => prizeId !== null).length,
    spent: draws.reduce((total, { cost }) => total + cost, 0),
    earned: earnings.reduce((total, { chances }) => total + chances, 0),
  };
}

/** The contract of DrawCounts, for each adapter. */
export function describeDrawCounts({ name, create }: DrawCountsCase): void {
  describe(`DrawCounts: ${name}`, () => {
    let made: Awaited<ReturnType<DrawCountsCase['create']>>;
    let nextActivity = 0;
    before(async () => {
      made = await create();
    });
    after(() => made.close());

    async function archive(activityId: string, entries: readonly LogEntry[], parts = 1): Promise<void> {
      const size = Math.ceil(entries.length / parts);
      let after = { seq: 0, mark: '' };
      for (let from = 0; from < entries.length; from += size) {
        const some = entries.slice(from, from + size);
        await made.store.append({ ...batchOf(some), activityId, after, deliveries: [] });
        const last = some.at(-1) as LogEntry;
        after = { seq: last.seq, mark: markOf(last) };
      }
    }

    it('has nothing of an activity without draws', async () => {
      const none = { draws: 0, drawers: 0, wins: 0, spent: 0, earned: 0, prizes: new Map() };
      expect(await made.counts.totals('none')).to.deep.equal(none);
      expect(await made.counts.times('none', HOUR_MS, ALL)).to.deep.equal([]);
      expect(await made.counts.peak('none')).to.equal(null);
      expect(await made.counts.totalsOf(['none'])).to.deep.equal(new Map());
    });

    it('counts draws, wins, what they cost and chances that were earned', async () => {
      await archive('each', eachKind);
      const { prizes, ...totals } = await made.counts.totals('each');
      expect(totals).to.deep.equal({ draws: 3, drawers: 3, wins: 1, spent: 500, earned: 3 });
      expect(prizes).to.deep.equal(new Map([['car', { awards: 1, spent: 500 }]]));
      expect([...(await made.counts.totalsOf(['each', 'none'])).keys()]).to.deep.equal(['each']);
    });

    it('counts a batch once that is moved twice', async () => {
      const entries = [wonEntry(1), drawEntry(2)];
      await archive('twice', entries);
      await archive('twice', entries);
      expect((await made.counts.totals('twice')).draws).to.equal(2);
    });

    it('has them by hour and minute, and knows the busiest minute', async () => {
      const at = (minute: number) => ({ at: AT + minute * MINUTE_MS + 1 });
      await archive('timed', [
        drawEntry(1, at(0)),
        ...[wonEntry(2, 1, at(61)), drawEntry(3, at(61)), drawEntry(4, at(61))],
        drawEntry(5, at(62)),
      ]);
      const times = async (step: number, span = ALL) =>
        (await made.counts.times('timed', step, span)).map((time) => [time.at - AT, time.draws, time.wins]);
      expect(await times(HOUR_MS)).to.deep.equal([
        [0, 1, 0],
        [HOUR_MS, 4, 1],
      ]);
      expect(await times(MINUTE_MS, { from: AT + HOUR_MS, to: AT + 62 * MINUTE_MS })).to.deep.equal([
        [61 * MINUTE_MS, 3, 1],
      ]);
      expect(await made.counts.peak('timed')).to.deep.equal({ at: AT + 61 * MINUTE_MS, draws: 3 });
    });

    it('is the sum of what was archived, for any history in any batches, also when some is set aside', async () => {
      const step = fc.record({
        uid: fc.integer({ min: 1, max: 8 }),
        prize: fc.constantFrom(null, 'car', 'cup'),
        earns: fc.boolean(),
        pause: fc.integer({ min: 0, max: 2 * HOUR_MS }),
      });
      const history = fc.array(step, { minLength: 1, maxLength: 60 });
      const parts = fc.integer({ min: 1, max: 6 });
      await fc.assert(
        fc.asyncProperty(history, parts, fc.nat(60), async (steps, batches, kept) => {
          const activityId = `p${nextActivity++}`;
          const entries = historyOf(steps);
          await archive(activityId, entries, batches);
          await assertSums(activityId, entries);
          const keptTo = Math.min(kept, entries.length);
          await made.store.halt(activityId, 'root', AT, 'entry_missing');
          await made.recovery.setAside(activityId, 'root', keptTo, AT);
          await assertSums(activityId, entries.slice(0, keptTo));
        }),
        { numRuns: 25 },
      );
    });

    async function assertSums(activityId: string, entries: readonly LogEntry[]): Promise<void> {
      const { prizes, ...totals } = await made.counts.totals(activityId);
      expect(totals).to.deep.equal(sums(entries));
      expect([...prizes.values()].reduce((all, { awards }) => all + awards, 0)).to.equal(totals.wins);
      for (const length of [MINUTE_MS, HOUR_MS]) {
        const times = await made.counts.times(activityId, length, ALL);
        const added = { draws: 0, drawers: 0, wins: 0, spent: 0, earned: 0 };
        for (const time of times)
          for (const key of Object.keys(added) as (keyof typeof added)[]) added[key] += time[key];
        expect(added).to.deep.equal(totals);
      }
    }
  });
}

function historyOf(
  steps: readonly { uid: number; prize: string | null; earns: boolean; pause: number }[],
): LogEntry[] {
  const drawn = new Map<number, number>();
  let at = AT;
  return steps.map(({ uid, prize, earns, pause }, index): LogEntry => {
    at += pause;
    const seq = index + 1;
    if (earns)
      return { kind: 'earning', seq, at, uid: `u${uid}`, key: `k${seq}`, chances: 2, day: '2026-11-11' };
    const drawNo = (drawn.get(uid) ?? 0) + 1;
    drawn.set(uid, drawNo);
    const won = prize === null ? {} : { prizeId: prize, unit: seq, cost: prize === 'car' ? 50_000 : 123 };
    return drawEntry(seq, { at, uid: `u${uid}`, drawNo, ...won });
  });
}
