import { expect } from 'chai';
import { killRounds } from '../support/kill-rounds.ts';
import { SCALE } from '../support/scale.ts';

describe(`killed ${SCALE.killRounds} times in the middle of a load of draws`, () => {
  for (const [store, victim] of [
    ['SQLite', 'service'],
    ['Redis', 'service'],
    ['Redis', 'Redis'],
  ] as const) {
    it(`the ${victim}, with draws on ${store}: no acknowledged draw is lost, none is made twice`, async () => {
      const report = await killRounds(store, victim, SCALE.killRounds);
      expect(report.acknowledged).to.be.above(0);
    });
  }
});
