import { expect } from 'chai';
import type { ArchiveRecovery, RelayStore } from '../../src/domain/deliveries/relay-store.ts';
import type { DrawArchive } from '../../src/domain/draws/draw-archive.ts';
import type { LogEntry } from '../../src/domain/draws/draw-log.ts';
import { markOf } from '../../src/domain/draws/entry-mark.ts';
import { AT, batchOf, drawEntry, eachKind, rulesSet, wonEntry } from '../support/sample-entries.ts';

export interface KeptDelivery {
  readonly drawId: string;
  readonly state: string;
  readonly unit: number;
}

export interface RelayStoreCase {
  readonly name: string;
  /** An empty store. */
  create(): Promise<{
    store: RelayStore;
    /** The same store, as another process has it. */
    other: RelayStore;
    archive: DrawArchive;
    recovery: ArchiveRecovery;
    deliveries(): Promise<readonly KeptDelivery[]>;
    seeds(): Promise<readonly string[]>;
    /** The heads of the sets of rules. */
    rules(): Promise<readonly string[]>;
    close(): Promise<void>;
  }>;
}

const cursorAt = (entry: LogEntry) => ({ seq: entry.seq, mark: markOf(entry) });

/** The contract of RelayStore, ArchiveRecovery and DrawArchive, for each adapter. */
export function describeRelayStore({ name, create }: RelayStoreCase): void {
  describe(`RelayStore: ${name}`, () => {
    let made: Awaited<ReturnType<RelayStoreCase['create']>>;
    let store: RelayStore;
    beforeEach(async () => {
      made = await create();
      store = made.store;
    });
    afterEach(() => made.close());

    async function archived(log = 'root', afterSeq = 0, upToSeq = 1e6): Promise<LogEntry[]> {
      const all: LogEntry[] = [];
      for await (const batch of made.archive.entries('1', log, afterSeq, upToSeq)) all.push(...batch);
      return all;
    }
    const draws = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => drawEntry(from + index));
    const rootCursor = async () => (await store.cursors('1')).find(({ log }) => log === 'root');

    it('is empty at first', async () => {
      expect(await store.cursors()).to.deep.equal([]);
      expect(await made.archive.cursors('1')).to.deep.equal([]);
      expect(await archived()).to.deep.equal([]);
      expect(await made.archive.entry('1', 'root', 1)).to.equal(null);
    });

    it('keeps entries of each kind as they are', async () => {
      expect(await store.append(batchOf(eachKind))).to.deep.equal({ kind: 'appended', collided: [] });
      expect(await archived()).to.deep.equal(eachKind);
      expect(await archived('root', 3, 9)).to.deep.equal(eachKind.slice(3, 6));
      for (const entry of eachKind)
        expect(await made.archive.entry('1', 'root', entry.seq)).to.deep.equal(entry);
      expect(await made.archive.entry('1', 'root', 7)).to.equal(null);
      const last = eachKind.at(-1) as LogEntry;
      expect((await made.archive.cursors('1'))[0]).to.deep.include({ log: 'root', ...cursorAt(last) });
    });

    it('takes 3,000 entries in three batches, and returns them in order', async () => {
      const all = draws(1, 3000);
      let after = { seq: 0, mark: '' };
      for (let from = 0; from < 3000; from += 1000) {
        const entries = all.slice(from, from + 1000);
        await store.append(batchOf(entries, after));
        after = cursorAt(entries.at(-1) as LogEntry);
      }
      expect((await archived()).map(({ seq }) => seq)).to.deep.equal(all.map(({ seq }) => seq));
    });

    it('changes nothing where the cursor is elsewhere, so that a batch may be repeated', async () => {
      const first = batchOf([wonEntry(1), wonEntry(2)]);
      await store.append(first);
      for (const batch of [
        first,
        batchOf([drawEntry(3)], { seq: 1, mark: markOf(wonEntry(1)) }),
        batchOf([drawEntry(3)], { seq: 2, mark: 'draw of-another' }),
      ]) {
        expect(await store.append(batch)).to.deep.equal({ kind: 'moved' });
      }
      expect(await archived()).to.have.length(2);
      expect(await made.deliveries()).to.have.length(2);
    });

    it('lets one of two relays win, at each of 20 steps', async () => {
      let after = { seq: 0, mark: '' };
      for (let step = 0; step < 20; step++) {
        const entries = [wonEntry(2 * step + 1), drawEntry(2 * step + 2)];
        const batch = batchOf(entries, after);
        const results = await Promise.all([store.append(batch), made.other.append(batch)]);
        expect(results.map(({ kind }) => kind).sort()).to.deep.equal(['appended', 'moved']);
        after = cursorAt(entries[1] as LogEntry);
      }
      expect(await archived()).to.have.length(40);
      expect(await made.deliveries()).to.have.length(20);
    });

    it('has a cursor for each log and activity', async () => {
      await store.append(batchOf([drawEntry(1)]));
      await store.append(batchOf([drawEntry(1, { drawId: 'b' })], undefined, { log: '0' }));
      await store.append(batchOf([drawEntry(1, { drawId: 'c' })], undefined, { activityId: '2' }));
      expect((await store.cursors('1')).map(({ log }) => log).sort()).to.deep.equal(['0', 'root']);
      expect(await store.cursors()).to.have.length(3);
    });

    it('records a win whose unit another draw has as failed, and goes on', async () => {
      const again = [
        wonEntry(2, 1, { drawId: 'second' }),
        wonEntry(3, 1, { drawId: 'third' }),
        wonEntry(4, 2),
      ];
      await store.append(batchOf([wonEntry(1, 1)]));
      const result = await store.append(batchOf(again, cursorAt(wonEntry(1, 1))));
      expect(result).to.have.nested.property('collided.length', 2);
      const kept = await made.deliveries();
      const states = kept.map(({ drawId, state }) => `${drawId} ${state}`).sort();
      expect(states).to.deep.equal(['draw-1 ready', 'draw-4 ready', 'second failed', 'third failed']);
    });

    it('keeps a seed sealed while it is secret, and then as it was revealed', async () => {
      const seed = (secret: string, revealedAt: number | null) => ({
        seeds: [{ no: 1, secret, revealedAt }],
      });
      const at = cursorAt(drawEntry(1));
      await store.append(batchOf([drawEntry(1)], undefined, seed('sealed', null)));
      await store.append(batchOf([], at, seed('sealed otherwise', null)));
      expect(await made.seeds()).to.deep.equal(['sealed']);
      await store.append(batchOf([], at, seed('open', AT)));
      await store.append(batchOf([], at, seed('another', AT + 1)));
      expect(await made.seeds()).to.deep.equal(['open']);
    });

    it('keeps each set of rules once, and another one under its number beside it', async () => {
      const at = cursorAt(drawEntry(1));
      const rules = [rulesSet(1)];
      await store.append(batchOf([drawEntry(1)], undefined, { rules }));
      await store.append(batchOf([], at, { rules }));
      expect(await made.rules()).to.deep.equal([rulesSet(1).head]);
      await store.append(batchOf([], at, { rules: [{ ...rulesSet(1), head: 'ff'.repeat(32) }] }));
      expect([...(await made.rules())].sort()).to.deep.equal([rulesSet(1).head, 'ff'.repeat(32)]);
    });

    it('appends nothing to a log that is halted, until it is resumed', async () => {
      await store.append(batchOf(draws(1, 3)));
      expect(await store.halt('1', 'root', AT, 'entry_differs')).to.equal(true);
      expect(await store.halt('1', 'root', AT + 1, 'entry_missing')).to.equal(false);
      expect((await rootCursor())?.halted).to.deep.equal({ at: AT, reason: 'entry_differs' });
      const next = batchOf([drawEntry(4)], cursorAt(drawEntry(3)));
      expect(await store.append(next)).to.deep.equal({ kind: 'moved' });
      expect(await made.recovery.resume(batchOf([], cursorAt(drawEntry(3))))).to.have.property(
        'kind',
        'appended',
      );
      expect((await rootCursor())?.halted).to.equal(null);
      expect(await store.append(next)).to.have.property('kind', 'appended');
    });

    it('halts also a log of which nothing is archived', async () => {
      await store.halt('1', 'root', AT, 'entries_missing');
      expect(await store.append(batchOf([drawEntry(1)]))).to.deep.equal({ kind: 'moved' });
      await made.recovery.resume(batchOf([]));
      expect(await store.append(batchOf([drawEntry(1)]))).to.have.property('kind', 'appended');
    });

    it('lifts a halt together with a batch, and neither where the cursor is elsewhere or nothing is halted', async () => {
      await store.append(batchOf(draws(1, 3)));
      const bridge = [{ kind: 'loss', seq: 7, at: AT, after: 3 }, drawEntry(8)] as const;
      const batch = batchOf(bridge, cursorAt(drawEntry(3)));
      expect(await made.recovery.resume(batch)).to.deep.equal({ kind: 'moved' });
      await store.halt('1', 'root', AT, 'entries_missing');
      expect(await made.recovery.resume(batchOf(bridge, cursorAt(drawEntry(2))))).to.deep.equal({
        kind: 'moved',
      });
      expect((await rootCursor())?.halted).not.to.equal(null);
      expect(await made.recovery.resume(batch)).to.deep.equal({ kind: 'appended', collided: [] });
      expect(await rootCursor()).to.deep.include({ ...cursorAt(drawEntry(8)), halted: null });
      expect((await archived()).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 7, 8]);
    });

    it('sets entries aside on the way out of a halt, and takes others under their numbers', async () => {
      await store.append(batchOf(draws(1, 1000)));
      await store.append(batchOf(draws(1001, 2000), cursorAt(drawEntry(1000))));
      await store.append(batchOf(draws(2001, 2600), cursorAt(drawEntry(2000))));
      await store.halt('1', 'root', AT, 'entry_differs');
      await made.recovery.setAside('1', 'root', 40, 777);
      expect((await rootCursor())?.halted).not.to.equal(null);
      await made.recovery.resume(batchOf([], cursorAt(drawEntry(40))));
      expect((await made.archive.cursors('1'))[0]).to.deep.include(cursorAt(drawEntry(40)));
      expect(await archived()).to.have.length(40);
      expect((await archived('root~777')).map(({ seq }) => seq)).to.deep.equal(
        draws(41, 2600).map(({ seq }) => seq),
      );
      const other = drawEntry(41, { drawId: 'another' });
      expect(await store.append(batchOf([other], cursorAt(drawEntry(40))))).to.have.property(
        'kind',
        'appended',
      );
      expect(await made.archive.entry('1', 'root', 41)).to.deep.equal(other);
    });
  });
}
