import { expect } from 'chai';
import { sql } from 'kysely';
import { tokens } from '../../../../src/container/tokens.ts';
import type { ConsoleAnswer } from '../../../support/console.ts';
import { addWins } from '../../../support/delivery-rows.ts';
import { type LuckyConsole, openLuckyConsole } from '../../../support/lucky-console.ts';
import { promised } from '../../../support/promised.ts';
import { until } from '../../../support/until.ts';

/* What the routes promise. */
const SOON_MS = 2000;

describe('people’s questions while a store is away', () => {
  let lucky: LuckyConsole;
  before(async () => {
    lucky = await openLuckyConsole('PostgreSQL', { isPatient: false });
    await lucky.draw('ann', 'cup');
    await lucky.moved();
  });
  after(() => lucky?.close());

  const post = (path: string, body: object) =>
    lucky.console.post(path, { activity_id: 'lucky', reason: 'why', ...body }, 'publisher');
  const lookUp = () => post('/users/lookup', { uid: 'ann' });
  const order = { uid: 'ann', chances: 1, key: 'k', reason: 'why' };

  async function refusedSoon(ask: () => Promise<ConsoleAnswer>[]): Promise<void> {
    await promised({ refusedMs: SOON_MS }, async () => {
      const began = performance.now();
      for (const { status, body, headers } of await Promise.all(ask())) {
        expect(status).to.equal(503);
        expect(body).to.deep.equal({ error: { code: 'store_away' } });
        expect(headers.get('retry-after')).to.equal('1');
      }
      return { refusedMs: performance.now() - began };
    });
  }

  it('says so soon where Redis hangs, grants nothing by half, and goes on when it is back', async () => {
    lucky.redis?.pause();
    try {
      await refusedSoon(() => [lookUp(), post('/grants', order)]);
      // What needs no ledger is answered.
      const { status } = await lucky.console.get('/deliveries?activity_id=lucky', 'publisher');
      expect(status).to.equal(200);
    } finally {
      lucky.redis?.resume();
    }
    await until(async () => (await lookUp()).status === 200, { what: 'the ledger to answer' });
    const again = await post('/grants', order);
    expect(again.status).to.equal(200);
    expect(again.body.granted + again.body.known).to.equal(1);
    expect(again.body.after.earned_left).to.equal(1);
  });

  it('says so soon where the record store hangs', async () => {
    const { db } = lucky.get(tokens.records);
    await addWins(lucky.get(tokens.records), [{ draw_id: 'hand', unit: 99 }]);
    let free = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    let lock = () => {};
    const locked = new Promise<void>((resolve) => {
      lock = resolve;
    });
    const holding = db.transaction().execute(async (transaction) => {
      await sql`lock table deliveries, blocked_users, session_ends in access exclusive mode`.execute(
        transaction,
      );
      lock();
      await freed;
    });
    await locked;
    try {
      await refusedSoon(() => [
        lookUp(),
        lucky.console.get('/deliveries?activity_id=lucky', 'publisher'),
        lucky.console.get('/deliveries/totals?activity_id=lucky', 'publisher'),
        lucky.console.get('/counter/activities', 'staff'),
        post('/users/form', { draw_id: 'hand' }),
        lucky.console.get('/blocked-users', 'viewer'),
        post('/blocked-users/lookup', { uid: 'ann' }),
        post('/blocked-users', { uid: 'ann' }),
        post('/sessions/end', { uid: 'ann' }),
      ]);
      // What was begun and may be done yet keeps its note.
      const begun = [...lucky.console.begun.values()].map(({ route }) => route);
      expect(begun).to.include.members(['POST /blocked-users', 'POST /sessions/end']);
    } finally {
      free();
      await holding;
    }
    // Questions that were given up may hold their connections a little longer.
    await until(async () => (await lookUp()).status === 200, { what: 'the record store to answer' });
  });
});

describe('people’s questions before anything was drawn', () => {
  it('find a user who has nothing, and grant the first chance', async () => {
    const lucky = await openLuckyConsole('SQLite', { draws: false });
    try {
      const lookUp = () => lucky.console.post('/users/lookup', { activity_id: 'lucky', uid: 'new' });
      const first = await lookUp();
      expect(first.body.chances).to.include({ left: 3, drawn_total: 0 });
      expect(first.body).to.deep.include({ draws: [], wins: [], wins_total: 0, draws_unlisted: 0 });
      const order = { activity_id: 'lucky', uid: 'new', chances: 2, key: 'k', reason: 'why' };
      expect((await lucky.console.post('/grants', order)).body).to.include({ granted: 1 });
      expect((await lookUp()).body.chances).to.include({ left: 5, earned_left: 2 });
    } finally {
      await lucky.close();
    }
  });
});
