import { expect } from 'chai';
import type { DrawLog, LogEntry } from '../../src/domain/draws/draw-log.ts';
import type { DrawTail } from '../../src/domain/draws/draw-tail.ts';
import type { Ledger } from '../../src/domain/draws/ledger.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
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

export interface DrawLogCase {
  readonly name: string;
  /** A log, and the ledger that writes it. */
  create(): Promise<{ drawLog: DrawLog & DrawTail; ledger: Ledger; close(): Promise<void> }>;
  /** Whether it is in memory, which is never away. */
  readonly isInMemory?: boolean;
}

/** The contract of DrawLog and DrawTail, for each adapter. */
export function describeDrawLog({ name, create, isInMemory = false }: DrawLogCase): void {
  describe(`DrawLog: ${name}`, () => {
    let drawLog: DrawLog & DrawTail;
    let ledger: Ledger;
    let close: () => Promise<void>;
    let activityId: string;
    let serial = 0;

    before(async () => {
      ({ drawLog, ledger, close } = await create());
    });
    after(() => close());
    beforeEach(async () => {
      activityId = `activity-${serial++}`;
      await ledger.seed(activityId, SECRET, 'secret');
    });

    async function entries(afterSeq: number, upToSeq: number): Promise<LogEntry[]> {
      const all: LogEntry[] = [];
      for await (const batch of drawLog.entries(activityId, 'root', afterSeq, upToSeq)) all.push(...batch);
      return all;
    }
    const seqs = async (afterSeq: number, upToSeq: number) =>
      (await entries(afterSeq, upToSeq)).map(({ seq }) => seq);
    const range = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    const drawOfEach = (uids: readonly string[]) =>
      Promise.all(uids.map((uid) => ledger.commit(sampleCommit(activityId, { uid, candidates: car(10) }))));

    const seqOf = async () => (await drawLog.book(activityId)).logs[0]?.seq ?? 0;

    it('is empty for an activity without draws', async () => {
      const id = `${activityId}-unknown`;
      expect(await drawLog.book(id)).to.deep.equal({
        logs: [{ log: 'root', seq: 0 }],
        awarded: new Map(),
        spent: 0,
        seeds: [],
        rules: [],
        sweptAt: null,
      });
      const found: unknown[] = [];
      for await (const batch of drawLog.entries(id, 'root', 0, 10)) found.push(...batch);
      expect(found).to.deep.equal([]);
    });

    it('has slices from any number on, in one log that is the root', async () => {
      expect(await drawLog.logNames(activityId)).to.deep.equal(['root']);
      expect(await drawLog.slice(activityId, 'root', 1, 10)).to.deep.equal([]);
      await drawOfEach(['a', 'b', 'c', 'd', 'e']);
      const all = await entries(0, 5);
      expect(await drawLog.slice(activityId, 'root', 1, 100)).to.deep.equal(all);
      expect(await drawLog.slice(activityId, 'root', 3, 2)).to.deep.equal(all.slice(2, 4));
      expect(await drawLog.slice(activityId, 'root', 5, 2)).to.deep.equal(all.slice(4));
      expect(await drawLog.slice(activityId, 'root', 6, 2)).to.deep.equal([]);
    });

    it('marks a draw that the risk check denied, and no other', async () => {
      await ledger.announce(activityId, sampleRules(1));
      await commitNext(ledger, activityId, { drawId: 'draw-1' });
      await commitNext(ledger, activityId, { drawId: 'draw-2', requestId: 'request-2', denied: true });
      await commitNext(ledger, activityId, { drawId: 'draw-3', candidates: car(10) });
      const draws = (await entries(0, 4)).filter((entry) => entry.kind === 'draw');
      expect(draws.map(({ denied = false, prizeId, unit }) => [denied, prizeId, unit])).to.deep.equal([
        [false, null, null],
        [true, null, null],
        [false, 'car', 1],
      ]);
      expect(draws.map((draw) => 'denied' in draw)).to.deep.equal([false, true, false]);
      expect(draws.map(({ rulesNo }) => rulesNo)).to.deep.equal([1, 1, 1]);
      const { draws: after, booked } = await ledger.read(activityId, 'ann', 'request-2');
      expect(after.drawNo).to.equal(3);
      expect(booked).to.deep.equal({ drawId: 'draw-2', drawNo: 2, prizeId: null, unit: null });
    });

    it('has an entry for each change, in the order of the commits', async () => {
      const set = sampleRules(1);
      await ledger.announce(activityId, set);
      const first = sampleCommit(activityId, { candidates: [candidate('car', { cost: 500 })] });
      await ledger.commit(first);
      await commitNext(ledger, activityId, { uid: 'bob', rulesNo: 2, seedNo: 1, usesEarned: true });
      await ledger.earn(sampleEarning(activityId, { uid: 'cat' }));
      await ledger.help(sampleHelp(activityId, { uid: 'dan', at: AT + 3 }));
      const [rules, one, two, earning, help, ...more] = await entries(0, await seqOf());
      const { uid, requestId, drawId, day } = first;
      const { hash, at, head } = set;
      expect(rules).to.deep.equal({ kind: 'rules', seq: 1, at, no: 1, hash, release: null, head });
      expect(one).to.deep.equal({
        kind: 'draw',
        seq: 2,
        uid,
        requestId,
        drawId,
        drawNo: 1,
        day,
        at: AT,
        seedNo: 1,
        rulesNo: 1,
        prizeId: 'car',
        unit: 1,
        cost: 500,
      });
      expect(two).to.include({ seq: 3, uid: 'bob', rulesNo: 2, prizeId: null, unit: null, cost: 0 });
      expect(earning).to.deep.equal({
        ...{ kind: 'earning', seq: 4, at: AT, uid: 'cat', key: 'grant:k1', chances: 2, day: DAY },
      });
      expect(help).to.deep.equal({ kind: 'help', seq: 5, at: AT + 3, uid: 'dan', inviter: 'ann', day: DAY });
      expect(more).to.deep.equal([]);
    });

    it('has uids of any characters, and ids with any that are allowed', async () => {
      const uids = ['用户 1', 'a|b,c;d:e', '{x}*', ' ', '"quoted"', '\\', 'a\nb', 'x'.repeat(300)];
      for (const uid of uids)
        await commitNext(ledger, activityId, { uid, candidates: [candidate('a.b_c-d')] });
      const found = await entries(0, await seqOf());
      expect(found.map((entry) => (entry.kind === 'draw' ? entry.uid : ''))).to.deep.equal(uids);
      const accounts = await drawLog.accounts(activityId, uids);
      expect(accounts.map(({ uid, draws }) => [uid, draws.won])).to.deep.equal(
        uids.map((uid) => [uid, { 'a.b_c-d': 1 }]),
      );
    });

    it('returns the entries after one number, up to and with another', async () => {
      await drawOfEach(['a', 'b', 'c', 'd', 'e']);
      expect(await seqs(0, 5)).to.deep.equal([1, 2, 3, 4, 5]);
      expect(await seqs(1, 3)).to.deep.equal([2, 3]);
      expect(await seqs(3, 99)).to.deep.equal([4, 5]);
      expect(await seqs(5, 5)).to.deep.equal([]);
      expect(await seqs(9, 12)).to.deep.equal([]);
    });

    it('returns each of 2,500 entries once, in order', async () => {
      await drawOfEach(range(1, 2500).map((index) => `user-${index}`));
      expect(await seqs(0, 2500)).to.deep.equal(range(1, 2500));
      expect(await seqs(1200, 2300)).to.deep.equal(range(1201, 2300));
    });

    it('has no gap while draws are recorded', async () => {
      const committed = drawOfEach(range(1, 300).map((index) => `user-${index}`));
      let isDone = false;
      const done = committed.finally(() => {
        isDone = true;
      });
      for (let isLast = false; !isLast; ) {
        isLast = isDone;
        const { logs, awarded } = await drawLog.book(activityId);
        const seq = logs[0]?.seq ?? 0;
        const found = await entries(0, seq);
        expect(found.map((each) => each.seq)).to.deep.equal(range(1, seq));
        const cars = found.filter((entry) => entry.kind === 'draw' && entry.prizeId === 'car');
        expect(cars).to.have.length(awarded.get('car') ?? 0);
        // Some adapters answer without I/O; commits go on only in another turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await done;
      expect(await seqOf()).to.equal(300);
    });

    it('has each set of rules, the counts of awards and what they cost', async () => {
      await ledger.announce(activityId, sampleRules(1));
      await commitNext(ledger, activityId, { candidates: [candidate('car', { cost: 150 })] });
      await ledger.announce(activityId, sampleRules(2));
      await commitNext(ledger, activityId, { candidates: [candidate('car', { cost: 150 })], rulesNo: 2 });
      const { logs, awarded, spent, rules } = await drawLog.book(activityId);
      expect(logs).to.deep.equal([{ log: 'root', seq: 4 }]);
      expect([...awarded]).to.deep.equal([['car', 2]]);
      expect(spent).to.equal(300);
      expect(rules).to.deep.equal([sampleRules(1), sampleRules(2)].map(linkOf));
      const { text, sealed } = sampleRules(2);
      expect(await drawLog.rulesTexts(activityId, [2, 3])).to.deep.equal([{ text, sealed }, null]);
    });

    it('has each seed with its secret and the time of revealing', async () => {
      await ledger.reveal(activityId, 1, AT);
      await ledger.seed(activityId, OTHER_SECRET, 'secret');
      expect((await drawLog.book(activityId)).seeds).to.deep.equal([
        { no: 1, secret: SECRET, revealedAt: AT },
        { no: 2, secret: OTHER_SECRET, revealedAt: null },
      ]);
    });

    it('keeps activities apart, and lists their ids', async () => {
      await commitNext(ledger, activityId, { candidates: car(null) });
      const other = `${activityId}-other`;
      await ledger.seed(other, OTHER_SECRET, 'secret');
      expect((await drawLog.book(other)).awarded.size).to.equal(0);
      expect(await drawLog.activityIds()).to.include.members([activityId, other]);
    });

    it('returns the accounts of users, with the number of their wins', async () => {
      const uids = Array.from({ length: 60 }, (_, index) => `用户 ${index}:{x}*`);
      await drawOfEach(uids);
      const found = await drawLog.accounts(activityId, [...uids, 'nobody']);
      expect(found.map(({ uid }) => uid)).to.deep.equal([...uids, 'nobody']);
      expect(found.map(({ draws }) => draws.drawNo)).to.deep.equal([...uids.map(() => 1), 0]);
      expect(found.reduce((sum, { winsKept }) => sum + winsKept, 0)).to.equal(10);
      expect(found[0]?.draws).to.deep.equal((await ledger.read(activityId, uids[0] as string)).draws);
    });

    if (!isInMemory) {
      it('says so when the store is away', async () => {
        const { drawLog: lost, close: lose } = await create();
        await lose();
        const error = await lost.book(activityId).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(DependencyError).and.include({ dependency: 'draw ledger' });
      });
    }
  });
}
