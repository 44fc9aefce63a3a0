import { expect } from 'chai';
import type { AwardCounts } from '../../src/domain/draws/award-counts.ts';
import type { CommitResult, DrawCommit, DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import type { DrawLog } from '../../src/domain/draws/draw-log.ts';
import { NO_DRAWS } from '../../src/domain/draws/user-draw-info.ts';
import { AT, car, commitNext, OTHER_SECRET, SECRET, sampleCommit } from './sample-commits.ts';

export interface DrawLedgerCase {
  readonly name: string;
  create(): Promise<{ ledger: DrawLedger & AwardCounts; drawLog: DrawLog; close(): Promise<void> }>;
}

/** The contract of DrawLedger and AwardCounts, for each adapter. */
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

    const sample = (changes: Partial<DrawCommit> = {}) => sampleCommit(activityId, changes);
    const next = (changes: Partial<DrawCommit>) => commitNext(ledger, activityId, changes);
    const prizeOf = (result: CommitResult) => (result.kind === 'committed' ? result.prizeId : result.kind);

    it('has an empty account for a user who has not drawn', async () => {
      expect(await ledger.read(activityId, 'ann', 'some-request')).to.deep.equal({
        draws: NO_DRAWS,
        booked: null,
      });
    });

    it('records a draw without a prize', async () => {
      const commit = sample();
      expect(await ledger.commit(commit)).to.deep.equal({ kind: 'committed', prizeId: null });
      expect(await ledger.read(activityId, 'ann', commit.requestId)).to.deep.equal({
        draws: { drawNo: 1, lastDay: '2026-11-11', drawnOnLastDay: 1, wins: [] },
        booked: { drawId: commit.drawId, drawNo: 1, prizeId: null },
      });
    });

    it('records a win with its draw, its prize and its time', async () => {
      const commit = sample({ candidates: car(1) });
      expect(await ledger.commit(commit)).to.deep.equal({ kind: 'committed', prizeId: 'car' });
      const { draws, booked } = await ledger.read(activityId, 'ann', commit.requestId);
      expect(draws.wins).to.deep.equal([{ drawId: commit.drawId, prizeId: 'car', wonAt: AT }]);
      expect(booked).to.deep.equal({ drawId: commit.drawId, drawNo: 1, prizeId: 'car' });
    });

    it('counts the draws of a day, and starts again on the next day', async () => {
      for (const day of ['2026-11-11', '2026-11-11', '2026-11-12']) await next({ day });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws).to.include({ drawNo: 3, lastDay: '2026-11-12', drawnOnLastDay: 1 });
    });

    it('never sets an account back to an earlier day', async () => {
      for (const day of ['2026-11-12', '2026-11-11']) await next({ day });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws).to.include({ drawNo: 2, lastDay: '2026-11-12', drawnOnLastDay: 2 });
    });

    it('awards the first candidate that is available', async () => {
      const candidates = [
        { prizeId: 'car', limit: 1 },
        { prizeId: 'coupon', limit: 2 },
      ];
      const won: (string | null)[] = [];
      for (const uid of ['a', 'b', 'c', 'd']) won.push(prizeOf(await next({ uid, candidates })));
      expect(won).to.deep.equal(['car', 'coupon', 'coupon', null]);
    });

    it('applies the limit of each commit: a higher one restocks, a lower one only stops further wins', async () => {
      const won: boolean[] = [];
      for (const limit of [1, 1, 2, 1, 3, 0, null]) {
        won.push(prizeOf(await next({ candidates: car(limit) })) === 'car');
      }
      expect(won).to.deep.equal([true, false, true, false, true, false, true]);
      expect(await ledger.awarded(activityId)).to.deep.equal({ car: 4 });
    });

    it('records nothing if the account has changed since it was read', async () => {
      await ledger.commit(sample({ candidates: car(null) }));
      expect(await ledger.commit(sample({ candidates: car(null) }))).to.deep.equal({ kind: 'conflict' });
      const { draws } = await ledger.read(activityId, 'ann');
      expect(draws.drawNo).to.equal(1);
      expect(await ledger.awarded(activityId)).to.deep.equal({ car: 1 });
    });

    it('records a request id once', async () => {
      const requestId = 'the-same-request';
      await ledger.commit(sample({ requestId }));
      expect(await next({ requestId })).to.deep.equal({ kind: 'conflict' });
      expect((await drawLog.book(activityId)).seq).to.equal(1);
    });

    it('records the same request id of two users', async () => {
      const requestId = 'the-same-request';
      expect(await ledger.commit(sample({ requestId, uid: 'ann' }))).to.have.property('kind', 'committed');
      expect(await ledger.commit(sample({ requestId, uid: 'bob' }))).to.have.property('kind', 'committed');
    });

    it('makes one seed for 20 concurrent calls', async () => {
      const id = `${activityId}-fresh`;
      const secrets = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(64));
      const seeds = await Promise.all(secrets.map((secret) => ledger.seed(id, secret, 'secret')));
      expect(new Set(seeds.map(({ secret }) => secret)).size).to.equal(1);
      expect(seeds[0]).to.include({ no: 1, revealedAt: null });
    });

    it('records nothing under a revealed seed, and goes on under the next one', async () => {
      expect(await ledger.reveal(activityId, 1, AT)).to.deep.equal({ no: 1, secret: SECRET, revealedAt: AT });
      expect(await ledger.reveal(activityId, 1, AT + 5)).to.have.property('revealedAt', AT);
      expect(await ledger.commit(sample())).to.deep.equal({ kind: 'conflict' });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'any')).to.include({ no: 1, revealedAt: AT });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'secret')).to.deep.equal({
        no: 2,
        secret: OTHER_SECRET,
        revealedAt: null,
      });
      expect(await ledger.commit(sample({ seedNo: 1 }))).to.deep.equal({ kind: 'conflict' });
      expect(await ledger.commit(sample({ seedNo: 2 }))).to.have.property('kind', 'committed');
    });

    it('keeps activities apart', async () => {
      await ledger.commit(sample({ candidates: car(null) }));
      const other = `${activityId}-other`;
      await ledger.seed(other, OTHER_SECRET, 'secret');
      expect((await ledger.read(other, 'ann')).draws).to.deep.equal(NO_DRAWS);
      expect(await ledger.awarded(other)).to.deep.equal({});
    });

    it('counts the awards of each prize', async () => {
      expect(await ledger.awarded(activityId)).to.deep.equal({});
      await next({ candidates: car(2) });
      await next({ candidates: car(2) });
      await next({ candidates: [...car(2), { prizeId: 'seq', limit: null }] });
      await next({ candidates: [] });
      expect(await ledger.awarded(activityId)).to.deep.equal({ car: 2, seq: 1 });
    });

    it('awards the last 10 of a prize to 10 of 200 users who draw at once', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ledger.commit(sample({ uid: `user-${index}`, candidates: car(10) })),
        ),
      );
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(200);
      expect(results.filter((result) => prizeOf(result) === 'car')).to.have.length(10);
      expect((await drawLog.book(activityId)).seq).to.equal(200);
    });

    it('records one of 50 concurrent draws of a user that are based on the same account', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => ledger.commit(sample({ candidates: car(null) }))),
      );
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect((await ledger.read(activityId, 'ann')).draws).to.deep.include({ drawNo: 1 });
    });

    it('records one of 1,000 concurrent draws with the same request id', async () => {
      const commit = sample({ candidates: car(null) });
      const results = await Promise.all(Array.from({ length: 1000 }, () => ledger.commit(commit)));
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect(await ledger.awarded(activityId)).to.deep.equal({ car: 1 });
    });
  });
}
