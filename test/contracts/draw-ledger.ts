import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { AwardCounts } from '../../src/domain/draws/award-counts.ts';
import type { CommitResult, DrawCommit, DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import type { DrawLog, LogEntry } from '../../src/domain/draws/draw-log.ts';
import { NO_DRAWS } from '../../src/domain/draws/user-draw-info.ts';

export interface DrawLedgerCase {
  readonly name: string;
  create(): Promise<{ ledger: DrawLedger & AwardCounts; drawLog: DrawLog; close(): Promise<void> }>;
}

const SECRET = 'ab'.repeat(32);
const OTHER_SECRET = 'cd'.repeat(32);
const at = Date.parse('2026-11-11T10:00:00+08:00');

/** What every DrawLedger does, whatever its books are written in. */
export function describeDrawLedger({ name, create }: DrawLedgerCase): void {
  describe(`DrawLedger: ${name}`, () => {
    let ledger: DrawLedger & AwardCounts;
    let drawLog: DrawLog;
    let close: () => Promise<void>;
    let activityId: string;
    let serial = 0;

    before(async () => {
      ({ ledger, drawLog, close } = await create());
    });
    after(() => close());
    beforeEach(async () => {
      activityId = `activity-${serial++}`;
      await ledger.seed(activityId, SECRET, 'secret');
    });

    function order(changes: Partial<DrawCommit> = {}): DrawCommit {
      return {
        activityId,
        uid: 'ann',
        requestId: randomUUID(),
        drawId: randomUUID(),
        draws: NO_DRAWS,
        seedNo: 1,
        rules: { hash: 'h1', text: '{"rules":1}' },
        day: '2026-11-11',
        at,
        candidates: [],
        ...changes,
      };
    }

    async function settleAfresh(changes: Partial<DrawCommit>): Promise<CommitResult> {
      const { draws } = await ledger.read(activityId, changes.uid ?? 'ann');
      return ledger.commit(order({ draws, ...changes }));
    }

    async function log(): Promise<LogEntry[]> {
      const entries: LogEntry[] = [];
      const { seq } = await drawLog.book(activityId);
      for await (const batch of drawLog.entries(activityId, 0, seq)) entries.push(...batch);
      return entries;
    }

    const car = (limit: number | null) => [{ prizeId: 'car', limit }];

    it('has nothing booked for whoever never drew', async () => {
      expect(await ledger.read(activityId, 'ann', 'some-request')).to.deep.equal({
        draws: NO_DRAWS,
        booked: null,
      });
    });

    it('books a draw without a prize', async () => {
      const drawn = order();
      expect(await ledger.commit(drawn)).to.deep.equal({ kind: 'committed', prizeId: null });
      expect(await ledger.read(activityId, 'ann', drawn.requestId)).to.deep.equal({
        draws: { drawNo: 1, lastDay: '2026-11-11', drawnOnLastDay: 1, wins: [] },
        booked: { drawId: drawn.drawId, drawNo: 1, prizeId: null },
      });
    });

    it('books a win with its draw, its prize and its time', async () => {
      const drawn = order({ candidates: car(1) });
      expect(await ledger.commit(drawn)).to.deep.equal({ kind: 'committed', prizeId: 'car' });
      const { draws, booked } = await ledger.read(activityId, 'ann', drawn.requestId);
      expect(draws.wins).to.deep.equal([{ drawId: drawn.drawId, prizeId: 'car', wonAt: at }]);
      expect(booked).to.deep.equal({ drawId: drawn.drawId, drawNo: 1, prizeId: 'car' });
    });

    it('counts the draws of a day, and begins anew on the next', async () => {
      for (const day of ['2026-11-11', '2026-11-11', '2026-11-12']) await settleAfresh({ day });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws).to.include({ drawNo: 3, lastDay: '2026-11-12', drawnOnLastDay: 1 });
    });

    it('never takes an account back to an earlier day', async () => {
      for (const day of ['2026-11-12', '2026-11-11']) await settleAfresh({ day });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws).to.include({ drawNo: 2, lastDay: '2026-11-12', drawnOnLastDay: 2 });
    });

    it('gives the first candidate that can be had', async () => {
      const candidates = [
        { prizeId: 'car', limit: 1 },
        { prizeId: 'coupon', limit: 2 },
      ];
      const won: (string | null)[] = [];
      for (const uid of ['a', 'b', 'c', 'd']) {
        const result = await settleAfresh({ uid, candidates });
        won.push(result.kind === 'committed' ? result.prizeId : 'stale');
      }
      expect(won).to.deep.equal(['car', 'coupon', 'coupon', null]);
    });

    it('goes by the limit that comes with the draw: raised it restocks, lowered it only stops', async () => {
      const won: boolean[] = [];
      for (const limit of [1, 1, 2, 1, 3, 0, null]) {
        const result = await settleAfresh({ candidates: car(limit) });
        won.push(result.kind === 'committed' && result.prizeId === 'car');
      }
      expect(won).to.deep.equal([true, false, true, false, true, false, true]);
      expect((await drawLog.book(activityId)).awarded.get('car')).to.equal(4);
    });

    it('books nothing on an account that has moved on', async () => {
      await ledger.commit(order({ candidates: car(null) }));
      expect(await ledger.commit(order({ candidates: car(null) }))).to.deep.equal({ kind: 'conflict' });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws.drawNo).to.equal(1);
      expect((await drawLog.book(activityId)).awarded.get('car')).to.equal(1);
    });

    it('books a request once', async () => {
      const requestId = 'the-same-request';
      await ledger.commit(order({ requestId }));
      expect(await settleAfresh({ requestId })).to.deep.equal({ kind: 'conflict' });
      expect(await log()).to.have.length(1);
    });

    it('lets two users use the same request id', async () => {
      const requestId = 'the-same-request';
      expect(await ledger.commit(order({ requestId, uid: 'ann' }))).to.have.property('kind', 'committed');
      expect(await ledger.commit(order({ requestId, uid: 'bob' }))).to.have.property('kind', 'committed');
    });

    it('makes one seed, whoever asks first', async () => {
      const id = `${activityId}-fresh`;
      const secrets = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(64));
      const seeds = await Promise.all(secrets.map((secret) => ledger.seed(id, secret, 'secret')));
      expect(new Set(seeds.map(({ secret }) => secret)).size).to.equal(1);
      expect(seeds[0]).to.include({ no: 1, revealedAt: null });
    });

    it('books nothing under a seed that was told, and goes on under the next', async () => {
      expect(await ledger.reveal(activityId, 1, at)).to.deep.equal({ no: 1, secret: SECRET, revealedAt: at });
      expect(await ledger.reveal(activityId, 1, at + 5)).to.have.property('revealedAt', at);
      expect(await ledger.commit(order())).to.deep.equal({ kind: 'conflict' });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'any')).to.include({ no: 1, revealedAt: at });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'secret')).to.deep.equal({
        no: 2,
        secret: OTHER_SECRET,
        revealedAt: null,
      });
      expect(await ledger.commit(order({ seedNo: 1 }))).to.deep.equal({ kind: 'conflict' });
      expect(await ledger.commit(order({ seedNo: 2 }))).to.have.property('kind', 'committed');
      expect((await drawLog.book(activityId)).seeds.map(({ secret }) => secret)).to.deep.equal([
        SECRET,
        OTHER_SECRET,
      ]);
    });

    it('logs every draw in its order, with what it was drawn under', async () => {
      const first = order({ candidates: car(1) });
      await ledger.commit(first);
      await settleAfresh({ uid: 'bob', rules: { hash: 'h2', text: '{"rules":2}' } });
      const [one, two] = await log();
      const { uid, requestId, drawId, day } = first;
      expect(one).to.deep.equal({
        seq: 1,
        uid,
        requestId,
        drawId,
        drawNo: 1,
        day,
        at,
        seedNo: 1,
        rulesHash: 'h1',
        prizeId: 'car',
      });
      expect(two).to.include({ seq: 2, uid: 'bob', rulesHash: 'h2', prizeId: null });
      expect([...(await drawLog.book(activityId)).rules]).to.have.deep.members([
        ['h1', '{"rules":1}'],
        ['h2', '{"rules":2}'],
      ]);
    });

    it('keeps activities apart', async () => {
      await ledger.commit(order({ candidates: car(null) }));
      const other = `${activityId}-other`;
      await ledger.seed(other, OTHER_SECRET, 'secret');
      expect((await ledger.read(other, 'ann')).draws).to.deep.equal(NO_DRAWS);
      expect((await drawLog.book(other)).awarded.size).to.equal(0);
      expect(await drawLog.activityIds()).to.include.members([activityId, other]);
    });

    it('lists every account', async () => {
      const uids = Array.from({ length: 60 }, (_, index) => `用户 ${index}:{x}*`);
      await Promise.all(uids.map((uid) => ledger.commit(order({ uid, candidates: car(10) }))));
      const seen = new Map<string, number>();
      for await (const batch of drawLog.accounts(activityId)) {
        for (const { uid, drawNo, wins } of batch) seen.set(uid, drawNo + wins.length);
      }
      expect([...seen.keys()]).to.have.members(uids);
      expect([...seen.values()].reduce((total, each) => total + each, 0)).to.equal(70);
    });

    it('gives the last 10 of a prize to 10 of 200 users who race for it', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ledger.commit(order({ uid: `user-${index}`, candidates: car(10) })),
        ),
      );
      expect(results.filter((each) => each.kind === 'committed')).to.have.length(200);
      expect(results.filter((each) => each.kind === 'committed' && each.prizeId === 'car')).to.have.length(
        10,
      );
      expect((await log()).map(({ seq }) => seq)).to.deep.equal(
        Array.from({ length: 200 }, (_, index) => index + 1),
      );
    });

    it('tells how many of each prize are gone', async () => {
      expect(await ledger.awarded(activityId)).to.deep.equal({});
      await settleAfresh({ candidates: car(2) });
      await settleAfresh({ candidates: car(2) });
      await settleAfresh({ candidates: [...car(2), { prizeId: 'seq', limit: null }] });
      await settleAfresh({ candidates: [] });
      expect(await ledger.awarded(activityId)).to.deep.equal({ car: 2, seq: 1 });
    });

    it('books one of fifty draws that one user makes at once from the same account', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => ledger.commit(order({ candidates: car(null) }))),
      );
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect((await ledger.read(activityId, 'ann')).draws).to.deep.include({ drawNo: 1 });
    });

    it('books one of a thousand that carry the same request id at once', async () => {
      const drawn = order({ candidates: car(null) });
      const results = await Promise.all(Array.from({ length: 1000 }, () => ledger.commit(drawn)));
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect((await drawLog.book(activityId)).awarded.get('car')).to.equal(1);
    });
  });
}
