import { expect } from 'chai';
import fc from 'fast-check';
import { inviteCode, inviterOf } from '../../../src/application/draws/invite-codes.ts';

const secret = 'ab'.repeat(32);

describe('invite codes', () => {
  it('name the user of any uid, always by the same code, which a URL can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), (uid) => {
        const code = inviteCode(secret, 'a1', uid);
        expect(code).to.match(/^[A-Za-z0-9_-]{18,}$/);
        expect(code).to.equal(inviteCode(secret, 'a1', uid));
        expect(inviterOf(secret, 'a1', code)).to.equal(uid);
      }),
    );
  });

  it('do not show the uid', () => {
    const code = inviteCode(secret, 'a1', '13800138000');
    expect(Buffer.from(code, 'base64url').toString('latin1')).not.to.contain('138');
  });

  it('are of one activity and one seed, and cannot be altered', () => {
    const code = inviteCode(secret, 'a1', 'ann');
    expect(inviterOf(secret, 'a2', code)).to.equal(null);
    expect(inviterOf('cd'.repeat(32), 'a1', code)).to.equal(null);
    for (let index = 0; index < code.length; index++) {
      const other = code[index] === 'A' ? 'B' : 'A';
      const altered = `${code.slice(0, index)}${other}${code.slice(index + 1)}`;
      // The last character may hold unused bits.
      if (Buffer.from(altered, 'base64url').equals(Buffer.from(code, 'base64url'))) continue;
      expect(inviterOf(secret, 'a1', altered)).to.equal(null);
    }
    for (const junk of ['', 'A', 'A'.repeat(16), 'A'.repeat(2000)]) {
      expect(inviterOf(secret, 'a1', junk)).to.equal(null);
    }
  });
});
