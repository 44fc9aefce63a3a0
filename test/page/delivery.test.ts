import { expect } from 'chai';
import { DELIVERY_STATES } from '../../src/domain/deliveries/delivery.ts';
import { DELIVERY_METHODS, FORM_FIELDS } from '../../src/domain/draws/prize-delivery.ts';
import { lookOf } from '../../web/src/activity/activity-data.ts';
import {
  actionOf,
  type Delivery,
  deliveryOf,
  isComing,
  isOpen,
  newerOf,
} from '../../web/src/activity/delivery.ts';
import { deadlineOf, refusalOf, statusOf } from '../../web/src/deliveries/delivery-words.ts';

const NOW = Date.parse('2026-11-11T10:00:00+08:00');
const { texts } = lookOf(undefined);

function delivery(told: object): Delivery {
  const read = deliveryOf(told);
  if (!read) throw new Error('not read');
  return read;
}

const until = '2026-11-13T12:00:00+08:00';
const wanted = delivery({ by: 'form', state: 'form_wanted', until, form: { fields: ['phone', 'name'] } });
const received = delivery({
  by: 'form',
  state: 'form_received',
  until,
  form: { fields: ['name'], values: { name: '王小明', age: 7, phone: 7 } },
});

describe('a delivery, as the page reads it', () => {
  it('is known by every method, state and field that the service has', () => {
    for (const by of DELIVERY_METHODS)
      for (const state of DELIVERY_STATES)
        expect(delivery({ by, state, form: { fields: FORM_FIELDS } })).to.deep.include({
          by,
          state,
          fields: FORM_FIELDS,
        });
  });

  it('has a code, a form or a deadline where the server sends one', () => {
    expect(delivery({ by: 'code', state: 'ready', code: 'AB-12' })).to.deep.equal({
      by: 'code',
      state: 'ready',
      code: 'AB-12',
      until: null,
      fields: [],
      values: {},
    });
    expect(wanted).to.deep.include({ fields: ['name', 'phone'], until: Date.parse(until), values: {} });
    expect(received.values).to.deep.equal({ name: '王小明' });
  });

  it('is none of an older server, nor one that the page does not know', () => {
    for (const odd of [undefined, null, 7, 'x', [], {}, { by: 'pigeon', state: 'ready' }, { by: 'code' }]) {
      expect(deliveryOf(odd)).to.equal(null);
    }
    expect(deliveryOf({ by: 'code', state: 'lost' })).to.equal(null);
  });

  it('never breaks on odd data', () => {
    for (const odd of [undefined, null, 7, 'x', [], {}, [null]]) {
      const told = { by: 'form', state: 'form_wanted', code: odd, until: odd, form: odd };
      expect(delivery(told)).to.deep.include({ until: null, fields: [], values: {} });
      expect(delivery({ ...told, form: { fields: odd, values: odd } })).to.deep.include({ fields: [] });
    }
  });
});

describe('a delivery that is told anew', () => {
  const preparing = delivery({ by: 'code', state: 'preparing' });
  const ready = delivery({ by: 'code', state: 'ready', code: 'AB-12' });

  it('is what the server says now', () => {
    expect(newerOf(null, preparing)).to.equal(preparing);
    expect(newerOf(preparing, ready)).to.equal(ready);
    expect(newerOf(ready, null)).to.equal(ready);
  });

  it('stays what it was while the server cannot look', () => {
    expect(newerOf(ready, preparing)).to.equal(ready);
    // Of a prize that was taken from the file, it does not even know the way.
    expect(newerOf(ready, delivery({ by: 'hand', state: 'preparing' }))).to.equal(ready);
    expect(newerOf(delivery({ by: 'hand', state: 'preparing' }), preparing)).to.equal(preparing);
  });

  it('stays over where the server answers without a look', () => {
    const delivered = delivery({ by: 'hand', state: 'delivered' });
    expect(newerOf(delivered, delivery({ by: 'hand', state: 'ready' }))).to.equal(delivered);
    expect(newerOf(delivery({ by: 'hand', state: 'ready' }), delivered)).to.equal(delivered);
  });

  it('keeps a form that was received while an older answer was on its way', () => {
    expect(newerOf(wanted, received)).to.equal(received);
    expect(newerOf(received, wanted)).to.equal(received);
    expect(newerOf(delivery({ by: 'form', state: 'preparing' }), wanted)).to.equal(wanted);
  });
});

describe('what there is to do about a delivery', () => {
  it('is to fill in, to look at or to show', () => {
    expect(actionOf(wanted, NOW)).to.equal('fill');
    expect(actionOf(wanted, Date.parse(until))).to.equal(null);
    expect(actionOf(received, NOW)).to.equal('review');
    expect(actionOf(delivery({ by: 'counter', state: 'ready' }), NOW)).to.equal('show');
    expect(actionOf(delivery({ by: 'counter', state: 'redeemed' }), NOW)).to.equal(null);
    expect(actionOf(delivery({ by: 'form', state: 'preparing' }), NOW)).to.equal(null);
    expect(actionOf(delivery({ by: 'code', state: 'ready', code: 'x' }), NOW)).to.equal(null);
    expect(actionOf(null, NOW)).to.equal(null);
  });

  it('is to wait for what is being prepared', () => {
    for (const by of ['hand', 'code', 'webhook', 'form', 'counter']) {
      expect(isComing(delivery({ by, state: 'preparing' }))).to.equal(true);
    }
    expect(isComing(wanted)).to.equal(false);
    expect(isComing(null)).to.equal(false);
  });

  it('ends with its deadline, and when the form was sent on', () => {
    const end = Date.parse(until);
    expect([isOpen(wanted, end - 1), isOpen(received, end - 1), isOpen(wanted, end)]).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(isOpen({ ...wanted, until: null }, end)).to.equal(true);
    expect(isOpen({ ...received, state: 'sent' }, NOW)).to.equal(false);
  });
});

describe('what is said of a delivery', () => {
  it('is calm in every state', () => {
    const said = (by: string, state: string, slow = false) =>
      statusOf(delivery({ by, state, code: 'x' }), texts, slow);
    expect(said('code', 'preparing')).to.equal('正在准备兑换码…');
    expect(said('code', 'preparing', true)).to.include('不会丢');
    expect(said('webhook', 'preparing')).to.equal('正在发放…');
    expect(said('hand', 'preparing')).to.equal('正在准备…');
    expect(said('hand', 'ready')).to.equal('待发放');
    expect(said('code', 'ready')).to.equal('');
    expect(said('webhook', 'delivered')).to.equal('已发放');
    expect(said('counter', 'redeemed')).to.equal('已使用');
    expect(said('webhook', 'failed')).to.equal('发放遇到问题，客服会联系你');
    expect(statusOf(received, { ...texts, form_received: '七天内寄出' }, false)).to.equal('七天内寄出');
  });

  it('names the deadline of a form and what is left until it', () => {
    expect(deadlineOf(wanted, NOW)).to.match(/前可填写，还剩 2 天$/);
    expect(deadlineOf(received, Date.parse(until) - 3 * 3_600_000)).to.match(/前可修改，还剩 3 小时$/);
    expect(deadlineOf(wanted, Date.parse(until) - 1)).to.match(/还剩 1 分钟$/);
    expect(deadlineOf(wanted, Date.parse(until))).to.include('已过填写时间');
    expect(deadlineOf({ ...wanted, until: null }, NOW)).to.equal('');
  });

  it('has a sentence for every refusal', () => {
    const reasons = ['too_late', 'already_sent', 'no_such_win', 'not_a_form', 'denied', 'something_new'];
    expect(new Set(reasons.map(refusalOf)).size).to.equal(reasons.length);
  });
});
