import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect } from 'chai';
import { SliceQueue } from '../../../src/adapters/filesystem/slice-queue.ts';
import { until } from '../../support/until.ts';

const keys = Array.from({ length: 60 }, (_, index) => `key ${index}`);

function takeMs(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('SliceQueue', () => {
  let ran: string[];
  let again: Set<string>;
  let queue: SliceQueue;

  beforeEach(() => {
    ran = [];
    again = new Set();
    queue = new SliceQueue({
      run: (key) => {
        ran.push(key);
        takeMs(2);
        return again.delete(key);
      },
      againAfterMs: 30,
    });
  });
  afterEach(() => queue.close());

  const all = () => until(() => ran.length >= keys.length, { what: 'all keys' });

  it('runs each key once, in the order of adding, also if it was added several times', async () => {
    for (let round = 0; round < 100; round++) for (const key of keys) queue.add(key);
    await all();
    expect(ran).to.deep.equal(keys);
  });

  it('lets other work run between slices, and exceeds a slice by two pieces of work at most', async () => {
    const ranByTurn: number[] = [];
    let watching = true;
    const turn = () => {
      ranByTurn.push(ran.length);
      if (watching) setImmediate(turn);
    };
    for (const key of keys) queue.add(key);
    turn();
    await all();
    watching = false;
    const steps = ranByTurn.map((count, index) => count - (ranByTurn[index - 1] ?? 0));
    expect(Math.max(...steps)).to.be.at.most(4);
  });

  it('runs a key again after the delay, and once if it was added in the meantime', async () => {
    again.add('a');
    queue.add('a');
    await until(() => ran.length === 1, { what: 'the first time' });
    const from = performance.now();
    queue.add('a');
    queue.add('b');
    await until(() => ran.length === 3, { what: 'the second time' });
    expect(ran).to.deep.equal(['a', 'b', 'a']);
    expect(performance.now() - from).to.be.at.least(15);
  });

  it('runs a key again that is added during its own run', async () => {
    const seen: string[] = [];
    const own = new SliceQueue({
      run: (key) => {
        if (seen.push(key) < 3) own.add(key);
        return false;
      },
      againAfterMs: 30,
    });
    own.add('a');
    await until(() => seen.length === 3, { what: 'three times' });
    own.close();
  });

  it('runs nothing after it was closed', async () => {
    for (const key of keys) queue.add(key);
    queue.close();
    for (let turn = 0; turn < 5; turn++) await turnOfTheLoop();
    expect(ran).to.deep.equal([]);
  });
});
