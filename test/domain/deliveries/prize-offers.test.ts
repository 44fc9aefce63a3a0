import { expect } from 'chai';
import { newDelivery } from '../../../src/domain/deliveries/new-delivery.ts';
import { prizeOffers } from '../../../src/domain/deliveries/prize-offers.ts';
import { drawEntry, wonEntry } from '../../support/sample-entries.ts';

const textOf = (rule: unknown, prize: object = {}) =>
  JSON.stringify({ prizes: [{ id: 'car', name: 'A car', ...prize }], rules: { prizes: { car: rule } } });

const deliveryBy = (text: string) => newDelivery('1', wonEntry(1), prizeOffers(text).get('car'), 1000);

describe('a new delivery', () => {
  const until = '2026-12-31T23:59:59+08:00';
  for (const [delivery, expected] of [
    [undefined, { method: 'hand', state: 'ready', dueAt: null, endpoint: null }],
    [{ by: 'code' }, { method: 'code', state: 'ready', dueAt: null }],
    [{ by: 'counter' }, { method: 'counter', state: 'ready', dueAt: null }],
    [
      { by: 'webhook', to: 'crm' },
      { method: 'webhook', state: 'preparing', dueAt: 1000, endpoint: 'crm' },
    ],
    [
      { by: 'form', fields: ['name', 'phone'], until, to: 'crm' },
      {
        ...{ method: 'form', state: 'form_wanted', dueAt: null, endpoint: 'crm' },
        ...{ fields: ['name', 'phone'], until: Date.parse(until) },
      },
    ],
    [{ by: 'pigeon' }, { method: 'hand', state: 'ready' }],
  ] as const) {
    it(`begins as its rules say: ${JSON.stringify(delivery)}`, () => {
      expect(deliveryBy(textOf({ delivery }))).to.deep.include(expected);
    });
  }

  it('keeps the face of the prize', () => {
    const prize = { image: 'media/car.svg', claim: 'Call us', claim_url: '/car' };
    const face = {
      name: 'A car',
      image: 'media/car.svg',
      claim: 'Call us',
      claimUrl: '/car',
      value: '10.00',
    };
    expect(deliveryBy(textOf({ value: '10.00' }, prize))).to.deep.include(face);
  });

  for (const text of [
    '',
    'null',
    '[]',
    '{"prizes": {}}',
    '{"prizes": [null, 1, {"id": 5}]}',
    '{"rules": 1}',
  ]) {
    it(`is by hand and named by its id where the rules are ${text || 'missing'}`, () => {
      expect(deliveryBy(text)).to.deep.include({ name: 'car', method: 'hand', image: null, value: null });
    });
  }

  it('is none of a draw that won nothing', () => {
    expect(newDelivery('1', drawEntry(1), undefined, 1000)).to.equal(null);
  });

  it('has no NUL, which PostgreSQL does not store', () => {
    expect(deliveryBy(textOf({}, { name: 'A\0 car' }))?.name).to.equal('A car');
  });
});
