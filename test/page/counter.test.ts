import { expect } from 'chai';
import type { Answer } from '../../web/src/client/api.ts';
import { counterResultOf, momentText } from '../../web/src/counter/counter-result.ts';
import { activityOf, ticketIn } from '../../web/src/counter/counter-ticket.ts';
import { pendingRedemption } from '../../web/src/counter/pending-redemption.ts';
import { keepShop, readShop, withPin } from '../../web/src/counter/shop.ts';
import { answered } from '../support/answered.ts';

const PAGE = 'https://shop.example/cms-market/counter';

class MemoryStore {
  readonly all = new Map<string, string>();
  getItem = (name: string) => this.all.get(name) ?? null;
  setItem = (name: string, value: string) => void this.all.set(name, value);
  removeItem = (name: string) => void this.all.delete(name);
}

const refusing = {
  getItem: () => {
    throw new Error('refused');
  },
  setItem: () => {
    throw new Error('refused');
  },
  removeItem: () => {
    throw new Error('refused');
  },
};

describe('the counter’s page', () => {
  it('reads the ticket in the address, with whatever a scanner adds', () => {
    const ticket = 'tea_1-a.0abc.1abc.AB_-12';
    for (const hash of [`#${ticket}`, `#${ticket}?scancode_time=1`, `#${ticket}&from=x`]) {
      expect(ticketIn(hash)).to.equal(ticket);
    }
    for (const hash of ['', '#', '#a.b.c', `#${ticket}.x`, '#<b>.b.c.d', `?${ticket}`]) {
      expect(ticketIn(hash), hash).to.equal('');
    }
    expect(activityOf(ticket)).to.equal('tea_1-a');
  });

  it('reads what an answer means', () => {
    const trouble = (answer: Answer) => {
      const result = counterResultOf(answer, PAGE);
      return result.kind === 'trouble' ? [result.trouble, result.waitMs] : result;
    };
    for (const reason of ['bad_ticket', 'ticket_expired', 'wrong_pin', 'no_pin', 'no_such_win']) {
      expect(trouble(answered(2004, { detail: { reason } }))).to.deep.equal([reason, 0]);
    }
    expect(trouble(answered(1001, { detail: { field: 'pin' } }))).to.deep.equal(['wrong_pin', 0]);
    expect(trouble(answered(1001, { detail: { field: 'ticket' } }))).to.deep.equal(['bad_ticket', 0]);
    expect(trouble(answered(4029, { retryAfterMs: 590_000 }))).to.deep.equal(['locked', 590_000]);
    expect(trouble(answered(4029, { retryAfterMs: 1000 }))).to.deep.equal(['busy', 0]);
    expect(trouble(answered(5003))).to.deep.equal(['busy', 0]);
    expect(trouble({ kind: 'failed', reason: 'timeout' })).to.deep.equal(['offline', 0]);
  });

  it('reads a prize, and how long ago it was redeemed by the server’s clock', () => {
    const win = {
      activity_id: 'tea',
      title: '奶茶节',
      prize: { name: '奶茶', image: 'media/cup.svg' },
      serial: 'AB12',
      state: 'redeemed',
      redeemed_at: '2026-11-11T10:05:00+08:00',
      place: '人民路店',
    };
    const serverTime = Date.parse('2026-11-11T10:06:30+08:00');
    const data = { redeemed: false, win };
    expect(counterResultOf(answered(0, { data, serverTime }), PAGE)).to.deep.equal({
      kind: 'seen',
      prize: {
        activity: '奶茶节',
        name: '奶茶',
        image: 'media/tea/cup.svg',
        serial: 'AB12',
        state: 'redeemed',
        redeemed: { at: '2026-11-11T10:05:00+08:00', place: '人民路店' },
      },
      isOurs: false,
      agoMs: 90_000,
    });
    const odd = { redeemed: 'yes', win: { prize: { image: 'javascript:alert(1)' }, title: null } };
    const result = counterResultOf(answered(0, { data: odd }), PAGE);
    expect(result).to.deep.include({ kind: 'seen', isOurs: false, agoMs: null });
    if (result.kind === 'seen') expect(result.prize).to.deep.include({ image: null, redeemed: null });
  });

  it('shows the time as the activity’s clock showed it', () => {
    expect(momentText('2026-11-11T10:05:09+08:00', 2026)).to.equal('11月11日 10:05');
    expect(momentText('2025-01-02T00:05:09-05:00', 2026)).to.equal('2025年1月2日 00:05');
    expect(momentText('soon', 2026)).to.equal('soon');
  });

  it('keeps the shop’s name and the PIN of each activity, and forgets a wrong one', () => {
    const store = new MemoryStore();
    expect(readShop(store)).to.deep.equal({ place: '', pins: {} });
    const shop = keepShop(store, withPin({ place: '人民路店', pins: { tea: '012345' } }, 'coffee', '654321'));
    expect(readShop(store)).to.deep.equal({ place: '人民路店', pins: { tea: '012345', coffee: '654321' } });
    keepShop(store, withPin(shop, 'tea', ''));
    expect(readShop(store).pins).to.deep.equal({ coffee: '654321' });
    expect(keepShop(refusing, shop)).to.deep.equal(shop);
    expect(readShop(refusing)).to.deep.equal({ place: '', pins: {} });
    for (const junk of ['{', 'null', '[1]', '{"place":{},"pins":[1]}']) {
      store.setItem('cms-market:counter', junk);
      expect(readShop(store)).to.deep.equal({ place: '', pins: {} });
    }
  });

  it('uses the same key for a redemption until its answer has come, also after a reload', () => {
    const store = new MemoryStore();
    const pending = pendingRedemption(store);
    const key = pending.begin('a.b.c.d');
    expect(key).to.match(/^[0-9a-f]{32}$/);
    expect(pending.begin('a.b.c.d')).to.equal(key);
    expect(pendingRedemption(store).of('a.b.c.d')).to.equal(key);
    expect(pendingRedemption(store).of('other')).to.equal('');
    pending.end();
    expect(pendingRedemption(store).of('a.b.c.d')).to.equal('');
    expect(pending.begin('a.b.c.d')).to.not.equal(key);
    const forgetful = pendingRedemption(refusing);
    expect(forgetful.begin('a.b.c.d')).to.equal(forgetful.begin('a.b.c.d'));
  });
});
