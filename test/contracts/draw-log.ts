import { expect } from 'chai';
import type { DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import type { DrawLog, LogEntry } from '../../src/domain/draws/draw-log.ts';
import { AT, car, commitNext, OTHER_SECRET, SECRET, sampleCommit } from './sample-commits.ts';

export interface DrawLogCase {
  readonly name: string;
  /** A log, and the ledger that writes it. */
  create(): Promise<{ drawLog: DrawLog; ledger: DrawLedger; close(): Promise<void> }>;
}

/** The contract of DrawLog, for each adapter. */
export function describeDrawLog({ name, create }: DrawLogCase): void {
  describe(`DrawLog: ${name}`, () => {
    let drawLog: DrawLog;
    let ledger: DrawLedger;
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
      for await (const batch of drawLog.entries(activityId, afterSeq, upToSeq)) all.push(...batch);
      return all;
    }
    const seqs = async (afterSeq: number, upToSeq: number) =>
      (await entries(afterSeq, upToSeq)).map(({ seq }) => seq);
    const range = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    const drawOfEach = (uids: readonly string[]) =>
      Promise.all(uids.map((uid) => ledger.commit(sampleCommit(activityId, { uid, candidates: car(10) }))));

    it('is empty for an activity without draws', async () => {
      const id = `${activityId}-unknown`;
      const { seq, awarded, seeds, rules } = await drawLog.book(id);
      expect([seq, awarded.size, seeds.length, rules.size]).to.deep.equal([0, 0, 0, 0]);
      const found: unknown[] = [];
      for await (const batch of drawLog.entries(id, 0, 10)) found.push(...batch);
      for await (const batch of drawLog.accounts(id)) found.push(...batch);
      expect(found).to.deep.equal([]);
    });

    it('has an entry for each draw, in the order of the commits', async () => {
      const first = sampleCommit(activityId, { candidates: car(1) });
      await ledger.commit(first);
      await commitNext(ledger, activityId, { uid: 'bob', rules: { hash: 'h2', text: '{"rules":2}' } });
      const { seq } = await drawLog.book(activityId);
      const [one, two, ...more] = await entries(0, seq);
      const { uid, requestId, drawId, day } = first;
      expect(one).to.deep.equal({
        seq: 1,
        uid,
        requestId,
        drawId,
        drawNo: 1,
        day,
        at: AT,
        seedNo: 1,
        rulesHash: 'h1',
        prizeId: 'car',
      });
      expect(two).to.include({ seq: 2, uid: 'bob', rulesHash: 'h2', prizeId: null });
      expect(more).to.deep.equal([]);
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
        const { seq, awarded } = await drawLog.book(activityId);
        const found = await entries(0, seq);
        expect(found.map((each) => each.seq)).to.deep.equal(range(1, seq));
        expect(found.filter(({ prizeId }) => prizeId === 'car')).to.have.length(awarded.get('car') ?? 0);
        // Some adapters answer without I/O; commits go on only in another turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await done;
      expect((await drawLog.book(activityId)).seq).to.equal(300);
    });

    it('has the text of each version of the rules, and the counts of awards', async () => {
      await commitNext(ledger, activityId, { candidates: car(null) });
      await commitNext(ledger, activityId, {
        candidates: car(null),
        rules: { hash: 'h2', text: '{"rules":2}' },
      });
      const { seq, awarded, rules } = await drawLog.book(activityId);
      expect(seq).to.equal(2);
      expect([...awarded]).to.deep.equal([['car', 2]]);
      expect([...rules]).to.have.deep.members([
        ['h1', '{"rules":1}'],
        ['h2', '{"rules":2}'],
      ]);
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

    it('returns every account, with its wins', async () => {
      const uids = Array.from({ length: 60 }, (_, index) => `用户 ${index}:{x}*`);
      await drawOfEach(uids);
      const seen = new Map<string, number>();
      for await (const batch of drawLog.accounts(activityId)) {
        for (const { uid, drawNo, wins } of batch) seen.set(uid, drawNo + wins.length);
      }
      expect([...seen.keys()]).to.have.members(uids);
      expect([...seen.values()].reduce((total, each) => total + each, 0)).to.equal(70);
    });
  });
}
