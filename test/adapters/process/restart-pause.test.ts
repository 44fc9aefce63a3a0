import { expect } from 'chai';
import { restartPause } from '../../../src/adapters/process/restart-pause.ts';

describe('the pause before a worker is started again', () => {
  it('doubles from 100 ms to 10 s while workers die of their start', () => {
    const pauses: number[] = [];
    for (let last = 0; pauses.length < 9; pauses.push(last)) last = restartPause(last, null);
    expect(pauses).to.deep.equal([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it('grows after a worker that listened for less than 5 s too', () => {
    expect(restartPause(100, 4999)).to.equal(200);
  });

  it('is 0 after a worker that listened for 5 s, and starts again from 100 ms', () => {
    expect(restartPause(6400, 5000)).to.equal(0);
    expect(restartPause(0, 10)).to.equal(100);
  });
});
