import { expect } from 'chai';
import fc from 'fast-check';
import { linesOf } from '../../web/src/stages/lines.ts';

describe('a name in lines', () => {
  it('stays in one where it fits, and goes on in the next where it does not', () => {
    expect(linesOf('奶茶兑换券', [6, 5])).to.deep.equal(['奶茶兑换券']);
    expect(linesOf('旗舰手机一部', [4, 4])).to.deep.equal(['旗舰手机', '一部']);
    expect(linesOf('Noise-cancelling headphones', [10, 8])).to.deep.equal(['Noise-cancelling', 'headphones']);
    expect(linesOf(' ', [4, 4])).to.deep.equal([]);
  });

  it('is cut where it is too long for all of them', () => {
    expect(linesOf('一个长到没有人愿意读完的名字', [4, 4])).to.deep.equal(['一个长到', '没有人…']);
    expect(linesOf('🧧🧧🧧🧧', [2, 1.6])).to.deep.equal(['🧧🧧', '🧧…']);
  });

  it('is never wider than its lines, however long', () => {
    const width = fc.double({ min: 2, max: 9, noNaN: true });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), width, width, (name, first, second) => {
        const lines = linesOf(name, [first, second]);
        expect(lines.length).to.be.at.most(2);
        for (const [at, line] of lines.entries()) {
          const wide = [...line.replace(/…$/, '')].reduce(
            (sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.6),
            0,
          );
          expect(wide).to.be.at.most([first, second][at] ?? 0);
        }
      }),
    );
  });
});
