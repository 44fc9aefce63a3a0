import { expect } from 'chai';
import { VisitCounter } from '../../../src/application/admission/visit-counter.ts';
import { VisitFlusher } from '../../../src/application/admission/visit-flusher.ts';
import type { VisitBatch } from '../../../src/domain/visitors/visit-store.ts';

const NOON = Date.parse('2026-11-11T12:00:00Z');
const HOUR_MS = 3_600_000;

function opened() {
  let now = NOON;
  const stored: VisitBatch[] = [];
  const reports: string[] = [];
  const store = { isAway: false, mayWrite: true, fails: null as null | 'before' | 'after' };
  const counter = new VisitCounter(NOON);
  const flusher = new VisitFlusher({
    counter,
    store: {
      add: async (batch) => {
        if (store.isAway || store.fails === 'before') throw new Error('away');
        stored.push(batch);
        if (store.fails === 'after') throw new Error('the answer was lost');
      },
    },
    mayWrite: () => store.mayWrite,
    writer: 'w1',
    clock: { now: () => now },
    errorReporter: { report: (message) => void reports.push(message) },
  });
  const visit = (uid = 'ann') => counter.visited('a1', { uid, zoneId: null }, undefined);
  const visits = () => stored.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count.visits, 0);
  const pass = (ms: number) => {
    now += ms;
  };
  return { stored, reports, store, counter, flusher, visit, visits, pass };
}

describe('VisitFlusher', () => {
  it('adds what was counted, numbered', async () => {
    const { flusher, visit, stored } = opened();
    visit();
    await flusher.flush();
    await flusher.flush();
    visit();
    await flusher.flush();
    expect(stored.map(({ writer, no }) => [writer, no])).to.deep.equal([
      ['w1', 1],
      ['w1', 2],
    ]);
  });

  it('sends the same batch again under the same number where nobody knows whether it was added', async () => {
    const { flusher, visit, stored, store, reports } = opened();
    visit();
    store.fails = 'after';
    await flusher.flush();
    visit();
    await flusher.flush();
    expect(stored.map(({ no }) => no)).to.deep.equal([1, 1]);
    expect(stored[1]).to.equal(stored[0]);
    store.fails = null;
    await flusher.flush();
    await flusher.flush();
    expect(stored.map(({ no }) => no)).to.deep.equal([1, 1, 1, 2]);
    expect(reports).to.have.lengthOf(1);
  });

  it('keeps the counts of each hour apart while the store is away, and drops the oldest of more than a day', async () => {
    const { flusher, visit, stored, store, pass } = opened();
    store.isAway = true;
    for (let hour = 0; hour < 30; hour++) {
      for (let each = 0; each < 10; each++) {
        visit();
        await flusher.flush();
        pass(HOUR_MS / 10);
      }
    }
    expect(flusher.dropped).to.be.within(50, 60);
    store.isAway = false;
    await flusher.close();
    const hours = stored.map(({ at }) => Math.floor(at / HOUR_MS));
    expect(new Set(hours).size).to.equal(hours.length);
    expect(stored.flatMap(({ counts }) => counts).reduce((sum, { visits }) => sum + visits, 0)).to.equal(
      300 - flusher.dropped,
    );
  });

  it('waits while the store must not be written', async () => {
    const { flusher, visit, visits, store } = opened();
    store.mayWrite = false;
    visit();
    await flusher.flush();
    visit();
    await flusher.flush();
    expect(visits()).to.equal(0);
    store.mayWrite = true;
    await flusher.close();
    expect(visits()).to.equal(2);
  });

  it('adds the last counts at the end, also those of a flush that is under way', async () => {
    const { flusher, visit, visits } = opened();
    visit();
    const running = flusher.flush();
    visit();
    await flusher.close();
    await running;
    expect(visits()).to.equal(2);
  });
});
