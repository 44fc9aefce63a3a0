import { expect } from 'chai';
import { celebrationOf, countedValue } from '../../web/src/result/celebration.ts';
import { blow, burst, LONGEST_MS, opacityOf, still } from '../../web/src/result/paper.ts';

const AIR = { width: 390, height: 844, prize: { x: 195, y: 360 } };

/** Numbers that look like chance, and are the same each time. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('a celebration', () => {
  it('is the larger, the more was won', () => {
    const plans = (['grand', 'fine', 'small', 'consolation', 'not_won'] as const).map((occasion) =>
      celebrationOf(occasion, false),
    );
    expect(plans.map(({ lastsMs }) => lastsMs)).to.deep.equal([2_500, 1_200, 0, 0, 0]);
    expect(plans.map(({ paper }) => paper)).to.deep.equal([120, 56, 18, 0, 0]);
    expect(plans.map(({ gift, darkens }) => gift && darkens)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
    ]);
    for (const plan of plans) {
      expect(plan.countsFromMs + plan.countsMs).to.be.at.most(plan.lastsMs);
      expect(plan.opensAtMs).to.be.at.most(1_000);
    }
  });

  it('stands still, and has its rays and paper, where the phone asks for less motion', () => {
    expect(celebrationOf('grand', true)).to.include({
      lastsMs: 0,
      gift: false,
      rays: true,
      paper: 120,
      opensAtMs: 0,
    });
  });

  it('counts a value up as it is written', () => {
    expect(countedValue('¥4,999', 0.5)).to.equal('¥2,500');
    expect(countedValue('¥4999', 0)).to.equal('¥0');
    expect(countedValue('价值 39.90 元', 0.5)).to.equal('价值 19.95 元');
    expect(countedValue('¥4,999', 1)).to.equal('¥4,999');
    expect(countedValue('神秘好礼', 0.2)).to.equal('神秘好礼');
  });

  it('throws its paper into view, and all of it comes down', () => {
    const pieces = burst(celebrationOf('grand', false), AIR, 5, numbers());
    expect(pieces).to.have.length(120);
    let seen = 0;
    for (let at = 0; at < 900 + LONGEST_MS + 200; at += 16) {
      blow(pieces, at, 0.016);
      const inView = pieces.filter(
        (piece) =>
          opacityOf(piece, at) > 0 &&
          piece.x > 0 &&
          piece.x < AIR.width &&
          piece.y > 0 &&
          piece.y < AIR.height,
      ).length;
      seen = Math.max(seen, inView);
      if (at < 880) expect(pieces.every((piece) => opacityOf(piece, at) === 0)).to.equal(true);
    }
    expect(seen).to.be.greaterThan(90);
    expect(pieces.every((piece) => opacityOf(piece, 900 + LONGEST_MS + 200) === 0)).to.equal(true);
  });

  it('has still paper all over the screen', () => {
    const pieces = still(celebrationOf('grand', true), AIR, 5, numbers());
    const quarters = new Set(pieces.map(({ x, y }) => `${x < AIR.width / 2} ${y < AIR.height / 2}`));
    expect(quarters).to.have.property('size', 4);
    expect(pieces.every((piece) => opacityOf(piece, 0) === 1)).to.equal(true);
  });
});
