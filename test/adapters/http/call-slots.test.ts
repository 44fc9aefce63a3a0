import { expect } from 'chai';
import fc from 'fast-check';
import { CallSlots } from '../../../src/adapters/http/call-slots.ts';

function fill(places: CallSlots, network: string, known = false): number {
  for (let count = 0; ; count++) {
    if (places.take({ known, network }).kind === 'refused') return count;
  }
}

describe('places for calls', () => {
  it('leave a network alone half of those for unknown tokens, and the next one half of what is left', () => {
    const places = new CallSlots();
    expect([fill(places, 'a'), fill(places, 'b'), fill(places, 'c')]).to.deep.equal([400, 200, 100]);
    expect(fill(places, 'k', true), 'for tokens that were good before').to.equal(300);
    expect(places.take({ known: true, network: 'k' })).to.deep.equal({ kind: 'refused', why: 'all_taken' });
  });

  it('are never given beyond the limits, and all come back', () => {
    const step = fc.record({
      known: fc.boolean(),
      network: fc.constantFrom('a', 'b', 'c', 'd'),
      times: fc.nat(300),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const places = new CallSlots();
        const taken: { known: boolean; leave(): void }[] = [];
        for (const { known, network, times } of steps) {
          for (let count = 0; count < times; count++) {
            const place = places.take({ known, network });
            if (place.kind === 'taken') taken.push({ known, leave: place.leave });
          }
          for (const { leave } of taken.splice(0, times >> 1)) leave();
          expect(taken.length).to.be.at.most(1000);
          expect(taken.filter((place) => !place.known).length).to.be.at.most(800);
        }
        for (const { leave } of taken) leave();
        expect(fill(places, 'a')).to.equal(400);
      }),
      { numRuns: 30 },
    );
  });
});
