import { expect } from 'chai';
import { prizesPageOf } from '../../web/src/activity/activity-data.ts';
import { formResultOf } from '../../web/src/deliveries/form-result.ts';
import { renewalOf, ticketResultOf } from '../../web/src/deliveries/ticket.ts';
import { answered } from '../support/answered.ts';

describe('what has become of a form', () => {
  it('is received only if the server has said so', () => {
    const delivery = {
      by: 'form',
      state: 'form_received',
      form: { fields: ['name'], values: { name: '王' } },
    };
    const result = formResultOf(answered(0, { data: { delivery } }));
    expect(result).to.have.property('kind', 'received');
    expect(result).to.have.nested.property('delivery.values.name', '王');
    for (const data of ['', null, {}, { delivery: {} }]) {
      expect(formResultOf(answered(0, { data }))).to.have.property('kind', 'unknown');
    }
  });

  it('is not known without an answer, or after a fault', () => {
    expect(formResultOf({ kind: 'failed', reason: 'network' })).to.have.property('kind', 'unknown');
    for (const ret of [4029, 5000, 5003]) {
      expect(formResultOf(answered(ret, { retryAfterMs: 2_000 }))).to.deep.equal({
        kind: 'unknown',
        retryAfterMs: 2_000,
      });
    }
  });

  it('is refused with the field, the reason, or the words of the server', () => {
    expect(formResultOf(answered(1001, { detail: { field: 'form.phone' } }))).to.deep.equal({
      kind: 'wrong_value',
      field: 'phone',
    });
    expect(formResultOf(answered(1001, { detail: { field: 'form' } }))).to.deep.include({ field: '' });
    expect(formResultOf(answered(2002, { detail: { reason: 'too_late' } }))).to.deep.equal({
      kind: 'not_claimable',
      reason: 'too_late',
    });
    for (const refusal of [answered(1001, { detail: { field: 'token' } }), answered(1004), answered(1005)]) {
      expect(formResultOf(refusal)).to.deep.equal({ kind: 'please_log_in' });
    }
    expect(formResultOf(answered(1007, { msg: '说明' }))).to.deep.equal({ kind: 'refused', message: '说明' });
  });
});

describe('a ticket', () => {
  const serverTime = 1_764_000_000_000;
  const expires_at = new Date(serverTime + 60_000).toISOString();

  it('lives by the clock of the server', () => {
    expect(
      ticketResultOf(answered(0, { data: { url: 'https://a.example/#t', expires_at }, serverTime }), 0),
    ).to.deep.equal({
      kind: 'ticket',
      url: 'https://a.example/#t',
      lifeMs: 60_000,
    });
  });

  it('is asked for again after a fault, and not after a refusal', () => {
    expect(ticketResultOf(answered(5003))).to.have.property('kind', 'unknown');
    expect(ticketResultOf(answered(0, { data: {} }))).to.have.property('kind', 'unknown');
    expect(ticketResultOf(answered(2002))).to.have.property('kind', 'refused');
    expect(ticketResultOf(answered(1005))).to.have.property('kind', 'please_log_in');
  });

  it('is renewed before it expires, and never in a loop', () => {
    expect([60_000, 20_000, 2_000, -5_000].map(renewalOf)).to.deep.equal([45_000, 10_000, 3_000, 3_000]);
  });
});

describe('the number of a win', () => {
  it('counts from the oldest, also where a page leaves some out', () => {
    const prizes = [{ draw_id: 'a', name: '甲' }, { draw_id: 'b' }, { draw_id: 'c', name: '丙' }];
    const page = prizesPageOf({ prizes, prizes_before: 40 });
    expect(page?.prizes.map(({ drawId, position }) => [drawId, position])).to.deep.equal([
      ['a', 40],
      ['c', 42],
    ]);
  });
});
