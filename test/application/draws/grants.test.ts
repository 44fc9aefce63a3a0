import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import { Accounts } from '../../../src/application/draws/accounts.ts';
import { Grants } from '../../../src/application/draws/grants.ts';
import { Seeds } from '../../../src/application/draws/seeds.ts';
import type { Grant } from '../../../src/domain/draws/grant.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const PLACE = { activityId: 'a1', rules: { timezone: 'Asia/Shanghai', segments: 1 } };
const NOW = Date.parse('2026-11-11T10:00:00+08:00');

async function* each(grants: readonly Grant[]) {
  yield* grants;
}

const away = () => new DependencyError('draw ledger', 'it is busy');

describe('Grants', () => {
  let ledger: MemoryDrawLedger;
  let pause: sinon.SinonStub<[number], Promise<void>>;
  let grants: Grants;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    pause = sinon.stub<[number], Promise<void>>().resolves();
    grants = new Grants({
      ledger,
      accounts: new Accounts(ledger),
      seeds: new Seeds(ledger, cryptoEntropy),
      clock: { now: () => NOW },
      restShare: 0,
      pause,
    });
  });

  const earned = async (uid: string) => (await ledger.read('a1', uid)).draws.earned;
  const grant = (...list: Grant[]) => grants.grant(PLACE, each(list));

  it('adds chances before the first visit of anybody, with an entry in the log', async () => {
    expect(await grant({ uid: 'ann', key: 'vip', chances: 5 })).to.deep.equal({
      granted: 1,
      chances: 5,
      known: 0,
    });
    expect(await earned('ann')).to.equal(5);
    const [entry] = (await ledger.entries('a1', 'root', 0, 1)[Symbol.asyncIterator]().next()).value;
    expect(entry).to.include({
      kind: 'earning',
      uid: 'ann',
      key: 'grant:vip',
      chances: 5,
      day: '2026-11-11',
    });
  });

  it('counts a key once for a user, also with other chances, and for each other user', async () => {
    await grant({ uid: 'ann', key: 'vip', chances: 5 });
    expect(
      await grant({ uid: 'ann', key: 'vip', chances: 7 }, { uid: 'ben', key: 'vip', chances: 1 }),
    ).to.deep.equal({ granted: 1, chances: 1, known: 1 });
    expect([await earned('ann'), await earned('ben')]).to.deep.equal([5, 1]);
  });

  it('decides again for a user who has an account', async () => {
    await grant({ uid: 'ann', key: 'first', chances: 1 });
    expect((await grant({ uid: 'ann', key: 'second', chances: 2 })).granted).to.equal(1);
    expect(await earned('ann')).to.equal(3);
  });

  it('grants many to one user in one go', async () => {
    const many = Array.from({ length: 500 }, (_, no) => ({ uid: 'ann', key: `k${no}`, chances: 2 }));
    expect(await grant(...many)).to.deep.equal({ granted: 500, chances: 1000, known: 0 });
    expect(await earned('ann')).to.equal(1000);
  });

  it('grants a list in batches, and shows how far it is', async () => {
    const many = Array.from({ length: 150 }, (_, no) => ({ uid: `u${no}`, key: 'k', chances: 1 }));
    const progress: number[] = [];
    await grants.grant(PLACE, each(many), (done) => progress.push(done));
    expect(progress).to.deep.equal([64, 128, 150]);
    expect((await grants.grant(PLACE, each(many))).known).to.equal(150);
  });

  it('goes on when a busy store is back, and counts what was recorded without an answer once', async () => {
    const earn = ledger.earn.bind(ledger);
    const stub = sinon.stub(ledger, 'earn').callsFake(earn);
    stub.onFirstCall().rejects(away());
    stub.onSecondCall().callsFake(async (commit) => {
      await earn(commit);
      throw away();
    });
    const { granted, known } = await grant({ uid: 'ann', key: 'vip', chances: 5 });
    expect(granted + known).to.equal(1);
    expect(await earned('ann')).to.equal(5);
    expect(pause.args).to.deep.equal([[50], [100]]);
  });

  it('gives up on a store that stays away, and finishes when it is called again', async () => {
    const list = Array.from({ length: 100 }, (_, no) => ({ uid: `u${no}`, key: 'k', chances: 1 }));
    const earn = ledger.earn.bind(ledger);
    let calls = 0;
    const stub = sinon.stub(ledger, 'earn').callsFake((commit) => {
      calls += 1;
      return calls > 70 ? Promise.reject(away()) : earn(commit);
    });
    let failure: unknown;
    await grant(...list).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.be.instanceOf(DependencyError);
    stub.restore();
    const { granted, known } = await grant(...list);
    expect(granted + known).to.equal(100);
    expect(known).to.equal(70);
    expect(await earned('u99')).to.equal(1);
  });

  it('does not repeat what is no fault of the store', async () => {
    sinon.stub(ledger, 'earn').rejects(new TypeError('a mistake'));
    let failure: unknown;
    await grant({ uid: 'ann', key: 'k', chances: 1 }).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.be.instanceOf(TypeError);
    expect(pause.callCount).to.equal(0);
  });

  it('leaves the store alone between batches where it is told to', async () => {
    grants = new Grants({
      ledger,
      accounts: new Accounts(ledger),
      seeds: new Seeds(ledger, cryptoEntropy),
      clock: { now: () => NOW },
      restShare: 2,
      pause,
    });
    const earn = ledger.earn.bind(ledger);
    sinon.stub(performance, 'now').onFirstCall().returns(1000).returns(1010);
    sinon.stub(ledger, 'earn').callsFake(earn);
    await grant({ uid: 'ann', key: 'k', chances: 1 });
    expect(pause.args).to.deep.equal([[20]]);
  });

  afterEach(() => sinon.restore());
});
