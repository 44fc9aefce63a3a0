import { expect } from 'chai';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
import type { VisitCounts } from '../../src/domain/visitors/visit-counts.ts';
import { addMark, newSketch, sketchMark } from '../../src/domain/visitors/visit-sketch.ts';
import type { CountedSketch, VisitBatch, VisitStore } from '../../src/domain/visitors/visit-store.ts';

export interface OpenVisitStore {
  readonly store: VisitStore;
  readonly counts: VisitCounts;
  close(): Promise<void>;
}

export interface VisitStoreCase {
  readonly name: string;
  /** Opens so many connections to one new store, as processes have them. */
  create(processes: number): Promise<readonly OpenVisitStore[]>;
}

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-11-11T12:00:00Z');

function sketch(uids: readonly string[], more: Partial<CountedSketch> = {}): CountedSketch {
  const registers = newSketch();
  for (const uid of uids) addMark(registers, sketchMark(uid));
  return { activityId: 'a1', kind: 'all', name: '', registers, ...more };
}

const uidsOf = (from: number, to: number) => Array.from({ length: to - from }, (_, no) => `u${from + no}`);

/** The contract of VisitStore and VisitCounts, for each adapter. */
export function describeVisitStore({ name, create }: VisitStoreCase): void {
  describe(`VisitStore: ${name}`, () => {
    let one: OpenVisitStore;
    let other: OpenVisitStore;
    let no = 0;

    before(async () => {
      [one, other] = (await create(2)) as [OpenVisitStore, OpenVisitStore];
    });
    after(async () => {
      await one.close();
      await other.close();
    });

    const batch = (more: Partial<VisitBatch>): VisitBatch => ({
      ...{ writer: 'w1', no: ++no, at: NOON, counts: [], refusals: [], sketches: [], ...more },
    });
    const count = (more: Partial<VisitBatch['counts'][number]>) => ({
      ...{ activityId: 'a1', zone: '', channel: '', visits: 0, draws: 0, wins: 0, ...more },
    });

    it('has nothing of an activity that nobody came to', async () => {
      expect(await one.counts.totals('none')).to.deep.equal({ visits: 0, visitors: 0 });
      expect(await one.counts.times('none', HOUR_MS, { from: 0, to: 9e15 })).to.deep.equal([]);
      expect(await one.counts.places('none')).to.deep.equal([]);
      expect(await one.counts.refusals('none', 0)).to.deep.equal([]);
    });

    it('adds up what processes have counted, by zone and channel, by hour and minute', async () => {
      const counts = [
        count({ zone: '1000', channel: 'app', visits: 3, draws: 2, wins: 1 }),
        count({ visits: 1 }),
      ];
      await one.store.add(batch({ counts }));
      await other.store.add(batch({ writer: 'w2', counts, at: NOON + 61_000 }));
      await one.store.add(batch({ counts, at: NOON + HOUR_MS }));
      expect(await one.counts.totals('a1')).to.deep.equal({ visits: 12, visitors: 0 });
      expect(await one.counts.places('a1')).to.have.deep.members([
        { kind: 'zone', name: '1000', visits: 9, draws: 6, wins: 3, visitors: 0 },
        { kind: 'zone', name: '', visits: 3, draws: 0, wins: 0, visitors: 0 },
        { kind: 'channel', name: 'app', visits: 9, draws: 6, wins: 3, visitors: 0 },
        { kind: 'channel', name: '', visits: 3, draws: 0, wins: 0, visitors: 0 },
      ]);
      const all = { from: NOON, to: NOON + 2 * HOUR_MS };
      expect(await one.counts.times('a1', HOUR_MS, all)).to.deep.equal([
        { at: NOON, visits: 8, visitors: 0 },
        { at: NOON + HOUR_MS, visits: 4, visitors: 0 },
      ]);
      expect(await one.counts.times('a1', 60_000, { from: NOON, to: NOON + HOUR_MS })).to.deep.equal([
        { at: NOON, visits: 4, visitors: 0 },
        { at: NOON + 60_000, visits: 4, visitors: 0 },
      ]);
    });

    it('adds a batch once, however often it is sent', async () => {
      const sent = batch({ counts: [count({ activityId: 'once', visits: 5 })] });
      await one.store.add(sent);
      await other.store.add(sent);
      await one.store.add(sent);
      expect(await one.counts.totals('once')).to.deep.equal({ visits: 5, visitors: 0 });
      // An earlier one, too: the later one is sent when the earlier one is there.
      await one.store.add({ ...sent, no: sent.no - 1 });
      expect(await one.counts.totals('once')).to.deep.equal({ visits: 5, visitors: 0 });
    });

    it('merges sketches: a visitor of two processes counts once', async () => {
      const of = (uids: readonly string[]) => [
        sketch(uids, { activityId: 'met' }),
        sketch(uids, { activityId: 'met', kind: 'day', name: '2026-11-11' }),
        sketch(uids, { activityId: 'met', kind: 'zone', name: '7' }),
        sketch(uids, { activityId: 'met', kind: 'channel', name: 'app' }),
      ];
      const counts = [count({ activityId: 'met', zone: '7', channel: 'app', visits: 1 })];
      await one.store.add(batch({ counts, sketches: of(uidsOf(0, 60)) }));
      await other.store.add(
        batch({ writer: 'w2', counts, sketches: of(uidsOf(40, 100)), at: NOON + HOUR_MS }),
      );
      const { visitors } = await one.counts.totals('met');
      expect(visitors).to.be.closeTo(100, 8);
      const places = await one.counts.places('met');
      expect(places.map((place) => place.visitors)).to.deep.equal([visitors, visitors]);
      const hours = await one.counts.times('met', HOUR_MS, { from: NOON, to: NOON + 2 * HOUR_MS });
      expect(hours[0]?.visitors).to.be.closeTo(60, 5);
      expect(hours.reduce((sum, hour) => sum + hour.visitors, 0)).to.equal(visitors);
    });

    it('merges many sketches of processes that add at the same time', async () => {
      const of = (from: number) =>
        Array.from({ length: 1100 }, (_, no) =>
          sketch(uidsOf(from, from + 4), { activityId: 'many', kind: 'channel', name: `c${no}` }),
        );
      const counts = [0, 499, 500, 1099].map((no) =>
        count({ activityId: 'many', channel: `c${no}`, visits: 1 }),
      );
      await Promise.all([
        one.store.add(batch({ writer: 'm1', counts, sketches: of(0) })),
        other.store.add(batch({ writer: 'm2', counts, sketches: of(2).reverse() })),
      ]);
      const places = await one.counts.places('many');
      const ofChannels = places.filter(({ kind }) => kind === 'channel');
      expect(ofChannels.map(({ visitors }) => visitors)).to.deep.equal([6, 6, 6, 6]);
    });

    it('loses nothing where processes add at the same time', async () => {
      const rounds = 25;
      const add = async ({ store }: OpenVisitStore, writer: string) => {
        for (let round = 0; round < rounds; round++) {
          const channels = ['b', 'a', 'c'].map((channel) =>
            count({ activityId: 'busy', channel, visits: 1, draws: 1 }),
          );
          const uids = uidsOf(round * 4, round * 4 + 8);
          const kinds = ['zone', 'all', 'channel'] as const;
          await store.add(
            batch({
              writer,
              no: round + 1,
              counts: writer === 'p1' ? channels : channels.reverse(),
              refusals: [{ activityId: 'busy', code: 'ended', count: 2 }],
              sketches: kinds.map((kind) => sketch(uids, { activityId: 'busy', kind, name: kind })),
            }),
          );
        }
      };
      await Promise.all([add(one, 'p1'), add(other, 'p2'), add(one, 'p3'), add(other, 'p4')]);
      expect((await one.counts.totals('busy')).visits).to.equal(4 * rounds * 3);
      expect(await one.counts.refusals('busy', 0)).to.deep.equal([{ code: 'ended', count: 8 * rounds }]);
    });

    it('counts refusals by code, also since an hour', async () => {
      const refusals = [
        { activityId: 'shut', code: 'ended', count: 3 },
        { activityId: 'shut', code: 'system_busy', count: 1 },
      ];
      await one.store.add(batch({ refusals }));
      await one.store.add(batch({ refusals, at: NOON + HOUR_MS }));
      expect(await one.counts.refusals('shut', 0)).to.have.deep.members([
        { code: 'ended', count: 6 },
        { code: 'system_busy', count: 2 },
      ]);
      expect(await one.counts.refusals('shut', NOON + HOUR_MS)).to.have.deep.members([
        { code: 'ended', count: 3 },
        { code: 'system_busy', count: 1 },
      ]);
    });

    it('keeps any text of a zone', async () => {
      const zone = `北京 "\\' %~\u{1F600}`;
      await one.store.add(batch({ counts: [count({ activityId: 'odd', zone, visits: 1 })] }));
      const found = (await one.counts.places('odd')).find(({ kind }) => kind === 'zone');
      expect(found?.name).to.equal(zone);
    });

    it('removes what is old: minutes earlier than the rest', async () => {
      const [old, late] = [NOON - 500 * 24 * HOUR_MS, NOON - 100 * 24 * HOUR_MS];
      for (const at of [old, late, NOON]) {
        const counts = [count({ activityId: 'aged', visits: 1 })];
        const refusals = [{ activityId: 'aged', code: 'ended', count: 1 }];
        await one.store.add(
          batch({ counts, refusals, at, sketches: [sketch(['u1'], { activityId: `at${at}` })] }),
        );
      }
      await one.store.removeBefore({ hours: NOON - 400 * 24 * HOUR_MS, minutes: NOON - 35 * 24 * HOUR_MS });
      const at = async (step: number) =>
        (await one.counts.times('aged', step, { from: 0, to: 9e15 })).map((time) => time.at);
      expect(await at(HOUR_MS)).to.deep.equal([late, NOON]);
      expect(await at(60_000)).to.deep.equal([NOON]);
      expect((await one.counts.places('aged'))[0]?.visits).to.equal(2);
      expect(await one.counts.refusals('aged', 0)).to.deep.equal([{ code: 'ended', count: 2 }]);
      expect((await one.counts.totals(`at${old}`)).visitors).to.equal(0);
      expect((await one.counts.totals(`at${late}`)).visitors).to.equal(1);
    });

    it('throws a DependencyError when it is closed', async () => {
      const [gone] = (await create(1)) as [OpenVisitStore];
      await gone.close();
      const fault = await gone.store.add(batch({ counts: [count({ visits: 1 })] })).catch((error) => error);
      expect(fault).to.be.instanceOf(DependencyError);
    });
  });
}
