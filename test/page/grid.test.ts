import { expect } from 'chai';
import fc from 'fast-check';
import {
  CELL_MS,
  CELLS,
  cellAt,
  lightsOf,
  ROUND_MS,
  SWEEP_MS,
  visitsTo,
} from '../../web/src/stages/grid/run.ts';

const cell = fc.nat(CELLS.length - 1);

describe('the running light of the grid', () => {
  it('goes from cell to cell, ends on the wanted one after 1.6 to 2.6 s, and never becomes faster', () => {
    fc.assert(
      fc.property(cell, cell, (target, from) => {
        const visits = visitsTo(target, from);
        expect(visits[0]).to.deep.equal({ cell: from, at: 0 });
        expect(visits.at(-1)?.cell).to.equal(target);
        expect(visits.at(-1)?.at).to.be.within(1_600, 2_600);
        for (const [index, visit] of visits.slice(1).entries()) {
          expect(visit.cell).to.equal(((visits[index]?.cell ?? 0) + 1) % CELLS.length);
        }
        const pauses = visits.slice(1).map((visit, index) => visit.at - (visits[index]?.at ?? 0));
        expect(pauses[0]).to.be.closeTo(CELL_MS, 2);
        expect(pauses).to.deep.equal([...pauses].sort((one, other) => one - other));
      }),
    );
  });

  it('leaves only the wanted cell lit', () => {
    fc.assert(
      fc.property(cell, cell, (target, from) => {
        const visits = visitsTo(target, from);
        const last = [...CELLS.keys()].map((each) => lightsOf(each, visits).at(-1)?.[1] ?? 0);
        expect(last).to.deep.equal([...CELLS.keys()].map((each) => (each === target ? 1 : 0)));
      }),
    );
  });

  it('gives each cell its lights in the order of time', () => {
    fc.assert(
      fc.property(cell, cell, cell, (target, from, each) => {
        const times = lightsOf(each, visitsTo(target, from)).map(([at]) => at);
        expect(times).to.deep.equal([...times].sort((one, other) => one - other));
      }),
    );
  });

  it('is at the first cell until it runs, and around in a round', () => {
    expect(cellAt(SWEEP_MS - 1)).to.equal(0);
    expect(cellAt(SWEEP_MS + 3 * CELL_MS)).to.equal(3);
    expect(cellAt(SWEEP_MS + 1_000 * ROUND_MS)).to.equal(0);
  });
});
