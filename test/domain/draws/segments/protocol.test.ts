import { expect } from 'chai';
import fc from 'fast-check';
import type { Candidate } from '../../../../src/domain/draws/decide-draw.ts';
import { countOf } from '../../../../src/domain/draws/segments/unit-ranges.ts';
import { MemoryUnitStores } from '../../../support/memory-unit-stores.ts';
import { runSegments, type SegmentSetting } from '../../../support/segment-run.ts';

/* Limits, costs and a budget that change at any time, up and down, and are what they are from 200 ms on. */
const phases = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value, value, value);
const prize = fc.record({
  limits: phases(fc.integer({ min: 0, max: 60 })),
  costs: phases(fc.constantFrom(0, 1, 7, 100)),
  isLimited: fc.boolean(),
});

const settings = fc
  .record({
    segments: fc.constantFrom(2, 4, 8, 16),
    processes: fc.integer({ min: 1, max: 6 }),
    atOnce: fc.integer({ min: 1, max: 5 }),
    draws: fc.integer({ min: 0, max: 300 }),
    hot: fc.constantFrom(0, 0, 95),
    skewMs: fc.constantFrom(0, 5, 90, 400),
    deaths: fc.constantFrom(0, 100, 1500),
    repeats: fc.constantFrom(0, 500, 3000),
    prizes: fc.array(prize, { minLength: 1, maxLength: 3 }),
    budgets: fc.option(phases(fc.integer({ min: 0, max: 3000 }))),
  })
  .map(({ prizes, budgets, ...rest }): SegmentSetting => {
    const phaseOf = (at: number) => Math.min(3, Math.floor(at / 60));
    const candidate = (index: number, at: number): Candidate[] => {
      const each = prizes[index % prizes.length];
      if (!each) return [];
      const cost = each.costs[phaseOf(at)] as number;
      const limit = each.isLimited || cost === 0 || !budgets ? (each.limits[phaseOf(at)] as number) : null;
      return [{ prizeId: `p${index % prizes.length}`, limit, cost, endsStreak: false }];
    };
    return {
      ...rest,
      name: 'any',
      endsAt: 180 + rest.skewMs,
      // What a draw may win begins with what it drew, and goes on with one of the others.
      candidates: (drawn, at) =>
        prizes.length > 1 ? [...candidate(drawn, at), ...candidate(drawn + 1, at)] : candidate(drawn, at),
      ...(budgets && { budget: (at: number) => budgets[phaseOf(at)] as number }),
    };
  });

describe('the protocol of segments', function () {
  this.timeout(600_000);

  it('sells nothing twice or past its limit or budget, and leaves nothing, whatever dies and repeats when', async () => {
    const numRuns = Number(process.env.LONG ? 5000 : 200);
    await fc.assert(
      fc.asyncProperty(settings, fc.integer(), async (setting, seed) => {
        let now = 0;
        const stores = new CheckedStores(() => now);
        const figures = await runSegments(setting, seed, stores, (ms) => {
          now = ms;
        });
        expect(figures).to.include({ twice: 0, aboveLimit: 0, aboveBudget: 0, unsold: 0 });
        expect(stores.faults).to.deep.equal([]);
      }),
      { numRuns },
    );
  });
});

/** Checks after each grant what a root promises, and what holds between both sides. */
class CheckedStores extends MemoryUnitStores {
  readonly faults: string[] = [];

  override async grant(...args: Parameters<MemoryUnitStores['grant']>) {
    const { prizeId, limit, budget, cost } = args[1];
    const outBefore = this.root.prizes[prizeId]?.out ?? 0;
    const reply = await super.grant(...args);
    const out = this.root.prizes[prizeId]?.out ?? 0;
    if (out > outBefore) {
      if (out > (limit ?? out)) this.faults.push(`${out} out of ${limit}`);
      if (cost > 0 && this.root.committed > (budget ?? this.root.committed)) this.faults.push('above budget');
    }
    if (reply.kind === 'recall' && reply.holders.length === 0) this.faults.push('recall of nothing');
    this.#balance();
    return reply;
  }

  #balance(): void {
    let committed = 0;
    for (const [prizeId, prize] of Object.entries(this.root.prizes)) {
      let out = 0;
      for (const [segment, supply] of Object.entries(prize.supplies)) {
        out += supply.granted - supply.returned;
        committed += supply.value;
        const there = this.segments.get(Number(segment))?.prizes[prizeId];
        if (!there) continue;
        const { held, won, returned, received } = there;
        if (countOf(held) + won + returned !== received) this.faults.push('a segment does not add up');
        if (supply.won > won || supply.received > received || supply.returned > returned) {
          this.faults.push('a report from the future');
        }
      }
      if (out !== prize.out || out + countOf(prize.free) !== prize.next - 1) {
        this.faults.push('the root does not add up');
      }
    }
    if (committed !== this.root.committed) this.faults.push('the money does not add up');
  }
}
