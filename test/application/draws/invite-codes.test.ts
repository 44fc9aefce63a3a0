import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { InviteCodes } from '../../../src/application/draws/invite-codes.ts';
import { Seeds } from '../../../src/application/draws/seeds.ts';

const codesOf = (ledger: MemoryDrawLedger) =>
  new InviteCodes(ledger, cryptoEntropy, new Seeds(ledger, cryptoEntropy));

describe('invite codes', () => {
  let ledger: MemoryDrawLedger;
  let codes: InviteCodes;
  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    codes = codesOf(ledger);
  });

  it('name the user of any uid, always by the same code in every process, which a URL can hold', async () => {
    const other = codesOf(ledger);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }), async (uid) => {
        const code = await codes.codeOf('a1', uid);
        expect(code).to.match(/^[A-Za-z0-9_-]{18,}$/);
        expect(await other.codeOf('a1', uid)).to.equal(code);
        expect(await other.inviterOf('a1', code)).to.equal(uid);
      }),
    );
  });

  it('do not show the uid, also to who knows the seeds that are published', async () => {
    const code = await codes.codeOf('a1', '13800138000');
    expect(Buffer.from(code, 'base64url').toString('latin1')).not.to.contain('138');
    const { secret } = await ledger.seed('a1', 'ab'.repeat(32), 'secret');
    const stranger = new MemoryDrawLedger();
    await stranger.inviteKey('a1', secret);
    expect(await codesOf(stranger).inviterOf('a1', code)).to.equal(null);
  });

  it('are of one activity, and cannot be altered', async () => {
    const code = await codes.codeOf('a1', 'ann');
    expect(await codes.inviterOf('a2', code)).to.equal(null);
    for (let index = 0; index < code.length; index++) {
      const other = code[index] === 'A' ? 'B' : 'A';
      const altered = `${code.slice(0, index)}${other}${code.slice(index + 1)}`;
      // The last character may hold unused bits.
      if (Buffer.from(altered, 'base64url').equals(Buffer.from(code, 'base64url'))) continue;
      expect(await codes.inviterOf('a1', altered)).to.equal(null);
    }
    for (const junk of ['', 'A', 'A'.repeat(16), 'A'.repeat(2000)]) {
      expect(await codes.inviterOf('a1', junk)).to.equal(null);
    }
  });
});
