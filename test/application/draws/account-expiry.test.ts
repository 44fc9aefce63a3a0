import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { AccountExpiry } from '../../../src/application/draws/account-expiry.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import type { DrawLog, LedgerBook } from '../../../src/domain/draws/draw-log.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { sampleEarning } from '../../contracts/sample-commits.ts';

const DAY_MS = 24 * 3600 * 1000;
const KEEP_DAYS = 90;
const ENDS = '2026-11-11T00:00:00+08:00';
const END = Date.parse(ENDS);
const EXPIRES = END + KEEP_DAYS * DAY_MS;

describe('AccountExpiry', () => {
  let now: number;
  let files: Record<string, object>;
  let books: Record<string, Partial<LedgerBook>>;
  let expiry: AccountExpiry;
  const sweep = sinon.stub<[string, number], Promise<void>>();
  const report = sinon.stub();
  const book = sinon.stub<[string], Promise<LedgerBook>>();

  const running = (ends_at?: string) => ({
    dispatch: 'shake',
    is_login_user: true,
    ...(ends_at && { ends_at }),
  });
  const announced = (ends_at?: string) =>
    ({ rules: [{ no: 1 }, { no: 2, text: JSON.stringify({ ends_at }) }] }) as unknown as LedgerBook;
  const rulesTexts: DrawLog['rulesTexts'] = async (id, numbers) =>
    numbers.map((no) => {
      const sets = (books[id]?.rules ?? []) as unknown as { no: number; text: string }[];
      return { text: sets.find((set) => set.no === no)?.text ?? '', sealed: '' };
    });

  beforeEach(() => {
    now = EXPIRES + 1;
    files = {};
    books = {};
    sweep.reset();
    sweep.resolves();
    report.reset();
    book.reset();
    book.callsFake(async (id) => {
      const found = books[id];
      const empty = { awarded: new Map(), spent: 0, seeds: [], rules: [], sweptAt: null };
      return { logs: [{ log: 'root', seq: 7 }], ...empty, ...found };
    });
    expiry = newExpiry();
  });
  afterEach(() => expiry.close());

  function newExpiry(random = () => 0): AccountExpiry {
    return new AccountExpiry({
      configs: { find: (id) => new MemoryConfigRepository(files, kindReadings).find(id) },
      openLog: async () => ({ activityIds: async () => Object.keys(books), book, rulesTexts }),
      sweep: { sweep },
      clock: { now: () => now },
      errorReporter: { report },
      random,
      keepDays: KEEP_DAYS,
    });
  }

  it('removes the accounts of an activity that ended long enough ago, once', async () => {
    files = { a1: running(ENDS) };
    books = { a1: {} };
    now = EXPIRES;
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([]);
    now = EXPIRES + 1;
    await expiry.sweepExpired();
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([['a1', now]]);
  });

  it('asks the store nothing about an activity that goes on, or has no end', async () => {
    files = { a1: running('2036-11-11T00:00:00+08:00'), a2: running() };
    books = { a1: {}, a2: {} };
    await expiry.sweepExpired();
    expect([book.args, sweep.args]).to.deep.equal([[], []]);
  });

  it('takes the end from the latest rules where the file is gone', async () => {
    books = {
      ended: announced(ENDS),
      later: announced('2036-11-11T00:00:00+08:00'),
      endless: announced(),
      bare: {},
    };
    await expiry.sweepExpired();
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([['ended', now]]);
  });

  it('believes the file, if there is one', async () => {
    files = { a1: running('2036-11-11T00:00:00+08:00') };
    books = { a1: announced(ENDS) };
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([]);
  });

  it('leaves alone what was swept, and what has no entries', async () => {
    files = { a1: running(ENDS), a2: running(ENDS) };
    books = { a1: { sweptAt: EXPIRES + 1 }, a2: { logs: [{ log: 'root', seq: 0 }] } };
    now = EXPIRES + 30 * DAY_MS;
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([]);
    await expiry.sweepExpired();
    expect(book.callCount, 'each is looked up once').to.equal(2);
  });

  it('finishes a sweep that another process may not have finished, under the time that was noted', async () => {
    files = { a1: running(ENDS) };
    books = { a1: { sweptAt: EXPIRES + 1 } };
    now = EXPIRES + 2 * DAY_MS;
    await expiry.sweepExpired();
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([['a1', EXPIRES + 1]]);
  });

  it('sweeps again after an activity was reopened and has ended again', async () => {
    const again = '2027-11-11T00:00:00+08:00';
    files = { a1: running(again) };
    books = { a1: { sweptAt: EXPIRES + 1 } };
    now = Date.parse(again) + KEEP_DAYS * DAY_MS + 1;
    await expiry.sweepExpired();
    expect(sweep.args).to.deep.equal([['a1', now]]);
  });

  it('reports a fault, goes on with the others, and tries again the next time', async () => {
    files = { a1: running(ENDS), a2: running(ENDS) };
    books = { a1: {}, a2: {} };
    const fault = new DependencyError('draw ledger', 'away');
    sweep.onFirstCall().rejects(fault);
    await expiry.sweepExpired();
    expect(report.args).to.deep.equal([['expired accounts were not removed', fault, { activity_id: 'a1' }]]);
    await expiry.sweepExpired();
    expect(sweep.args.map(([id]) => id)).to.deep.equal(['a1', 'a2', 'a1']);
  });

  it('gives up for this time when the store is away', async () => {
    for (let no = 0; no < 100; no++) {
      files[`a${no}`] = running(ENDS);
      books[`a${no}`] = {};
    }
    book.rejects(new DependencyError('draw ledger', 'away'));
    await expiry.sweepExpired();
    expect(book.callCount).to.equal(10);
  });

  it('leaves the log, with which an audit goes on', async () => {
    const ledger = new MemoryDrawLedger();
    const earning = { key: 'grant:k', source: 'grant', chances: 3, day: '2026-11-01' } as const;
    await ledger.earn(sampleEarning('a1', { earning, at: END - 1 }));
    files = { a1: running(ENDS) };
    const whole = new AccountExpiry({
      configs: { find: (id) => new MemoryConfigRepository(files, kindReadings).find(id) },
      openLog: async () => ledger,
      sweep: ledger,
      clock: { now: () => now },
      errorReporter: { report },
      random: () => 0,
      keepDays: KEEP_DAYS,
    });
    await whole.sweepExpired();
    expect((await ledger.read('a1', 'ann')).draws).to.deep.equal(NO_DRAWS);
    expect(await ledger.book('a1')).to.deep.include({ logs: [{ log: 'root', seq: 1 }], sweptAt: now });
  });

  describe('on its timer', () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
      clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      files = { a1: running(ENDS) };
      books = { a1: {} };
      sweep.rejects(new DependencyError('draw ledger', 'away'));
    });
    afterEach(() => clock.restore());

    it('begins within ten minutes, and repeats about every hour', async () => {
      for (const random of [() => 0, () => 0.999]) {
        sweep.resetHistory();
        expiry = newExpiry(random);
        expiry.start();
        await clock.tickAsync(10 * 60_000);
        expect(sweep.callCount).to.equal(1);
        await clock.tickAsync(66 * 60_000);
        expect(sweep.callCount).to.equal(2);
        expiry.close();
      }
    });

    it('ends when it is closed, and is silent about what fails then', async () => {
      expiry.start();
      sweep.callsFake(async () => {
        expiry.close();
        throw new DependencyError('draw ledger', 'closed');
      });
      await clock.tickAsync(3 * 3600_000);
      expect(sweep.callCount).to.equal(1);
      expect(report.args).to.deep.equal([]);
      expect(clock.countTimers()).to.equal(0);
    });
  });
});
