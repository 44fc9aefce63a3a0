import { expect } from 'chai';
import { RedisAccountSweep } from '../../../../src/adapters/redis/draws/redis-account-sweep.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/account.ts';
import {
  AT,
  car,
  commitNext,
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
  sampleRules,
} from '../../../contracts/sample-commits.ts';
import { openRedisLedger } from '../../../support/redis-ledger.ts';
import { startRedis, type TestRedis } from '../../../support/redis-server.ts';

describe('RedisAccountSweep', () => {
  let server: TestRedis;
  let opened: Awaited<ReturnType<typeof openRedisLedger>>;
  let sweep: RedisAccountSweep;

  before(async () => {
    server = await startRedis();
    opened = await openRedisLedger(server.url);
    sweep = new RedisAccountSweep(opened.client, opened.drawLog);
  });
  after(async () => {
    await opened.close();
    await server.stop();
  });

  it('removes every account of an activity, and leaves the log and all other activities', async () => {
    const { ledger, drawLog, client } = opened;
    for (const id of ['1', '2']) {
      await ledger.seed(id, SECRET, 'secret');
      await ledger.announce(id, sampleRules(1));
      await ledger.earn(sampleEarning(id));
      await ledger.help(sampleHelp(id));
    }
    await Promise.all(
      Array.from({ length: 2500 }, (_, n) =>
        ledger.commit(sampleCommit('1', { uid: `user-${n}`, candidates: car(2000) })),
      ),
    );
    const before = await drawLog.book('1');
    await sweep.sweep('1', AT);
    expect((await client.keys('cms:draw:{1}:*')).sort()).to.deep.equal(
      ['book', 'log', 'rules', 'seeds', 'texts'].map((name) => `cms:draw:{1}:${name}`),
    );
    expect(await drawLog.book('1')).to.deep.equal({ ...before, sweptAt: AT });
    expect((await drawLog.accounts('1', ['user-7']))[0]?.draws).to.deep.equal(NO_DRAWS);
    expect((await ledger.read('2', 'ann')).draws).to.include({ earned: 2 });
    expect((await drawLog.book('2')).sweptAt).to.equal(null);
  });

  it('does nothing to an activity that is swept already, or that has no record', async () => {
    const { ledger, drawLog, client } = opened;
    await commitNext(ledger, '1', { uid: 'late' });
    await sweep.sweep('1', AT);
    expect((await drawLog.book('1')).sweptAt).to.equal(AT);
    expect((await ledger.read('1', 'late')).draws).to.include({ drawNo: 1 });
    await sweep.sweep('none', AT);
    expect(await client.keys('cms:draw:{none}:*')).to.deep.equal([]);
  });

  it('sweeps again, at a later time, what was opened again since', async () => {
    await sweep.sweep('1', AT + 5);
    expect((await opened.drawLog.book('1')).sweptAt).to.equal(AT + 5);
    expect((await opened.ledger.read('1', 'late')).draws).to.deep.equal(NO_DRAWS);
  });

  it('goes on where one was interrupted, whose accounts no audit looks for', async () => {
    const { ledger, drawLog, client } = opened;
    await client.hset('cms:draw:{2}:book', 'sweeping', AT);
    expect((await drawLog.book('2')).sweptAt).to.equal(AT);
    await sweep.sweep('2', AT + 1);
    expect((await drawLog.book('2')).sweptAt).to.equal(AT + 1);
    expect((await ledger.read('2', 'ann')).draws).to.deep.equal(NO_DRAWS);
  });
});
