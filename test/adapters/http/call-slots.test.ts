import { expect } from 'chai';
import fc from 'fast-check';
import { CallSlots } from '../../../src/adapters/http/call-slots.ts';

function fill(slots: CallSlots, network: string, known = false): number {
  for (let count = 0; ; count++) {
    if (slots.take({ known, network }).kind === 'refused') return count;
  }
}

describe('CallSlots', () => {
  it('gives one network half of the slots for unknown tokens, and the next one half of the rest', () => {
    const slots = new CallSlots();
    expect([fill(slots, 'a'), fill(slots, 'b'), fill(slots, 'c')]).to.deep.equal([400, 200, 100]);
    expect(fill(slots, 'k', true), 'for tokens that were valid before').to.equal(300);
    expect(slots.take({ known: true, network: 'k' })).to.deep.equal({ kind: 'refused', why: 'all_taken' });
  });

  it('never exceeds its limits, and gets every slot back', () => {
    const step = fc.record({
      known: fc.boolean(),
      network: fc.constantFrom('a', 'b', 'c', 'd'),
      times: fc.nat(300),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const slots = new CallSlots();
        const taken: { known: boolean; leave(): void }[] = [];
        for (const { known, network, times } of steps) {
          for (let count = 0; count < times; count++) {
            const slot = slots.take({ known, network });
            if (slot.kind === 'taken') taken.push({ known, leave: slot.leave });
          }
          for (const { leave } of taken.splice(0, times >> 1)) leave();
          expect(taken.length).to.be.at.most(1000);
          expect(taken.filter((slot) => !slot.known).length).to.be.at.most(800);
        }
        for (const { leave } of taken) leave();
        expect(fill(slots, 'a')).to.equal(400);
      }),
      { numRuns: 30 },
    );
  });
});
