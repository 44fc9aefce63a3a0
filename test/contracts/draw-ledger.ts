import { expect } from 'chai';
import { NO_DRAWS } from '../../src/domain/draws/account.ts';
import type { CommitResult, DrawCommit } from '../../src/domain/draws/draw-ledger.ts';
import type { DrawLog } from '../../src/domain/draws/draw-log.ts';
import type { Ledger } from '../../src/domain/draws/ledger.ts';
import {
  AT,
  candidate,
  car,
  commitNext,
  DAY,
  linkOf,
  OTHER_SECRET,
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
  sampleRules,
} from './sample-commits.ts';

export interface DrawLedgerCase {
  readonly name: string;
  /** `unique`: the units are numbers up to the limit, and some may not be awarded. */
  readonly units?: 'dense' | 'unique';
  create(): Promise<{ ledger: Ledger; drawLog: DrawLog; close(): Promise<void> }>;
}

/** The contract of the ports of a Ledger, for each adapter. */
export function describeDrawLedger({ name, units = 'dense', create }: DrawLedgerCase): void {
  describe(`DrawLedger: ${name}`, () => {
    let ledger: Ledger;
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
    const drawsOf = async (uid = 'ann') => (await ledger.read(activityId, uid)).draws;
    const seqOf = async () => (await drawLog.book(activityId)).logs.reduce((sum, { seq }) => sum + seq, 0);
    const NOTHING = { kind: 'committed', prizeId: null, unit: null };

    it('wins nothing for a draw that the risk check denied, and marks it in its log', async () => {
      await ledger.announce(activityId, sampleRules(1));
      const denied = { drawId: 'draw-1', requestId: 'request-1', denied: true } as const;
      expect(await ledger.commit(sample(denied))).to.deep.equal({
        kind: 'committed',
        prizeId: null,
        unit: null,
      });
      await commitNext(ledger, activityId, { drawId: 'draw-2' });
      const { draws, booked } = await ledger.read(activityId, 'ann', 'request-1');
      expect(draws).to.include({ drawNo: 2, version: 2 });
      expect(booked).to.deep.equal({ drawId: 'draw-1', drawNo: 1, prizeId: null, unit: null });
      const marks: [string, boolean][] = [];
      for (const { log, seq } of (await drawLog.book(activityId)).logs) {
        for await (const batch of drawLog.entries(activityId, log, 0, seq)) {
          for (const each of batch) if (each.kind === 'draw') marks.push([each.drawId, each.denied ?? false]);
        }
      }
      expect(marks).to.deep.equal([
        ['draw-1', true],
        ['draw-2', false],
      ]);
    });

    it('has an empty account for a user who has not drawn', async () => {
      expect(await ledger.read(activityId, 'ann', 'some-request')).to.deep.equal({
        draws: NO_DRAWS,
        booked: null,
      });
    });

    it('records a draw without a prize', async () => {
      const commit = sample();
      expect(await ledger.commit(commit)).to.deep.equal(NOTHING);
      expect(await ledger.read(activityId, 'ann', commit.requestId)).to.deep.equal({
        draws: {
          ...NO_DRAWS,
          version: 1,
          drawNo: 1,
          lastDay: DAY,
          drawnOnLastDay: 1,
          dailyOnLastDay: 1,
          streak: 1,
        },
        booked: { drawId: commit.drawId, drawNo: 1, prizeId: null, unit: null },
      });
    });

    it('records draws at once of users with any ids, also with one that UTF-8 does not have', async () => {
      const uids = ['bob', '\ud800', 'x\udc00y', '\\ud800', '"', '\u0001', '用户\u{1f600}'];
      const results = await Promise.all(
        uids.map((uid) => ledger.commit(sample({ uid, candidates: car(9) }))),
      );
      expect(results.map(prizeOf)).to.deep.equal(uids.map(() => 'car'));
      expect((await Promise.all(uids.map(drawsOf))).map(({ won }) => won)).to.deep.equal(
        uids.map(() => ({ car: 1 })),
      );
      // Based on what the account has by then.
      await Promise.all(uids.map((uid) => next({ uid })));
      expect((await Promise.all(uids.map(drawsOf))).map(({ drawNo }) => drawNo)).to.deep.equal(
        uids.map(() => 2),
      );
    });

    it('records a win with its draw, its prize, its unit and its time', async () => {
      const commit = sample({ candidates: car(1) });
      expect(await ledger.commit(commit)).to.deep.equal({ kind: 'committed', prizeId: 'car', unit: 1 });
      const { draws, booked } = await ledger.read(activityId, 'ann', commit.requestId);
      expect(draws.wins).to.deep.equal([{ drawId: commit.drawId, prizeId: 'car', unit: 1, wonAt: AT }]);
      expect(draws.won).to.deep.equal({ car: 1 });
      expect(booked).to.deep.equal({ drawId: commit.drawId, drawNo: 1, prizeId: 'car', unit: 1 });
    });

    it('numbers the awards of each prize', async () => {
      const results = await Promise.all(
        Array.from({ length: 300 }, (_, index) => {
          const candidates = [candidate(index % 3 === 0 ? 'car' : 'coupon', { limit: 150 })];
          return ledger.commit(sample({ uid: `user-${index}`, candidates }));
        }),
      );
      for (const [prizeId, count] of [
        ['car', 100],
        ['coupon', 150],
      ] as const) {
        const numbers = results.flatMap((result) =>
          result.kind === 'committed' && result.prizeId === prizeId ? [result.unit as number] : [],
        );
        const most = units === 'dense' ? count : 150;
        expect(new Set(numbers).size).to.equal(count);
        expect(numbers).to.have.length(count);
        expect(Math.min(...numbers)).to.be.at.least(1);
        expect(Math.max(...numbers)).to.be.at.most(most);
      }
    });

    it('counts the draws of a day, and starts again on the next day', async () => {
      for (const day of ['2026-11-11', '2026-11-11', '2026-11-12']) await next({ day });
      expect(await drawsOf()).to.include({ drawNo: 3, lastDay: '2026-11-12', drawnOnLastDay: 1 });
    });

    it('never sets an account back to an earlier day', async () => {
      for (const day of ['2026-11-12', '2026-11-11']) await next({ day });
      expect(await drawsOf()).to.include({ drawNo: 2, lastDay: '2026-11-12', drawnOnLastDay: 2 });
    });

    it('counts draws with earned chances apart', async () => {
      await next({});
      await next({ usesEarned: true });
      expect(await drawsOf()).to.include({ drawNo: 2, drawnOnLastDay: 2, dailyOnLastDay: 1, earnedUsed: 1 });
    });

    it('counts the draws in a row without a prize of value', async () => {
      const streaks: number[] = [];
      for (const candidates of [[], [candidate('sticker')], [candidate('car', { endsStreak: true })], []]) {
        await next({ candidates });
        streaks.push((await drawsOf()).streak);
      }
      expect(streaks).to.deep.equal([1, 2, 0, 1]);
    });

    it('awards the first candidate that is available', async () => {
      const candidates = [candidate('car', { limit: 1 }), candidate('coupon', { limit: 2 })];
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
      expect((await ledger.awarded(activityId)).counts).to.deep.equal({ car: 4 });
    });

    it('awards nothing that would bring what is spent above the budget', async () => {
      const candidates = [
        candidate('car', { cost: 700 }),
        candidate('coupon', { cost: 100 }),
        candidate('free'),
      ];
      const won: (string | null)[] = [];
      for (let n = 0; n < 5; n++) won.push(prizeOf(await next({ candidates, budget: 950 })));
      expect(won).to.deep.equal(['car', 'coupon', 'coupon', 'free', 'free']);
      expect(await ledger.awarded(activityId)).to.deep.equal({
        counts: { car: 1, coupon: 2, free: 2 },
        spent: 900,
      });
      expect(prizeOf(await next({ candidates, budget: 1600 }))).to.equal('car');
      expect(prizeOf(await next({ candidates, budget: 10 }))).to.equal('free');
      expect(prizeOf(await next({ candidates, budget: null }))).to.equal('car');
    });

    it('holds the budget for 200 users who draw at once', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => {
          const candidates = [candidate(`prize-${index % 3}`, { cost: 100 + (index % 3) })];
          return ledger.commit(sample({ uid: `user-${index}`, candidates, budget: 5000 }));
        }),
      );
      const { spent } = await ledger.awarded(activityId);
      expect(spent).to.be.within(4898, 5000);
    });

    it('records nothing if the account has changed since it was read, and returns it as it is', async () => {
      await ledger.commit(sample({ candidates: car(null) }));
      const result = await ledger.commit(sample({ candidates: car(null) }));
      expect(result).to.deep.equal({
        kind: 'conflict',
        account: { draws: await drawsOf(), booked: null },
      });
      expect(await drawsOf()).to.include({ drawNo: 1 });
      expect((await ledger.awarded(activityId)).counts).to.deep.equal({ car: 1 });
    });

    it('records a request id once, and returns the draw that it has recorded', async () => {
      const first = sample({ requestId: 'the-same-request', candidates: car(null) });
      await ledger.commit(first);
      const account = await ledger.read(activityId, 'ann', first.requestId);
      expect(account.booked).to.deep.equal({ drawId: first.drawId, drawNo: 1, prizeId: 'car', unit: 1 });
      expect(await next({ requestId: first.requestId })).to.deep.equal({ kind: 'conflict', account });
      expect(await ledger.commit(first)).to.deep.equal({ kind: 'conflict', account });
      expect(await seqOf()).to.equal(1);
    });

    it('records the same request id of two users', async () => {
      const requestId = 'the-same-request';
      expect(await ledger.commit(sample({ requestId, uid: 'ann' }))).to.have.property('kind', 'committed');
      expect(await ledger.commit(sample({ requestId, uid: 'bob' }))).to.have.property('kind', 'committed');
    });

    it('remembers the last 100 request ids, and those of the last 24 hours', async () => {
      const requests = Array.from({ length: 250 }, (_, index) => `request-${index}`);
      for (const [index, requestId] of requests.entries()) {
        // 150 of them at once, and the others a day and more later.
        await next({ requestId, at: AT + (index < 150 ? 0 : 25 * 3_600_000 + index) });
      }
      for (const index of [249, 200, 150]) {
        const { booked } = await ledger.read(activityId, 'ann', `request-${index}`);
        expect(booked).to.include({ drawNo: index + 1 });
        expect(await next({ requestId: `request-${index}` })).to.have.property('kind', 'conflict');
      }
      expect(await drawsOf()).to.include({ drawNo: 250 });
    });

    it('holds the latest 50 wins in an account, and returns all of them in pages', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 120; n++) {
        const drawId = `draw-${n}`;
        ids.push(drawId);
        await next({ drawId, candidates: car(null), at: AT + n });
      }
      const draws = await drawsOf();
      expect(draws.won).to.deep.equal({ car: 120 });
      expect(draws.wins.map(({ drawId }) => drawId)).to.deep.equal(ids.slice(70));
      const page = async (before: number | null, limit: number) =>
        (await ledger.wins(activityId, 'ann', before, limit)).map(({ drawId }) => drawId);
      expect(await page(null, 50)).to.deep.equal(ids.slice(70));
      expect(await page(70, 50)).to.deep.equal(ids.slice(20, 70));
      expect(await page(20, 50)).to.deep.equal(ids.slice(0, 20));
      expect(await page(0, 50)).to.deep.equal([]);
      expect(await page(1, 1)).to.deep.equal(ids.slice(0, 1));
      expect(await page(9999, 2)).to.deep.equal(ids.slice(118));
      expect(await ledger.wins(activityId, 'bob', null, 50)).to.deep.equal([]);
      expect((await ledger.wins(activityId, 'ann', 1, 1))[0]).to.deep.equal({
        drawId: 'draw-0',
        prizeId: 'car',
        unit: 1,
        wonAt: AT,
      });
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
      expect(await ledger.commit(sample())).to.deep.equal({ kind: 'stale_seed' });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'any')).to.include({ no: 1, revealedAt: AT });
      expect(await ledger.seed(activityId, OTHER_SECRET, 'secret')).to.deep.include({
        no: 2,
        secret: OTHER_SECRET,
        revealedAt: null,
      });
      expect(await ledger.commit(sample({ seedNo: 1 }))).to.deep.equal({ kind: 'stale_seed' });
      expect(await ledger.commit(sample({ seedNo: 2 }))).to.have.property('kind', 'committed');
      expect(await ledger.seeds(activityId)).to.deep.equal([
        { no: 1, secret: SECRET, revealedAt: AT },
        { no: 2, secret: OTHER_SECRET, revealedAt: null },
      ]);
    });

    it('has one key of invitations for an activity, whoever asks first, and none of another', async () => {
      const fresh = Array.from({ length: 20 }, (_, index) => String(index % 10).repeat(64));
      const keys = await Promise.all(fresh.map((each) => ledger.inviteKey(activityId, each)));
      expect(new Set(keys).size).to.equal(1);
      expect(fresh).to.include(keys[0]);
      expect(await ledger.inviteKey(activityId, OTHER_SECRET)).to.equal(keys[0]);
      expect(await ledger.inviteKey(`${activityId}-other`, OTHER_SECRET)).to.equal(OTHER_SECRET);
    });

    it('keeps activities apart', async () => {
      await ledger.commit(sample({ candidates: car(null) }));
      const other = `${activityId}-other`;
      await ledger.seed(other, OTHER_SECRET, 'secret');
      expect((await ledger.read(other, 'ann')).draws).to.deep.equal(NO_DRAWS);
      expect(await ledger.awarded(other)).to.deep.equal({ counts: {}, spent: 0 });
    });

    it('counts the awards of each prize', async () => {
      expect((await ledger.awarded(activityId)).counts).to.deep.equal({});
      await next({ candidates: car(2) });
      await next({ candidates: car(2) });
      await next({ candidates: [...car(2), candidate('seq')] });
      await next({ candidates: [] });
      expect((await ledger.awarded(activityId)).counts).to.deep.equal({ car: 2, seq: 1 });
    });

    it('lists the latest wins of the prizes that are asked for, the newest first', async () => {
      expect(await ledger.latestWins(activityId, ['car'], 20)).to.deep.equal([]);
      const uids = ['ann', 'bob', '用户 1', '\ud83d\ude00', 'eve', 'fay'];
      for (const [index, uid] of uids.entries()) {
        const candidates = index === 3 ? [] : [candidate(index === 4 ? 'seq' : 'car', { limit: 100 })];
        await next({ uid, drawId: `${activityId}-draw-${index}`, at: AT + index, candidates });
      }
      const list = async (prizeIds: string[], limit: number) =>
        (await ledger.latestWins(activityId, prizeIds, limit)).map(({ uid }) => uid);
      expect(await ledger.latestWins(activityId, ['seq'], 20)).to.deep.equal([
        { drawId: `${activityId}-draw-4`, uid: 'eve', prizeId: 'seq', wonAt: AT + 4 },
      ]);
      expect(await list(['car'], 20)).to.deep.equal(['fay', '用户 1', 'bob', 'ann']);
      expect(await list(['car', 'seq'], 3)).to.deep.equal(['fay', 'eve', '用户 1']);
      expect(await list([], 3)).to.deep.equal([]);
      expect(await list(['other'], 3)).to.deep.equal([]);
      expect(await ledger.latestWins(`${activityId}-unknown`, ['car'], 3)).to.deep.equal([]);
    });

    it('finds the latest wins behind some hundred draws that won nothing', async () => {
      await next({ candidates: car(9) });
      await Promise.all(
        Array.from({ length: 450 }, (_, index) => ledger.commit(sample({ uid: `user-${index}` }))),
      );
      await next({ candidates: car(9) });
      expect(await ledger.latestWins(activityId, ['car'], 20)).to.have.length(2);
      expect(await ledger.latestWins(activityId, ['car'], 1)).to.have.length(1);
    });

    it('looks for the latest wins at the end of the log alone', async () => {
      await next({ candidates: car(9) });
      await Promise.all(
        Array.from({ length: 2000 }, (_, index) => ledger.commit(sample({ uid: `user-${index}` }))),
      );
      expect(await ledger.latestWins(activityId, ['car'], 20)).to.deep.equal([]);
      await next({ candidates: car(9) });
      expect(await ledger.latestWins(activityId, ['car'], 20)).to.have.length(1);
    });

    it('awards the last 10 of a prize to 10 of 200 users who draw at once', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ledger.commit(sample({ uid: `user-${index}`, candidates: car(10) })),
        ),
      );
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(200);
      expect(results.filter((result) => prizeOf(result) === 'car')).to.have.length(10);
      expect(await seqOf()).to.equal(200);
    });

    it('records one of 50 concurrent draws of a user that are based on the same account', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => ledger.commit(sample({ candidates: car(null) }))),
      );
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect(await drawsOf()).to.deep.include({ drawNo: 1 });
    });

    it('records one of 1,000 concurrent draws with the same request id', async () => {
      const commit = sample({ candidates: car(null) });
      const results = await Promise.all(Array.from({ length: 1000 }, () => ledger.commit(commit)));
      expect(results.filter(({ kind }) => kind === 'committed')).to.have.length(1);
      expect((await ledger.awarded(activityId)).counts).to.deep.equal({ car: 1 });
    });

    describe('earned chances', () => {
      const earn = async (key: string, changes: Partial<Parameters<Ledger['earn']>[0]> = {}) => {
        const uid = changes.uid ?? 'ann';
        const earning = { key, source: 'grant', chances: 2, day: DAY } as const;
        return ledger.earn(sampleEarning(activityId, { draws: await drawsOf(uid), earning, ...changes }));
      };

      it('adds chances to an account, also of a user who has not drawn', async () => {
        expect(await earn('grant:k1')).to.deep.equal({ kind: 'recorded' });
        expect(await drawsOf()).to.deep.equal({ ...NO_DRAWS, version: 1, lastDay: DAY, earned: 2 });
        expect(await seqOf()).to.equal(1);
      });

      it('counts each source', async () => {
        const day = DAY;
        for (const source of ['sign_in', 'share', 'share', 'invite', 'grant'] as const) {
          const key = `${source}:${(await drawsOf()).version}`;
          await earn(key, { earning: { key, source, chances: 1, day } });
        }
        expect(await drawsOf()).to.include({
          earned: 5,
          signInsOnLastDay: 1,
          sharesOnLastDay: 2,
          invited: 1,
        });
      });

      it('records a grant and an invitation once for each key', async () => {
        for (const key of ['grant:k1', 'invite:bob']) {
          expect(await earn(key)).to.deep.equal({ kind: 'recorded' });
          expect(await earn(key)).to.deep.equal({ kind: 'known' });
          expect(await earn(key, { draws: NO_DRAWS })).to.deep.equal({ kind: 'known' });
        }
        expect(await earn('grant:k1', { uid: 'bob' })).to.deep.equal({ kind: 'recorded' });
        expect(await drawsOf()).to.include({ earned: 4 });
      });

      it('records nothing if the account has changed, and returns it as it is', async () => {
        await next({});
        const result = await earn('grant:k1', { draws: NO_DRAWS });
        expect(result).to.deep.equal({ kind: 'conflict', account: { draws: await drawsOf(), booked: null } });
        expect(await drawsOf()).to.include({ earned: 0 });
      });

      it('records one of 50 concurrent earnings of a key', async () => {
        const results = await Promise.all(Array.from({ length: 50 }, () => earn('grant:k1')));
        expect(results.filter(({ kind }) => kind === 'recorded')).to.have.length(1);
        expect(await drawsOf()).to.include({ earned: 2, version: 1 });
      });

      it('makes a draw that was decided before them conflict', async () => {
        const commit = sample();
        await earn('grant:k1');
        expect(await ledger.commit(commit)).to.have.property('kind', 'conflict');
      });

      it('records whose invitation a user followed, and keeps it open until it is closed', async () => {
        expect(await ledger.help(sampleHelp(activityId))).to.deep.equal({ kind: 'recorded' });
        expect(await drawsOf('bob')).to.deep.equal({ ...NO_DRAWS, version: 1, helped: 'ann' });
        expect(await ledger.openHelps(activityId)).to.deep.equal([{ uid: 'bob', inviter: 'ann', at: AT }]);
        expect(await ledger.help(sampleHelp(activityId, { inviter: 'cat' }))).to.have.property(
          'kind',
          'conflict',
        );
        await ledger.closeHelp(activityId, 'bob');
        await ledger.closeHelp(activityId, 'bob');
        expect(await ledger.openHelps(activityId)).to.deep.equal([]);
        expect(await drawsOf('bob')).to.include({ helped: 'ann' });
        expect(await seqOf()).to.equal(1);
      });
    });

    describe('rules', () => {
      it('adds each set after the latest, and no other', async () => {
        const [one, two, three] = [sampleRules(1), sampleRules(2), sampleRules(3)];
        expect(await ledger.rules(activityId)).to.deep.equal([]);
        expect(await ledger.announce(activityId, two)).to.equal(false);
        expect(await ledger.announce(activityId, one)).to.equal(true);
        expect(await ledger.announce(activityId, { ...two, no: 1 })).to.equal(false);
        expect(await ledger.announce(activityId, three)).to.equal(false);
        expect(await ledger.announce(activityId, two)).to.equal(true);
        expect(await ledger.rules(activityId)).to.deep.equal([linkOf(one), linkOf(two)]);
      });

      it('has the texts of the sets that are asked for, in this order', async () => {
        const sets = [1, 2, 3].map(sampleRules);
        for (const set of sets) await ledger.announce(activityId, set);
        const texts = sets.map(({ text, sealed }) => ({ text, sealed }));
        expect(await ledger.rulesTexts(activityId, [3, 1, 7, 2])).to.deep.equal([
          texts[2],
          texts[0],
          null,
          texts[1],
        ]);
        expect(await ledger.rulesTexts(activityId, [])).to.deep.equal([]);
        expect(await ledger.rulesTexts(`${activityId}-unknown`, [1])).to.deep.equal([null]);
      });

      it('adds one of 20 that are announced at once', async () => {
        const added = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            ledger.announce(activityId, { ...sampleRules(1), release: index }),
          ),
        );
        expect(added.filter(Boolean)).to.have.length(1);
        expect(await ledger.rules(activityId)).to.have.length(1);
      });
    });
  });
}
