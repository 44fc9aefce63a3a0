import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { LiveService } from '../../../src/application/draws/live-service.ts';
import { LoadedCodes } from '../../../src/application/draws/loaded-codes.ts';
import { drawCapabilities } from '../../../src/application/kinds/kinds.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import type { LatestWin } from '../../../src/domain/draws/latest-wins.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { AT, candidate, commitNext, SECRET } from '../../contracts/sample-commits.ts';
import { activityOf } from '../../support/activity-of.ts';

const file = (page: object, more: object = {}) => ({
  dispatch: 'shake',
  is_login_user: true,
  page,
  prizes: ['phone', 'cup', 'code', 'thanks'].map((id) => ({ id, name: `the ${id}` })),
  rules: {
    prizes: {
      phone: { odds: '1%', stock: 3, value: '5000' },
      cup: { odds: '1%', value: '5' },
      code: { odds: '1%', stock: 9, value: '5', delivery: { by: 'code' } },
      thanks: { stock: 100, value: '5' },
    },
    fallback: 'thanks',
  },
  ...more,
});
const SHOWN = { show_winners: true, show_quantities: true };

describe('the live view of an activity', () => {
  let ledger: MemoryDrawLedger;
  let archived: LatestWin[];
  let activity: Activity | undefined;
  let now: number;
  let reported: string[];
  let live: LiveService;
  let latestWins: sinon.SinonSpy;
  let awarded: sinon.SinonSpy;
  let archive: { latestWins: sinon.SinonSpy };

  beforeEach(async () => {
    ledger = new MemoryDrawLedger();
    await ledger.seed('a1', SECRET, 'secret');
    archived = [];
    activity = activityOf(file(SHOWN), 'a1');
    now = AT;
    reported = [];
    latestWins = sinon.spy(ledger, 'latestWins');
    awarded = sinon.spy(ledger, 'awarded');
    archive = { latestWins: sinon.spy(async () => archived) };
    live = new LiveService({
      gate: {
        find: (id, dispatch) => (id === 'a1' && activity?.dispatch === dispatch ? activity : undefined),
      },
      drawers: { detailsOf: ({ details }) => details as DrawDetails },
      codes: new LoadedCodes(ledger, drawCapabilities),
      ledger,
      archive,
      clock: { now: () => now },
      errorReporter: { report: (fault) => reported.push(fault) },
    });
  });
  afterEach(() => sinon.restore());

  async function ask() {
    const result = await live.live('a1', 'shake');
    if (result.kind !== 'served') throw new Error(result.kind);
    return result.data;
  }
  const win = (uid: string, prizeId: string, at = now) =>
    commitNext(ledger, 'a1', { uid, at, candidates: [candidate(prizeId)] });

  it('has the latest winners, and what is left', async () => {
    await win('u1001', 'phone', AT);
    await win('u1002', 'thanks', AT + 1000);
    await win('abc', 'cup', AT + 2000);
    await commitNext(ledger, 'a1', { uid: 'nobody' });
    expect(await ask()).to.deep.equal({
      winners: [
        { who: '***', prizeId: 'cup', name: 'the cup', wonAt: '2026-11-11T10:00:02+08:00' },
        { who: 'u***1', prizeId: 'phone', name: 'the phone', wonAt: '2026-11-11T10:00:00+08:00' },
      ],
      left: { phone: 2, code: 0, thanks: 99 },
    });
  });

  it('counts no more codes as left than are loaded, and none below nothing', async () => {
    await ledger.growPool('a1', 'code', 5);
    await win('ann', 'code');
    for (const uid of ['bob', 'cid', 'dan', 'eve']) await win(uid, 'phone');
    expect((await ask()).left).to.deep.equal({ phone: 0, code: 4, thanks: 100 });
  });

  for (const [what, page, kept] of [
    ['winners', { show_winners: true }, { left: {} }],
    ['quantities', { show_quantities: true }, { winners: [] }],
    ['nothing', {}, { winners: [], left: {} }],
    [
      'nothing for another value than true',
      { show_winners: 'yes', show_quantities: 1 },
      { winners: [], left: {} },
    ],
  ] as const) {
    it(`shows ${what} alone where the page asks for no more`, async () => {
      activity = activityOf(file(page), 'a1');
      await win('u1001', 'phone');
      expect(await ask()).to.deep.include(kept);
      expect(latestWins.callCount).to.equal(what === 'winners' ? 1 : 0);
      expect(awarded.callCount).to.equal(what === 'quantities' ? 1 : 0);
    });
  }

  it('is not there for an unknown activity, and one of another kind', async () => {
    expect(await live.live('a2', 'shake')).to.deep.equal({ kind: 'no_such_activity' });
    expect(await live.live('a1', 'sku')).to.deep.equal({ kind: 'no_such_activity' });
  });

  it('is there before the start and after the end', async () => {
    await win('u1001', 'phone');
    for (const window of [{ starts_at: '2027-01-01T00:00:00Z' }, { ends_at: '2026-01-01T00:00:00Z' }]) {
      activity = activityOf(file(SHOWN, window), 'a1');
      expect((await ask()).winners).to.have.length(1);
    }
  });

  it('asks the stores once in five seconds, however many ask', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    expect(new Set(answers).size).to.equal(1);
    now += 4999;
    await ask();
    expect([latestWins.callCount, awarded.callCount, archive.latestWins.callCount]).to.deep.equal([1, 1, 1]);
    await win('u1001', 'phone');
    expect((await ask()).winners).to.deep.equal([]);
    now += 1;
    expect((await ask()).winners).to.have.length(1);
    expect(latestWins.callCount).to.equal(2);
  });

  it('is the same object while nothing has changed, so that its bytes are reused', async () => {
    await win('u1001', 'phone');
    const before = await ask();
    now += 5000;
    expect(await ask()).to.equal(before);
    expect(latestWins.callCount).to.equal(2);
    await win('u1002', 'phone');
    now += 5000;
    expect(await ask()).not.to.equal(before);
  });

  it('shows what it had where the ledger hangs, and asks it for a few activities at most', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await win('u1001', 'phone');
    const before = await ask();
    latestWins.restore();
    const hanging = sinon.stub(ledger, 'latestWins').returns(new Promise(() => {}));
    now += 5000;
    const late = ask();
    timers.tick(2000);
    expect(await late).to.equal(before);
    for (let n = 0; n < 10; n++) {
      // Another version of the file is asked for anew.
      activity = activityOf(file(SHOWN), 'a1');
      const other = ask();
      await Promise.resolve();
      timers.tick(2000);
      expect(await other).to.deep.equal({ winners: [], left: {} });
    }
    expect(hanging.callCount).to.equal(4);
    expect(reported).to.have.length(11);
  });

  it('lasts no longer where the clock is set back', async () => {
    await ask();
    now -= 60_000;
    await ask();
    expect(latestWins.callCount).to.equal(2);
  });

  it('begins anew with an edited file', async () => {
    await win('u1001', 'phone');
    await ask();
    activity = activityOf(file({ show_quantities: true }), 'a1');
    expect((await ask()).winners).to.deep.equal([]);
  });

  it('fills the list with what was moved to the archive, each win once', async () => {
    await win('u1001', 'phone', AT);
    const [recent] = await ledger.latestWins('a1', ['phone'], 1);
    archived = [
      { drawId: 'd9', uid: 'old-9', prizeId: 'cup', wonAt: AT + 5 },
      recent as LatestWin,
      { drawId: 'd8', uid: 'old-8', prizeId: 'cup', wonAt: AT - 5 },
    ];
    expect((await ask()).winners.map(({ who }) => who)).to.deep.equal(['o***9', 'u***1', 'o***8']);
  });

  it('does not ask the archive where the ledger fills the list', async () => {
    for (let n = 0; n < 25; n++) await win(`user-${n}`, 'cup', AT + n * 1000);
    const { winners } = await ask();
    expect(winners).to.have.length(20);
    expect(winners[0]?.wonAt).to.equal('2026-11-11T10:00:24+08:00');
    expect(archive.latestWins.callCount).to.equal(0);
  });

  it('shows what it had where a store is away, and asks again after five seconds', async () => {
    await win('u1001', 'phone');
    archived = [{ drawId: 'd8', uid: 'old-8', prizeId: 'cup', wonAt: AT - 5 }];
    const before = await ask();
    const away = new DependencyError('draw ledger', 'away');
    sinon.restore();
    const asked = sinon.stub(ledger, 'latestWins').rejects(away);
    sinon.stub(ledger, 'awarded').rejects(away);
    now += 5000;
    expect(await ask()).to.deep.equal(before);
    expect(reported).to.have.length(2);
    now += 4999;
    await ask();
    expect(asked.callCount).to.equal(1);
    sinon.restore();
    await win('u1002', 'phone', now);
    now += 1;
    expect((await ask()).winners).to.have.length(3);
  });

  it('keeps the winners of the archive while that is away', async () => {
    archived = [{ drawId: 'd8', uid: 'old-8', prizeId: 'cup', wonAt: AT - 5 }];
    await ask();
    archive.latestWins = sinon.fake.rejects(new DependencyError('record store', 'away'));
    await win('u1001', 'phone');
    now += 5000;
    expect((await ask()).winners.map(({ who }) => who)).to.deep.equal(['u***1', 'o***8']);
  });

  it('is empty where the stores are away from the beginning', async () => {
    const away = new DependencyError('draw ledger', 'away');
    sinon.restore();
    sinon.stub(ledger, 'latestWins').rejects(away);
    sinon.stub(ledger, 'awarded').rejects(away);
    expect(await ask()).to.deep.equal({ winners: [], left: {} });
  });
});
