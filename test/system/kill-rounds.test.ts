import { expect } from 'chai';
import { killRounds } from '../support/kill-rounds.ts';
import { SCALE } from '../support/scale.ts';

describe(`kills in the middle of a load of draws and invitations: ${SCALE.killRounds}`, () => {
  for (const [store, victim, options] of [
    ['SQLite', 'service', {}],
    ['SQLite', 'service', { workers: 2 }],
    ['Redis', 'service', {}],
    ['Redis', 'Redis', {}],
    ['Redis', 'service', { segments: 8, workers: 2 }],
    ['Redis', 'Redis', { segments: 8 }],
  ] as const) {
    const how = Object.entries(options).map(([name, value]) => `${value} ${name}`);
    it(`the ${victim}, with draws on ${[store, ...how].join(', ')}: nothing acknowledged is lost, nothing is done twice`, async () => {
      const report = await killRounds(store, victim, SCALE.killRounds, options);
      expect(report.acknowledged).to.be.above(0);
      expect(report.friends).to.be.above(0);
    });
  }
});
