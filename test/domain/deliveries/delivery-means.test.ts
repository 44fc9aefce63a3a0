import { expect } from 'chai';
import { missingMeans } from '../../../src/domain/deliveries/delivery-means.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import { activityOf } from '../../support/activity-of.ts';

const deliveries = {
  hand: { by: 'hand' },
  code: { by: 'code' },
  hook: { by: 'webhook', to: 'crm' },
  form: { by: 'form', fields: ['name'] },
  sent: { by: 'form', fields: ['name'], to: 'erp' },
  desk: { by: 'counter' },
};
const { rules } = activityOf<DrawDetails>({
  dispatch: 'shake',
  prizes: Object.keys(deliveries).map((id) => ({ id, name: id })),
  rules: {
    prizes: Object.fromEntries(
      Object.entries(deliveries).map(([id, delivery]) => [id, { odds: '1%', delivery }]),
    ),
  },
}).details;
const missing = (hasDataKey: boolean, endpoints: readonly string[] | null) =>
  missingMeans(rules, { hasDataKey, endpoints: endpoints && new Set(endpoints) }).map(
    ({ code, path, params }) => `${code} ${path} ${Object.values(params)}`,
  );

describe('what deliveries need', () => {
  it('is a key for codes, forms and counters, and every endpoint', () => {
    expect(missing(false, ['erp'])).to.deep.equal([
      'no_data_key rules.prizes.code.delivery.by code',
      'no_such_endpoint rules.prizes.hook.delivery.to crm',
      'no_data_key rules.prizes.form.delivery.by form',
      'no_data_key rules.prizes.sent.delivery.by form',
      'no_data_key rules.prizes.desk.delivery.by counter',
    ]);
    expect(missing(true, [])).to.deep.equal([
      'no_such_endpoint rules.prizes.hook.delivery.to crm',
      'no_such_endpoint rules.prizes.sent.delivery.to erp',
    ]);
  });

  it('is there with a key and the endpoints, or where these are not known', () => {
    expect(missing(true, ['crm', 'erp'])).to.deep.equal([]);
    expect(missing(true, null)).to.deep.equal([]);
  });
});
