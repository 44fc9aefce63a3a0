import { expect } from 'chai';
import { letteringOf } from '../../web/src/theme/lettering.ts';

const linesOf = (title: string) =>
  letteringOf(title).lines.map(({ glyphs }) => glyphs.map(({ text }) => text).join(''));

describe('the lettering of a title', () => {
  it('puts a short title on one line', () => {
    expect(linesOf('会员之夜')).to.deep.equal(['会员之夜']);
    expect(letteringOf('会员之夜').width).to.equal(4);
  });

  it('breaks a longer one at its mark', () => {
    expect(linesOf('新春摇一摇，福气满堂来')).to.deep.equal(['新春摇一摇，', '福气满堂来']);
  });

  it('breaks in the middle where there is no mark, and never in a word', () => {
    expect(linesOf('春夏秋冬东南西北中发')).to.deep.equal(['春夏秋冬东', '南西北中发']);
    expect(linesOf('Shake & win: the big summer sale')).to.deep.equal([
      'Shake & win: the ',
      'big summer sale',
    ]);
  });

  it('lets a long one flow', () => {
    const long = letteringOf('抽'.repeat(60));
    expect(long.isShort).to.equal(false);
    expect(long.lines).to.have.length(1);
  });

  it('keeps the pieces of an emoji together', () => {
    const pieces = letteringOf('👨‍👩‍👧🎉奖👍🏽').lines[0]?.glyphs;
    expect(pieces?.map(({ text }) => text)).to.deep.equal(['👨‍👩‍👧', '🎉', '奖', '👍🏽']);
    expect(pieces?.map(({ kind }) => kind)).to.deep.equal(['picture', 'picture', 'letter', 'picture']);
  });

  it('loses nothing of a title', () => {
    for (const title of ['', ' ', '，', '100%正品', '“好礼”，天天有！', 'a\u0000b', '\ud83c']) {
      expect(linesOf(title).join('').replaceAll(' ', '')).to.equal(title.trim().replaceAll(' ', ''));
    }
  });

  it('places the glyphs from the one end to the other', () => {
    expect(letteringOf('会员之夜').lines[0]?.places).to.deep.equal([-0.75, -0.25, 0.25, 0.75]);
  });
});
