import { expect } from 'chai';
import fc from 'fast-check';
import { cut, displayWidth, padStart, plain, wrap } from '../../../../src/adapters/cli/render/text-layout.ts';

describe('text layout', () => {
  for (const [text, width] of [
    ['abc', 3],
    ['奖品', 4],
    ['“50元”优惠券，', 14],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['❤️', 2],
    ['한국', 4],
    ['\u001b[31mred\u001b[39m', 3],
    ['', 0],
  ] as const) {
    it(`takes ${width} columns for ${JSON.stringify(text)}`, () => {
      expect(displayWidth(text)).to.equal(width);
    });
  }

  it('cuts between signs, and says so', () => {
    expect(cut('旗舰手机', 8)).to.equal('旗舰手机');
    expect(cut('旗舰手机', 7)).to.equal('旗舰手…');
    expect(cut('旗舰手机', 6)).to.equal('旗舰…');
  });

  it('cuts a text of 1 MiB at once', () => {
    expect(cut('0,'.repeat(500_000), 10)).to.equal('0,0,0,0,0…');
    expect(displayWidth('0,'.repeat(500_000))).to.equal(1_000_000);
  }).timeout(2000);

  it('pads by columns', () => {
    expect(padStart('奖品', 6)).to.equal('  奖品');
  });

  it('lets nothing through that steers a terminal', () => {
    expect(plain('a\u001b[2Jb\nc\u202ed')).to.equal('a [2Jb c d');
  });

  it('begins no line with a closing mark and keeps words whole', () => {
    expect(wrap('一二三四，五六', 8)).to.deep.equal(['一二三', '四，五六']);
    expect(wrap('please write stock here', 12)).to.deep.equal(['please write', 'stock here']);
    expect(wrap('请填写 ends_at，例如', 14)).to.deep.equal(['请填写', 'ends_at，例如']);
  });

  it('wraps any text into lines that fit, and loses nothing but blanks', () => {
    const signs = fc.constantFrom('a', 'b', ' ', '，', '奖', '品', '（', '）', '.', '👍');
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), fc.integer({ min: 8, max: 30 }), (parts, width) => {
        const text = parts.join('');
        const lines = wrap(text, width);
        for (const line of lines) expect(displayWidth(line)).to.be.at.most(width);
        expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
      }),
    );
  });
});
