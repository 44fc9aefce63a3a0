import { expect } from 'chai';
import { prizeOf, shortLabel, shownJson } from '../../console/src/activity/change-words.ts';

describe('the words of a change', () => {
  const prizes = [{ id: 'tv', name: '65英寸电视' }];

  it('name the prize that a field is of', () => {
    expect(prizeOf('rules.prizes.tv.stock', prizes)).to.equal('65英寸电视');
    expect(prizeOf('prizes.tv.name', prizes)).to.equal('65英寸电视');
    expect(prizeOf('rules.prizes.tvs.stock', prizes)).to.equal(null);
    expect(prizeOf('page.subtitle', prizes)).to.equal(null);
  });

  it('are the first clause of what a field is', () => {
    expect(shortLabel('库存；`null` 或省略为不限')).to.equal('库存');
  });

  it('have numbers as people write them, and texts without quotation marks', () => {
    const say = (value: number) => value.toLocaleString('en');
    expect(shownJson('2000000', say)).to.equal('2,000,000');
    expect(shownJson('"茶"', say)).to.equal('茶');
    expect(shownJson('["a"]', say)).to.equal('["a"]');
  });
});
