import { expect } from 'chai';
import { friendsOf } from '../../web/src/chances/friends.ts';
import { POSTER, posterLayout } from '../../web/src/chances/poster-layout.ts';

/* As wide as high, as Chinese letters are. */
const measure = (text: string, size: number) => text.length * size;
const GIVEN = { title: '摇一摇，赢好礼', line: '我中了', value: '¥4,999', name: '旗舰手机一部', medals: 1 };

describe('a poster', () => {
  for (const given of [
    GIVEN,
    {
      ...GIVEN,
      title: '一个很长很长的活动标题，长到一行放不下，两行也放不下，三行也放不下的那种标题',
      name: '很'.repeat(60),
    },
    { ...GIVEN, value: '', name: '', line: '', medals: 3 },
  ]) {
    it(`has room for all of it: ${given.title.length} letters, ${given.medals} prizes`, () => {
      const { title, line, medals, value, name, card, code } = posterLayout(given, measure);
      for (const { lines, size } of [title, line, value, name]) {
        for (const text of lines) expect(measure(text, size)).to.be.at.most(POSTER.width - 80);
      }
      for (const { x, radius } of medals) {
        expect(x - radius).to.be.at.least(0);
        expect(x + radius).to.be.at.most(POSTER.width);
      }
      const front = medals.at(-1);
      const top = Math.min(...medals.map((medal) => medal.y - medal.radius));
      expect(top).to.be.at.least(title.y + (title.lines.length - 1) * title.lineHeight);
      expect((front?.y ?? 0) + (front?.radius ?? 0)).to.be.at.most(value.y - value.size + 20);
      expect(name.y + Math.max(0, name.lines.length - 1) * name.lineHeight).to.be.below(card.y);
      expect(code.x + code.size).to.be.below(card.x + card.width);
      expect(code.y + code.size).to.be.below(card.y + card.height);
      expect(card.y + card.height).to.be.below(POSTER.height);
    });
  }

  it('breaks words of letters at their spaces', () => {
    const half = (text: string, size: number) => (text.length * size) / 2;
    const { title } = posterLayout({ ...GIVEN, title: 'Win wonderful prizes today' }, half);
    expect(title.lines).to.deep.equal(['Win wonderful', 'prizes today']);
  });
});

describe('what the list of ways shows', () => {
  it('is a friend for each place that was free before', () => {
    const kept = new Map<string, string>();
    const store = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
    expect(friendsOf(store, 'a', 3)).to.deep.equal({ shown: 3, joined: 0 });
    expect(friendsOf(store, 'a', 1)).to.deep.equal({ shown: 3, joined: 2 });
    expect(friendsOf(store, 'b', 1)).to.deep.equal({ shown: 1, joined: 0 });
    const forbidden = {
      ...store,
      getItem: () => {
        throw new Error('forbidden');
      },
    };
    expect(friendsOf(forbidden, 'a', 2)).to.deep.equal({ shown: 2, joined: 0 });
  });
});
