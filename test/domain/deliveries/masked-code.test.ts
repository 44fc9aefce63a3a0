import { expect } from 'chai';
import fc from 'fast-check';
import { maskedCode } from '../../../src/domain/deliveries/masked-code.ts';

describe('a masked code', () => {
  it('shows that it is one of theirs, and no more than a third of it', () => {
    expect(maskedCode('A1')).to.equal('••');
    expect(maskedCode('ABCDEFGH')).to.equal('A••••••H');
    expect(maskedCode('ABCD-EFGH-IJKL-MNOP')).to.equal('ABC••••••••••••NOP');
    expect(maskedCode('口令：芝麻开门')).to.equal('口•••••门');
    expect(maskedCode('😀'.repeat(6))).to.equal('😀••••😀');
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }), (code) => {
        const characters = [...code].length;
        const shown = [...maskedCode(code)].filter((sign) => sign !== '•').length;
        expect(shown).to.be.at.most(Math.min(6, characters / 3));
      }),
    );
  });
});
