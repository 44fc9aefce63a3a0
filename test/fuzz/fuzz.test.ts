import { expect } from 'chai';
import { fuzz } from './fuzz.ts';

const REQUESTS = 20_000;

describe('fuzzed over raw sockets', () => {
  it(`keeps every promise of the contract in ${REQUESTS} requests`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    process.stderr.write(`    again with: npm run fuzz -- --requests ${REQUESTS} --seed ${seed}\n`);
    const report = await fuzz(REQUESTS, seed);
    // Most requests are nearly right, so that they get past the first check.
    expect(report.statuses['200']).to.be.above(REQUESTS / 4);
  });
});
