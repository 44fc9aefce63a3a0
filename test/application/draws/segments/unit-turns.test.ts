import { expect } from 'chai';
import type { UnitSupply } from '../../../../src/application/draws/segments/unit-supply.ts';
import type { SegmentAttempt } from '../../../../src/application/draws/segments/unit-turns.ts';
import { UnitTurns } from '../../../../src/application/draws/segments/unit-turns.ts';
import type { UnitRequest } from '../../../../src/domain/draws/segments/root-stock.ts';

const request: UnitRequest = {
  ...{ segment: 0, segments: 8, prizeId: 'a', received: 0, won: 0, wonValue: 0 },
  ...{ limit: 10, cost: 0, budget: null },
};
const DRY: SegmentAttempt<string> = { kind: 'dry', request, askedMs: 0 };

/** A segment that gets lots of the given sizes, and then none: the prize is sold out. */
class Segment {
  looks = 0;
  asked = 0;
  held = 0;
  isSoldOut = false;
  readonly #lots: number[];

  constructor(lots: readonly number[]) {
    this.#lots = [...lots];
  }

  readonly look = async (): Promise<SegmentAttempt<string>> => {
    this.looks++;
    await null;
    if (this.held > 0) {
      this.held--;
      return { kind: 'done', value: 'won' };
    }
    return this.isSoldOut ? { kind: 'done', value: 'nothing' } : DRY;
  };

  async supply(): Promise<number> {
    this.asked++;
    await new Promise(setImmediate);
    const lot = this.#lots.shift();
    if (lot === undefined) {
      this.isSoldOut = true;
      return Number.POSITIVE_INFINITY;
    }
    this.held += lot;
    return lot + 1;
  }
}

function turnsOf(segment: Pick<Segment, 'supply'>, now = () => 0): UnitTurns {
  return new UnitTurns(segment as unknown as UnitSupply, async () => {}, 100, now);
}

describe('UnitTurns', () => {
  it('lets as many draws look as came units, and one that asks for more', async () => {
    const segment = new Segment([3, 1, 1]);
    const turns = turnsOf(segment);
    const results = await Promise.all(Array.from({ length: 50 }, () => turns.run('1', segment.look)));
    expect(results.filter((result) => result === 'won')).to.have.length(5);
    expect(segment.asked).to.equal(4);
    // Each looks at first, each unit is taken, each lot asked for, and at the end all see that nothing is left.
    expect(segment.looks).to.equal(50 + 5 + 3 + 45);
  });

  it('goes on where units are taken by others, or come unasked', async () => {
    const segment = new Segment([2, 2]);
    const turns = turnsOf({
      supply: async () => {
        const looks = await segment.supply();
        if (segment.asked === 1) segment.held = 0;
        if (segment.asked === 2) segment.held = 5;
        return looks;
      },
    });
    const results = await Promise.all(Array.from({ length: 9 }, () => turns.run('1', segment.look)));
    expect(results.filter((result) => result === 'won')).to.have.length(5);
  });

  it('fails all that wait if units cannot be brought, and begins anew after that', async () => {
    let isBroken = true;
    const segment = new Segment([1]);
    const turns = turnsOf({
      supply: async () => {
        if (isBroken) throw new Error('away');
        return segment.supply();
      },
    });
    const results = await Promise.allSettled([1, 2, 3].map(() => turns.run('1', segment.look)));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    isBroken = false;
    expect(await turns.run('1', segment.look)).to.equal('won');
  });

  it('goes on if a draw that has the turn fails', async () => {
    const segment = new Segment([1]);
    const turns = turnsOf(segment);
    let looks = 0;
    const failing = turns.run('1', async () => {
      if (looks++ > 0) throw new Error('its connection broke');
      return DRY;
    });
    const other = turns.run('1', segment.look);
    expect(await failing.catch(String)).to.include('broke');
    expect(await other).to.equal('won');
  });

  it('fails a draw that waits too long', async () => {
    let now = 0;
    const turns = turnsOf(
      {
        supply: async () => {
          now += 60;
          return 1;
        },
      },
      () => now,
    );
    expect(await turns.run('1', async () => DRY).catch(String)).to.include('in time');
  });

  it('waits for what another process asked for, and takes all of it', async () => {
    const segment = new Segment([]);
    let pauses = 0;
    const pause = async () => {
      if (++pauses === 3) segment.held = 20;
    };
    const turns = new UnitTurns(segment as unknown as UnitSupply, pause, 100, () => 0);
    const look = async (): Promise<SegmentAttempt<string>> => {
      const found = await segment.look();
      return found.kind === 'dry' && pauses < 3 ? { ...found, askedMs: 20 } : found;
    };
    const results = await Promise.all(Array.from({ length: 30 }, () => turns.run('1', look)));
    expect(results.filter((result) => result === 'won')).to.have.length(20);
    expect(pauses).to.equal(3);
    expect(segment.asked).to.equal(1);
  });
});
