import { expect } from 'chai';
import { killRounds } from '../support/kill-rounds.ts';

/* `npm run kill-rounds` does thirty of each, or as many as it is told to. */
const ROUNDS = 3;

describe('killed in the middle of a load of draws', () => {
  for (const [store, victim] of [
    ['SQLite', 'service'],
    ['Redis', 'service'],
    ['Redis', 'Redis'],
  ] as const) {
    it(`the ${victim}, with draws on ${store}: no acknowledged draw is lost, none is made twice`, async () => {
      const report = await killRounds(store, victim, ROUNDS);
      expect(report.acknowledged).to.be.above(0);
    });
  }
});
