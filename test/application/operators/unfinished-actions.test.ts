import { expect } from 'chai';
import {
  UNFINISHED_AFTER_MS,
  UnfinishedActions,
} from '../../../src/application/operators/unfinished-actions.ts';

describe('unfinished actions', () => {
  it('are brought to the trail after ten minutes, where the store may be written; a fault is reported once', async () => {
    const asked: number[] = [];
    const reported: string[] = [];
    const store = { isThere: false, fault: null as Error | null };
    const unfinished = new UnfinishedActions({
      begun: {
        conclude: async (ageMs) => {
          asked.push(ageMs);
          if (store.fault) throw store.fault;
        },
      },
      mayWrite: () => store.isThere,
      errorReporter: { report: (message) => reported.push(message) },
    });
    await unfinished.conclude();
    expect(asked).to.deep.equal([]);
    store.isThere = true;
    await unfinished.conclude();
    expect(asked).to.deep.equal([UNFINISHED_AFTER_MS]);
    for (const fault of [new Error('away'), new Error('away'), null, new Error('away')]) {
      store.fault = fault;
      await unfinished.conclude();
    }
    expect(reported).to.have.length(2);
    expect(UNFINISHED_AFTER_MS).to.equal(600_000);
  });
});
