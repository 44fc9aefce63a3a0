import { expect } from 'chai';
import { SCALE } from '../support/scale.ts';
import { fuzz } from './fuzz.ts';

const { fuzzRequests, fuzzSeed } = SCALE;

describe('fuzzed over raw sockets', () => {
  it(`keeps the contract in ${fuzzRequests} requests of the seed ${fuzzSeed}`, async () => {
    const report = await fuzz(fuzzRequests, fuzzSeed);
    // Most requests are nearly right, so that they get past the first check.
    expect(report.statuses['200']).to.be.above(fuzzRequests / 4);
  });
});
