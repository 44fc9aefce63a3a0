import { expect } from 'chai';
import { fairnessOf, shortHash } from '../../web/src/client/fairness.ts';

describe('what binds the draws', () => {
  it('is every seed and every set of rules', () => {
    const fairness = fairnessOf({
      algorithm: 'a',
      commitment: 'c2',
      seeds: [
        { no: 1, commitment: 'c1', seed: 's1', revealed_at: '2026-11-12T00:01:00+08:00' },
        { no: 2, commitment: 'c2', seed: null, revealed_at: null },
      ],
      rules: [
        { no: 1, hash: 'h', at: '2026-11-01T00:00:00+08:00', release: 7, head: 'x', text: ' {"a":1}\n' },
      ],
      rules_head: 'x',
    });
    expect(fairness).to.deep.equal({
      algorithm: 'a',
      seeds: [
        { no: 1, commitment: 'c1', seed: 's1', revealedAt: Date.parse('2026-11-11T16:01:00Z') },
        { no: 2, commitment: 'c2', seed: '', revealedAt: null },
      ],
      // The text to the character: its hash is that of every one.
      rules: [
        {
          ...{ no: 1, hash: 'h', at: Date.parse('2026-10-31T16:00:00Z'), release: 7 },
          ...{ head: 'x', text: ' {"a":1}\n' },
        },
      ],
      rulesHead: 'x',
    });
  });

  it('is the one commitment where no list came', () => {
    expect(fairnessOf({ commitment: 'c', seed: null }).seeds).to.deep.equal([
      { no: 1, commitment: 'c', seed: '', revealedAt: null },
    ]);
  });

  it('is nothing for data of any other shape', () => {
    for (const odd of [undefined, null, '', 7, [], { seeds: 7, rules: [null, {}, 'x'], rules_head: {} }]) {
      expect(fairnessOf(odd)).to.deep.equal({ algorithm: '', seeds: [], rules: [], rulesHead: '' });
    }
  });

  it('has a short form of a hash', () => {
    expect(shortHash('0123456789abcdef0123')).to.equal('0123456789ab');
  });
});
