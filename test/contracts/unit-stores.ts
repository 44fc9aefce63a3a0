import { expect } from 'chai';
import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { Lot } from '../../src/domain/draws/segments/lot.ts';
import type { UnitRequest } from '../../src/domain/draws/segments/root-stock.ts';
import type { RootUnits, SegmentUnits } from '../../src/domain/draws/segments/unit-stores.ts';
import { runSegments, type SegmentSetting, type Taking } from '../support/segment-run.ts';
import { segmentSettings } from '../support/segment-settings.ts';

export type UnitStores = RootUnits & SegmentUnits & Taking;

const one = (prizeId: string, limit: number | null, cost = 0): Candidate => ({
  prizeId,
  limit,
  cost,
  endsStreak: false,
});

const request = (changes: Partial<UnitRequest> = {}): UnitRequest => ({
  segment: 0,
  segments: 8,
  prizeId: 'a',
  received: 0,
  won: 0,
  wonValue: 0,
  limit: 1000,
  cost: 0,
  budget: null,
  ...changes,
});

/** @param storesOf stores without a record of the activity `a`, whose time is `now` */
export function unitStoresContract(
  storesOf: (now: () => number) => Promise<UnitStores>,
  settings: readonly SegmentSetting[] = segmentSettings,
): void {
  let now: number;
  let stores: UnitStores;

  beforeEach(async () => {
    now = 1_800_000_000_000;
    stores = await storesOf(() => now);
  });

  async function lotFor(changes: Partial<UnitRequest> = {}): Promise<Lot> {
    const reply = await stores.grant('a', request(changes));
    if (reply.kind !== 'lot') throw new Error(`no lot: ${JSON.stringify(reply)}`);
    return reply.lot;
  }

  it('grants a part of what is left, and the same lot until it is known to have arrived', async () => {
    const lot = { base: 0, ranges: [{ from: 1, to: 62 }], cost: 0, budget: 0 };
    expect(await lotFor()).to.deep.equal(lot);
    expect(await lotFor()).to.deep.equal(lot);
    expect(await lotFor({ received: 62 })).to.deep.equal({
      base: 62,
      ranges: [{ from: 63, to: 120 }],
      cost: 0,
      budget: 0,
    });
    expect(await lotFor({ segment: 1 })).to.deep.include({ base: 0, ranges: [{ from: 121, to: 175 }] });
    expect(await lotFor({ prizeId: 'b', limit: null })).to.deep.include({ ranges: [{ from: 1, to: 64 }] });
  });

  it('does not grant on a report that is older than what it knows', async () => {
    await lotFor();
    await lotFor({ received: 62 });
    await lotFor({ received: 120 });
    expect(await lotFor({ received: 62 })).to.deep.include({ base: 120 });
    await stores.accept('a', [
      { segment: 0, prizeId: 'a', received: 175, won: 0, wonValue: 0, base: 0, ranges: [] },
    ]);
    expect(await stores.grant('a', request({ received: 62 }))).to.deep.equal({ kind: 'stale' });
  });

  it('notices that it has gone back', async () => {
    const ahead = request({ received: 1 });
    expect(await errorOf(stores.grant('a', ahead))).to.have.property('name', 'DependencyError');
    const given = { segment: 0, prizeId: 'a', received: 1, won: 1, wonValue: 0, base: 0, ranges: [] };
    expect(await errorOf(stores.accept('a', [given]))).to.have.property('name', 'DependencyError');
    const lot: Lot = { base: 5, ranges: [{ from: 6, to: 6 }], cost: 0, budget: 0 };
    expect(await errorOf(stores.deposit('a', 0, 'a', lot))).to.have.property('name', 'DependencyError');
  });

  it('brings a lot once, and wins its units in order', async () => {
    const lot: Lot = {
      base: 0,
      ranges: [
        { from: 3, to: 3 },
        { from: 8, to: 9 },
      ],
      cost: 7,
      budget: 100,
    };
    await stores.deposit('a', 2, 'a', lot);
    await stores.deposit('a', 2, 'a', lot);
    const a = one('a', 10, 7);
    for (const unit of [3, 8, 9]) {
      expect(await stores.take(2, [a], 100)).to.deep.equal({ kind: 'won', candidate: a, unit, cost: 7 });
    }
    const report = { prizeId: 'a', received: 3, won: 3, wonValue: 21 };
    expect(await stores.take(2, [a], 100)).to.deep.equal({ kind: 'dry', candidate: a, report });
    await stores.deposit('a', 2, 'a', lot);
    expect(await stores.take(2, [a], 100)).to.deep.equal({ kind: 'dry', candidate: a, report });
  });

  it('wins no unit above the limit, and none of a lot of a larger budget', async () => {
    await stores.deposit('a', 0, 'a', { base: 0, ranges: [{ from: 4, to: 5 }], cost: 1, budget: 50 });
    await stores.deposit('a', 0, 'a', { base: 2, ranges: [{ from: 1, to: 2 }], cost: 1, budget: 20 });
    expect(await stores.take(0, [one('a', 3, 1)], 50)).to.include({ kind: 'won', unit: 1 });
    expect(await stores.take(0, [one('a', 5, 1)], 49)).to.include({ kind: 'won', unit: 2 });
    expect(await stores.take(0, [one('a', 5, 1)], 49)).to.include({ kind: 'dry' });
    expect(await stores.take(0, [one('a', 3, 1)], 50)).to.include({ kind: 'dry' });
    expect(await stores.take(0, [one('a', null, 1)], null)).to.include({ kind: 'won', unit: 4 });
    expect(await stores.take(0, [one('a', 5, 1)], 50)).to.include({ kind: 'won', unit: 5 });
  });

  it('passes over what is noted as sold out, until the limit or the budget grows', async () => {
    await stores.note('a', 0, 'a', { awarded: 10, spent: 95 });
    await stores.note('a', 0, 'a', { awarded: 9, spent: 90 });
    expect(await stores.take(0, [one('a', 10)], null)).to.deep.equal({ kind: 'nothing' });
    expect(await stores.take(0, [one('a', 11)], null)).to.deep.include({ kind: 'dry' });
    expect(await stores.take(0, [one('b', 11, 6)], 100)).to.deep.equal({ kind: 'nothing' });
    expect(await stores.take(0, [one('b', 11, 5)], 100)).to.deep.include({ kind: 'dry' });
    expect(await stores.take(0, [one('b', 11, 0)], 0)).to.deep.include({ kind: 'dry' });
    await stores.deposit('a', 0, 'c', { base: 0, ranges: [{ from: 1, to: 1 }], cost: 0, budget: 0 });
    expect(await stores.take(0, [one('a', 10), one('c', 1)], null)).to.include({ kind: 'won', unit: 1 });
  });

  it('takes units back once, whoever repeats a step', async () => {
    const lot = await lotFor({ segment: 3, cost: 2, budget: 10_000 });
    await stores.deposit('a', 3, 'a', lot);
    await stores.take(3, [one('a', 1000, 2)], 10_000);
    const holder = { segment: 3, prizes: [{ prizeId: 'a', lot: null }] };
    const given = await stores.giveBack('a', holder);
    expect(given).to.deep.equal([
      {
        ...{ segment: 3, prizeId: 'a', received: 62, won: 1, wonValue: 2, base: 0 },
        ranges: [{ from: 2, to: 62, cost: 2, budget: 10_000 }],
      },
    ]);
    expect(await stores.giveBack('a', holder)).to.deep.equal(given);
    await stores.accept('a', given);
    await stores.accept('a', given);
    await stores.acknowledge('a', 3, given);
    await stores.acknowledge('a', 3, given);
    const [nothing] = await stores.giveBack('a', holder);
    expect(nothing).to.deep.include({ base: 61, ranges: [] });
    const report = { received: 62, won: 1, wonValue: 2, cost: 2, budget: 10_000, segment: 3 };
    const next = await lotFor(report);
    expect(next).to.deep.equal({ base: 62, ranges: [{ from: 2, to: 63 }], cost: 2, budget: 10_000 });
    await stores.deposit('a', 3, 'a', next);
    await stores.acknowledge('a', 3, given);
    await stores.accept('a', given);
    const again = [
      {
        ...{ segment: 3, prizeId: 'a', received: 124, won: 1, wonValue: 2, base: 61 },
        ranges: [{ from: 2, to: 63, cost: 2, budget: 10_000 }],
      },
    ];
    expect(await stores.giveBack('a', holder)).to.deep.equal(again);
    // What arrives late is of before.
    await stores.acknowledge('a', 3, given);
    expect(await stores.giveBack('a', holder)).to.deep.equal(again);
  });

  it('asks those who may hold units to give them back, once in 100 ms, and ends when all are won', async () => {
    const limit = 2;
    const lot = await lotFor({ limit });
    expect(lot.ranges).to.deep.equal([{ from: 1, to: 1 }]);
    await stores.deposit('a', 0, 'a', lot);
    const other = await lotFor({ limit, segment: 1 });
    const asked = request({ limit, segment: 2 });
    expect(await stores.grant('a', asked)).to.deep.equal({
      kind: 'recall',
      holders: [
        { segment: 0, prizes: [{ prizeId: 'a', lot }] },
        { segment: 1, prizes: [{ prizeId: 'a', lot: other }] },
      ],
    });
    now += 40;
    expect(await stores.grant('a', asked)).to.deep.equal({ kind: 'wait', ms: 60 });
    now += 60;
    expect(await stores.grant('a', asked)).to.have.property('kind', 'recall');
    expect(await stores.take(0, [one('a', limit)], null)).to.include({ kind: 'won' });
    const given = [
      ...(await stores.giveBack('a', { segment: 0, prizes: [{ prizeId: 'a', lot }] })),
      ...(await stores.giveBack('a', { segment: 1, prizes: [{ prizeId: 'a', lot: other }] })),
    ];
    await stores.accept('a', given);
    const last = await lotFor({ limit, segment: 2 });
    expect(last.ranges).to.deep.equal([{ from: 2, to: 2 }]);
    expect(await stores.grant('a', request({ limit, segment: 2, received: 1, won: 1 }))).to.deep.equal({
      kind: 'sold_out',
      awarded: 2,
      spent: 0,
    });
    expect(await lotFor({ limit: 3, segment: 4 })).to.deep.include({ ranges: [{ from: 3, to: 3 }] });
  });

  it('grants what the budget has room for, and recalls what costs something before it refuses', async () => {
    const rules = { budget: 100, limit: null };
    const dear = await lotFor({ ...rules, cost: 60, prizeId: 'dear' });
    expect(dear).to.deep.equal({ base: 0, ranges: [{ from: 1, to: 1 }], cost: 60, budget: 100 });
    await lotFor({ ...rules, prizeId: 'free', segment: 1 });
    const asked = { ...rules, cost: 41, prizeId: 'b', segment: 2 };
    const holders = [{ segment: 0, prizes: [{ prizeId: 'dear', lot: dear }] }];
    expect(await stores.grant('a', request(asked))).to.deep.equal({ kind: 'recall', holders });
    await stores.accept('a', await stores.giveBack('a', holders[0] as (typeof holders)[number]));
    const lot = await lotFor(asked);
    await stores.deposit('a', 2, 'b', lot);
    await stores.take(2, [one('b', null, 41)], 100);
    await lotFor({ ...rules, cost: 59, prizeId: 'c', segment: 3 });
    now += 100;
    const won = { received: 1, won: 1, wonValue: 41 };
    expect(await stores.grant('a', request({ ...asked, ...won, cost: 60 }))).to.deep.equal({
      kind: 'sold_out',
      awarded: 1,
      spent: 41,
    });
    expect(await stores.grant('a', request({ ...asked, ...won, cost: 1 }))).to.have.property(
      'kind',
      'recall',
    );
  });

  for (const setting of settings) {
    it(`sells everything once: ${setting.name}`, async () => {
      const figures = await runSegments(setting, 7, stores, (ms) => {
        now = 1_800_000_000_000 + ms;
      });
      expect(figures).to.include({ twice: 0, aboveLimit: 0, aboveBudget: 0, unsold: 0 });
    });
  }
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error) => error,
  );
}
