import { expect } from 'chai';
import fc from 'fast-check';
import {
  coinAt,
  STROKE_RADIUS,
  type Stroke,
  scratchedCells,
} from '../../web/src/stages/scratch/scratched-cells.ts';

const RATIO = 1.5;
const stroke = (x1: number, y1: number, x2: number, y2: number): Stroke => ({
  from: { x: x1, y: y1 },
  to: { x: x2, y: y2 },
});

function shareOf(...strokes: readonly Stroke[]): number {
  const cells = scratchedCells(RATIO);
  for (const each of strokes) cells.scratch(each);
  return cells.share();
}

describe('how much of a coating is scratched off', () => {
  it('is nothing before the first stroke', () => {
    expect(shareOf()).to.equal(0);
  });

  it('is as much as the strokes are broad', () => {
    // A band over the whole width: as high as the stroke, in heights of the coating.
    expect(shareOf(stroke(0, 0.5, 1, 0.5))).to.be.closeTo(STROKE_RADIUS * 2 * RATIO, 0.04);
    expect(shareOf(stroke(0.5, 0, 0.5, 1))).to.be.closeTo(STROKE_RADIUS * 2, 0.04);
  });

  it('counts a place once, however often it is scratched', () => {
    const once = shareOf(stroke(0.2, 0.2, 0.8, 0.8));
    expect(shareOf(stroke(0.2, 0.2, 0.8, 0.8), stroke(0.8, 0.8, 0.2, 0.2))).to.equal(once);
  });

  it('takes a tap for a dot, and no more', () => {
    expect(shareOf(stroke(0.5, 0.5, 0.5, 0.5))).to.be.within(0.01, 0.04);
    expect(shareOf(stroke(5, 5, 5, 5))).to.equal(0);
  });

  it('only grows, and is never more than all of it', () => {
    const anywhere = fc.double({ min: -0.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(anywhere, anywhere, anywhere, anywhere), { maxLength: 12 }), (drawn) => {
        const cells = scratchedCells(RATIO);
        let before = 0;
        for (const each of drawn) {
          cells.scratch(stroke(...each));
          expect(cells.share()).to.be.within(before, 1);
          before = cells.share();
        }
      }),
    );
  });

  it('is nearly all of it once the coin has gone its whole way', () => {
    const cells = scratchedCells(RATIO);
    for (let step = 0; step < 72; step++) {
      cells.scratch({ from: coinAt(step / 72), to: coinAt((step + 1) / 72) });
    }
    expect(cells.share()).to.be.at.least(0.8);
  });

  it('finds the coin on the coating at any time', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 3, noNaN: true }), (progress) => {
        const { x, y } = coinAt(progress);
        expect(x).to.be.within(0, 1);
        expect(y).to.be.within(0, 1);
      }),
    );
  });
});
