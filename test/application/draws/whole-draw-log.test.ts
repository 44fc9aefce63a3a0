import { expect } from 'chai';
import { WholeDrawLog } from '../../../src/application/draws/whole-draw-log.ts';
import type { DrawLog } from '../../../src/domain/draws/draw-log.ts';
import { markOf } from '../../../src/domain/draws/entry-mark.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { MemoryRelayStore } from '../../support/memory-relay-store.ts';
import { MemoryTail } from '../../support/memory-tail.ts';
import { AT, batchOf, drawEntry } from '../../support/sample-entries.ts';

const draws = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => drawEntry(from + index));

describe('WholeDrawLog', () => {
  let tail: MemoryTail;
  let archive: MemoryRelayStore;
  let whole: WholeDrawLog;

  beforeEach(() => {
    tail = new MemoryTail();
    archive = new MemoryRelayStore();
    whole = new WholeDrawLog(tail as unknown as DrawLog, archive);
  });

  async function seqs(afterSeq: number, upToSeq: number, onBatch = () => {}): Promise<number[]> {
    const all: number[] = [];
    for await (const batch of whole.entries('1', 'root', afterSeq, upToSeq)) {
      all.push(...batch.map(({ seq }) => seq));
      onBatch();
    }
    return all;
  }
  const numbers = (from: number, to: number) => draws(from, to).map(({ seq }) => seq);
  async function archiveTo(seq: number): Promise<void> {
    await archive.append(batchOf(draws(1, seq)));
  }
  const trimTo = (seq: number) =>
    tail.logs.set('1 root', [...tail.of('1', 'root').filter((e) => e.seq >= seq)]);

  it('reads archive and tail as one, from any number to any', async () => {
    tail.add('1', 'root', ...draws(1, 20));
    await archiveTo(15);
    trimTo(11);
    expect(await seqs(0, 20)).to.deep.equal(numbers(1, 20));
    expect(await seqs(4, 13)).to.deep.equal(numbers(5, 13));
    expect(await seqs(2, 7)).to.deep.equal(numbers(3, 7));
    expect(await seqs(16, 18)).to.deep.equal(numbers(17, 18));
    expect(await seqs(20, 20)).to.deep.equal([]);
  });

  it('reads from the archive what is trimmed while it is read', async () => {
    tail.add('1', 'root', ...draws(1, 30));
    await archiveTo(30);
    let batches = 0;
    const all = await seqs(0, 30, () => {
      batches += 1;
      if (batches === 2) trimTo(25);
      if (batches === 9) trimTo(30);
    });
    expect(all).to.deep.equal(numbers(1, 30));
  });

  it('asks no archive for a log that was not trimmed, also with an accepted loss', async () => {
    tail.add('1', 'root', ...draws(1, 4), { kind: 'loss', seq: 9, at: AT, after: 4 }, ...draws(10, 12));
    const none = async (): Promise<never> => {
      throw new DependencyError('record store', 'away');
    };
    const away = {
      cursors: none,
      entry: none,
      entries: () => ({ [Symbol.asyncIterator]: () => ({ next: none }) }),
    };
    whole = new WholeDrawLog(tail as unknown as DrawLog, away);
    expect(await seqs(0, 12)).to.deep.equal([1, 2, 3, 4, 9, 10, 11, 12]);
    expect((await whole.book('1')).archived).to.deep.equal([]);
    trimTo(10);
    const error = await seqs(0, 12).then(() => null, String);
    expect(error).to.match(/record store: entries 1 to 9 of activity 1 are in it alone/);
  });

  it('says up to where each log is archived', async () => {
    tail.add('1', 'root', ...draws(1, 3));
    await archiveTo(2);
    const { archived } = await whole.book('1');
    expect(archived?.map(({ log, seq, mark }) => ({ log, seq, mark }))).to.deep.equal([
      { log: 'root', seq: 2, mark: markOf(drawEntry(2)) },
    ]);
  });
});
