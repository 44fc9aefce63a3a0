import { expect } from 'chai';
import { outcomeIn } from '../../../src/adapters/process/release-outcome.ts';

describe('the outcome of a release, in a message', () => {
  it('is found among other messages', () => {
    expect(outcomeIn({ type: 'release-settled', outcome: 'cancelled' })).to.equal('cancelled');
    for (const other of [null, undefined, 'published', { type: 'published' }]) {
      expect(outcomeIn(other)).to.equal(null);
    }
  });
});
