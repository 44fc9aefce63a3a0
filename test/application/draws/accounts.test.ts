import { expect } from 'chai';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { Accounts, type Attempted } from '../../../src/application/draws/accounts.ts';
import { NO_DRAWS, type UserDraws, type Win } from '../../../src/domain/draws/account.ts';
import type { Account } from '../../../src/domain/draws/draw-ledger.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const drawn = (version: number, wins = 0): UserDraws => ({
  ...NO_DRAWS,
  version,
  drawNo: version,
  wins: Array.from({ length: wins }, (_, index): Win => {
    return { drawId: `d${index}`, prizeId: 'car', unit: index + 1, wonAt: 0 };
  }),
});

describe('accounts as last seen', () => {
  let stored: UserDraws;
  let reads: number;
  const ledger = {
    read: async (): Promise<Account> => {
      reads += 1;
      return { draws: stored, booked: null };
    },
  };

  beforeEach(() => {
    stored = NO_DRAWS;
    reads = 0;
  });

  /** What the attempts saw, each time. */
  async function settle(
    accounts: Accounts,
    answer: (account: Account) => Attempted<string>,
    uid = 'ann',
  ): Promise<{ value: string; saw: number[] }> {
    const saw: number[] = [];
    const value = await accounts.settle('a1', uid, async (account) => {
      saw.push(account.draws.version);
      return answer(account);
    });
    return { value, saw };
  }

  it('are changed without a read: at first as those of new users, then as they were left', async () => {
    const accounts = new Accounts(ledger);
    const change = ({ draws }: Account) =>
      ({ kind: 'done', value: 'done', after: drawn(draws.version + 1) }) as const;
    expect((await settle(accounts, change)).saw).to.deep.equal([0]);
    expect((await settle(accounts, change)).saw).to.deep.equal([1]);
    expect(reads).to.equal(0);
  });

  it('refuse only when they were read', async () => {
    stored = drawn(7);
    const refuse = () => ({ kind: 'refused', value: 'no' }) as const;
    expect(await settle(new Accounts(ledger), refuse)).to.deep.equal({ value: 'no', saw: [0, 7] });
    const accounts = new Accounts(ledger);
    const unlessNew = ({ draws }: Account): Attempted<string> =>
      draws.version === 7 ? { kind: 'done', value: 'yes' } : { kind: 'refused', value: 'no' };
    expect((await settle(accounts, unlessNew)).value).to.equal('yes');
  });

  it('go on with the account that a conflict brings', async () => {
    const accounts = new Accounts(ledger);
    const account = { draws: drawn(3), booked: null };
    const once = ({ draws }: Account): Attempted<string> =>
      draws.version === 3 ? { kind: 'refused', value: 'no' } : { kind: 'conflict', account };
    expect(await settle(accounts, once)).to.deep.equal({ value: 'no', saw: [0, 3] });
    expect(reads).to.equal(0);
  });

  it('give up on an account that never stands still', async () => {
    const accounts = new Accounts(ledger);
    const fault = await settle(accounts, () => ({ kind: 'again' })).catch((error: Error) => error);
    expect(fault).to.be.instanceOf(DependencyError);
  });

  it('change one after the other, whatever changes them', async () => {
    const accounts = new Accounts(new MemoryDrawLedger());
    let running = 0;
    const work = async (): Promise<Attempted<number>> => {
      running += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const value = running;
      running -= 1;
      return { kind: 'done', value };
    };
    const settled = ['ann', 'ann', 'bob', 'ann'].map((uid) => accounts.settle('a1', uid, work));
    expect(Math.max(...(await Promise.all(settled)))).to.equal(2);
  });

  it('are forgotten by their weight, with the wins that they gained since', async () => {
    const accounts = new Accounts(ledger, 100);
    const see = (uid: string, draws: UserDraws) =>
      settle(accounts, () => ({ kind: 'done', value: '', after: draws }), uid);
    const isKnown = async (uid: string) =>
      (await settle(accounts, () => ({ kind: 'done', value: '' }), uid)).saw[0] !== 0;
    for (let user = 0; user < 4; user++) {
      for (const wins of [0, 20, 49]) await see(`user-${user}`, drawn(1, wins));
    }
    expect(await isKnown('user-3')).to.equal(true);
    for (let user = 4; user < 8; user++) await see(`user-${user}`, drawn(1, 49));
    expect(await isKnown('user-0')).to.equal(false);
  });
});
