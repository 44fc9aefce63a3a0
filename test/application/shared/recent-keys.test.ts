import { expect } from 'chai';
import { RecentKeys } from '../../../src/application/shared/recent-keys.ts';

describe('recent keys', () => {
  it('are those added last, and never more than the limit', () => {
    const keys = new RecentKeys(2);
    for (const key of ['a', 'b', 'a', 'c']) keys.add(key);
    expect(['a', 'b', 'c'].filter((key) => keys.has(key))).to.deep.equal(['a', 'c']);
    keys.delete('a');
    keys.add('d');
    expect(['a', 'c', 'd'].filter((key) => keys.has(key))).to.deep.equal(['c', 'd']);
  });
});
