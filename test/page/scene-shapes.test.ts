import { expect } from 'chai';
import { coil, scribble, tornSheet } from '../../web/src/theme/campus/crayon.ts';
import { fanFolds, fanShape, leafEdges } from '../../web/src/theme/member/fan.ts';

const numbersIn = (path: string) => path.match(/-?\d+(?:\.\d+)?/g)?.map(Number) ?? [];

describe('the shapes of the scenes', () => {
  it('give a fan one scallop per leaf, from its first edge to its last', () => {
    const edges = leafEdges(-90, 90, 6);
    const shape = fanShape(100, edges);
    expect(shape.match(/A/g)).to.have.length(6);
    expect(shape).to.match(/^M0 0L-100 -?0A.*100 -?0Z$/);
  });

  it('fold a fan along each edge of a leaf', () => {
    expect(fanFolds(10, 20, [0, 90])).to.match(/^M0 -10L0 -20M10 -?0L20 -?0$/);
  });

  it('tear a sheet over its whole width, down to its foot', () => {
    const sheet = tornSheet(200, 26, 0.4, 7);
    expect(sheet)
      .to.match(/^M0 200L0 /)
      .and.match(/L1000 200Z$/);
    expect(Math.min(...numbersIn(sheet))).to.be.at.least(0);
  });

  it('draw the same each time, with readable numbers only', () => {
    for (const draw of [() => scribble(190, 62, 15), () => coil(34, 7), () => tornSheet(200, 26, 2.3, 7)]) {
      expect(draw())
        .to.equal(draw())
        .and.not.match(/NaN|undefined|e-/);
    }
  });
});
