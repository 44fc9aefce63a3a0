import { expect } from 'chai';
import fc from 'fast-check';
import { isTicketOver, readTicketText, ticketText } from '../../../src/domain/deliveries/counter-ticket.ts';

const activityId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const seconds = fc.integer({ min: 0, max: 4_102_444_800 });

describe('the ticket for a counter', () => {
  it('reads what it writes, for every activity, draw and time', () => {
    fc.assert(
      fc.property(activityId, fc.uuid(), seconds, (id, drawId, at) => {
        const ticket = { activityId: id, drawId, expiresAt: at * 1000 };
        expect(readTicketText(ticketText(ticket))).to.deep.equal(ticket);
      }),
    );
    for (const drawId of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      expect(readTicketText(ticketText({ activityId: 'a', drawId, expiresAt: 0 }))?.drawId).to.equal(drawId);
    }
  });

  it('is short', () => {
    const drawId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    const longest = { activityId: 'x'.repeat(64), drawId, expiresAt: 4_102_444_800_000 };
    expect(ticketText(longest).length).to.be.at.most(98);
    expect(ticketText({ ...longest, activityId: '1055' }).length).to.be.at.most(38);
  });

  it('reads nothing else', () => {
    const texts = ['', '.', '..', 'a.b', 'a.b.c.d', 'a..1', 'a b.1.1', `a.${'z'.repeat(25)}.1`, '活动.1.1'];
    for (const text of texts) expect(readTicketText(text), text).to.equal(null);
    fc.assert(
      fc.property(fc.string(), (text) => readTicketText(text) === null || text.split('.').length === 3),
    );
  });

  it('writes no draw id that is no UUID', () => {
    expect(() => ticketText({ activityId: 'a', drawId: 'd1', expiresAt: 0 })).to.throw(RangeError);
  });

  it('is over half a minute after its time, for clocks that differ', () => {
    const ticket = { activityId: 'a', drawId: 'd', expiresAt: 100_000 };
    expect([100_000, 129_999, 130_000].map((now) => isTicketOver(ticket, now))).to.deep.equal([
      false,
      false,
      true,
    ]);
  });
});
