import { expect } from 'chai';
import { deliveryRounds, drawsWithoutRecords } from '../support/delivery-rounds.ts';
import { SCALE } from '../support/scale.ts';

describe(`${SCALE.deliveryRounds} rounds of kills, with a receiver that is slow, fails and drops connections`, () => {
  for (const [site, what] of [
    ['embedded', 'the service and its operations process, on SQLite'],
    ['machines', 'both roles, Redis and PostgreSQL'],
  ] as const) {
    it(`${what}: each win arrives under one id, and each code has one winner`, async () => {
      const report = await deliveryRounds(site, SCALE.deliveryRounds);
      expect(report.webhooks).to.be.above(0);
      expect(report.codes).to.be.above(0);
    });
  }
});

describe(`PostgreSQL away for ${SCALE.secondsWithoutRecords} seconds of draws`, () => {
  it('fails no draw, and all webhooks and codes come after', async () => {
    const report = await drawsWithoutRecords(SCALE.secondsWithoutRecords);
    expect(report.webhooks).to.be.above(0);
    expect(report.codes).to.be.above(0);
  });
});
