import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { ticketOf } from '../../../src/application/draws/ticket.ts';

describe('a ticket', () => {
  it('is HMAC-SHA256 of activity, draw number and uid, for any seeds and uids in any order', () => {
    const secret = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((key) => Buffer.from(key).toString('hex'));
    const uid = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('u', '用'.repeat(700), 'x'.repeat(449)),
    );
    const draws = fc.array(fc.record({ secret, uid, drawNo: fc.nat() }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(draws, fc.bigInt(1n, 2n ** 128n), (each, denominator) => {
        for (const { secret, uid, drawNo } of each) {
          const mac = createHmac('sha256', Buffer.from(secret, 'hex'))
            .update(`a1:${drawNo}:${uid}`)
            .digest('hex');
          const ticket = ticketOf(secret, { activityId: 'a1', drawNo, uid }, denominator);
          expect(ticket).to.equal(BigInt(`0x${mac}`) % denominator);
        }
      }),
    );
  });
});
