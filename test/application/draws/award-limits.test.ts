import { expect } from 'chai';
import { awardLimits } from '../../../src/application/draws/award-limits.ts';
import { drawCapabilities } from '../../../src/application/kinds/kinds.ts';
import { activityOf } from '../../support/activity-of.ts';

describe('awardLimits', () => {
  it('has each prize of the rules with its stock and cost, and the budget, in cents', () => {
    const activity = activityOf({
      dispatch: 'shake',
      prizes: [
        { id: 'car', name: 'A car' },
        { id: 'thanks', name: 'Thanks' },
      ],
      rules: { prizes: { car: { odds: '1%', stock: 2, value: '10.005' }, thanks: {} }, budget: '20.019' },
    });
    expect(awardLimits(activity, drawCapabilities)).to.deep.equal({
      prizes: [
        { prizeId: 'car', stock: 2, cost: 1001 },
        { prizeId: 'thanks', stock: null, cost: 0 },
      ],
      budget: 2001,
    });
  });

  it('are made once for each version of the file, not for each scrape', () => {
    const activity = activityOf({ dispatch: 'shake', rules: { budget: '1.00' } });
    const limits = awardLimits(activity, drawCapabilities);
    expect(awardLimits(activity, drawCapabilities)).to.equal(limits);
  });

  it('has none where nothing is drawn, and of an activity that is gone', () => {
    for (const activity of [activityOf({ dispatch: 'sku' }), undefined]) {
      expect(awardLimits(activity, drawCapabilities)).to.deep.equal({ prizes: [], budget: null });
    }
  });
});
