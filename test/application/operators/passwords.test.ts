import { expect } from 'chai';
import { Passwords, PasswordsBusy, USUAL_COST } from '../../../src/application/operators/passwords.ts';

const QUICK = { N: 2 ** 10, r: 8, p: 1 };

describe('Passwords', () => {
  it('are hashed with the cost that OWASP asks for, and a salt of their own', async () => {
    // 2^17 × 8 × 1 in half the memory.
    expect(USUAL_COST.N * USUAL_COST.r * USUAL_COST.p).to.equal(2 ** 17 * 8);
    const passwords = new Passwords();
    const [one, other] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(one).to.match(/^scrypt\$65536\$8\$2\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.to.equal(other);
    expect(await passwords.check(one, 'correct horse')).to.equal(true);
  });

  it('are checked with the cost that they were hashed with', async () => {
    const stored = await new Passwords(QUICK).hash('correct horse');
    const others = new Passwords({ N: 2 ** 11, r: 8, p: 2 });
    expect(await others.check(stored, 'correct horse')).to.equal(true);
    expect(await others.check(stored, 'correct horses')).to.equal(false);
    expect(await others.check(stored, '')).to.equal(false);
  });

  it('of nobody are never right, and take as long', async () => {
    const passwords = new Passwords({ N: 2 ** 14, r: 8, p: 1 });
    const stored = await passwords.hash('correct horse');
    const cpuOf = async (hash: string | null) => {
      const begun = process.cpuUsage();
      for (let round = 0; round < 5; round++) expect(await passwords.check(hash, 'wrong')).to.equal(false);
      return process.cpuUsage(begun).user;
    };
    await cpuOf(null);
    const [known, nobodys] = [await cpuOf(stored), await cpuOf(null)];
    expect(nobodys / known).to.be.within(0.3, 3);
  });

  it('are compared in the form of one keyboard', async () => {
    const passwords = new Passwords(QUICK);
    const stored = await passwords.hash('ﬁnée 密码 ①');
    expect(await passwords.check(stored, 'finée 密码 1')).to.equal(true);
  });

  it('leave the event loop free', async () => {
    const passwords = new Passwords();
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    await passwords.hash('correct horse');
    clearInterval(ticking);
    expect(turns).to.be.above(3);
  });

  it('wait their turn, thirty at most', async () => {
    const passwords = new Passwords(QUICK);
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => passwords.check(null, 'x')));
    const busy = all.filter((each) => each.status === 'rejected' && each.reason instanceof PasswordsBusy);
    expect(busy).to.have.length(20);
    expect(await passwords.check(null, 'x')).to.equal(false);
  });

  it('of an unknown form are a fault, and not wrong', async () => {
    const passwords = new Passwords(QUICK);
    for (const stored of ['', 'plain', 'scrypt$1024$8$1$c2FsdA$aGFzaA', 'argon2$1$2$3$4$5']) {
      const error = await passwords.check(stored, 'x').then(() => null, String);
      expect(error).to.match(/unknown form/);
    }
  });
});
