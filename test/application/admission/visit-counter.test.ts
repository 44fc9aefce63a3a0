import { expect } from 'chai';
import { VisitCounter } from '../../../src/application/admission/visit-counter.ts';
import { estimateOf } from '../../../src/domain/visitors/visit-sketch.ts';

const NOON = Date.parse('2026-11-11T12:00:00Z');
const HOUR_MS = 3_600_000;
const user = (uid: string, zoneId: string | null = null) => ({ uid, zoneId });

describe('VisitCounter', () => {
  it('counts visits, draws and wins by zone and channel', () => {
    const counter = new VisitCounter(NOON);
    counter.visited('a1', user('ann', '1000'), 'timeline');
    counter.visited('a1', user('bob', '1000'), 'timeline');
    counter.visited('a1', null, undefined);
    counter.drew('a1', user('ann', '1000'), 'timeline', true);
    counter.drew('a1', user('bob', '1000'), undefined, false);
    expect(counter.take(NOON + 2000)).to.deep.include({
      at: NOON,
      refusals: [],
      counts: [
        { activityId: 'a1', zone: '1000', channel: 'timeline', visits: 2, draws: 1, wins: 1 },
        { activityId: 'a1', zone: '', channel: '', visits: 1, draws: 0, wins: 0 },
        { activityId: 'a1', zone: '1000', channel: '', visits: 0, draws: 1, wins: 0 },
      ],
    });
  });

  it('counts each visitor once: of all, of the day, of the zone, of the channel', () => {
    const counter = new VisitCounter(NOON);
    for (const uid of ['ann', 'bob', 'ann', 'cid']) counter.visited('a1', user(uid, '7'), 'app');
    counter.visited('a1', null, 'app');
    const taken = counter.take(NOON + 2000);
    const found = taken?.sketches.map(({ kind, name, registers }) => [kind, name, estimateOf(registers)]);
    expect(found).to.deep.equal([
      ['all', '', 3],
      ['day', '2026-11-11', 3],
      ['zone', '7', 3],
      ['channel', 'app', 3],
    ]);
  });

  it('takes what is new each time, and a sketch only where it has changed', () => {
    const counter = new VisitCounter(NOON);
    counter.visited('a1', user('ann'), 'app');
    counter.take(NOON + 2000);
    expect(counter.take(NOON + 4000)).to.equal(null);
    counter.visited('a1', user('ann'), 'app');
    const taken = counter.take(NOON + 6000);
    expect(taken?.at).to.equal(NOON + 4000);
    expect(taken?.counts.map(({ visits }) => visits)).to.deep.equal([1]);
    expect(taken?.sketches).to.deep.equal([]);
  });

  it('counts refusals by their code', () => {
    const counter = new VisitCounter(NOON);
    for (const code of ['ended', 'ended', 'system_busy']) counter.refused('a1', code);
    expect(counter.take(NOON + 2000)?.refusals).to.deep.equal([
      { activityId: 'a1', code: 'ended', count: 2 },
      { activityId: 'a1', code: 'system_busy', count: 1 },
    ]);
  });

  it('counts further channels of an hour together, and begins anew with the next hour', () => {
    const counter = new VisitCounter(NOON);
    for (let no = 0; no < 60; no++) counter.visited('a1', user('ann'), `c${no}`);
    const channels = counter.take(NOON + 2000)?.counts.map(({ channel, visits }) => [channel, visits]);
    expect(channels).to.have.lengthOf(51);
    expect(channels?.at(-1)).to.deep.equal(['other', 10]);
    counter.take(NOON + HOUR_MS);
    counter.visited('a1', user('ann'), 'c59');
    expect(counter.take(NOON + HOUR_MS + 2000)?.counts[0]).to.include({ channel: 'c59' });
  });

  it('keeps a bound on what it keeps, and knows what it has not counted', () => {
    const counter = new VisitCounter(NOON, { cells: 10, sketches: 10 });
    for (let no = 0; no < 1000; no++) {
      counter.visited(`a${no}`, user(`u${no}`), undefined);
      counter.refused(`a${no}`, 'ended');
    }
    const taken = counter.take(NOON + 2000);
    expect(taken?.counts).to.have.lengthOf(10);
    expect(taken?.sketches).to.have.lengthOf(10);
    expect(counter.dropped).to.equal(990 * 2);
  });

  it('counts zones that are no text together', () => {
    const counter = new VisitCounter(NOON);
    for (const zone of ['\ud800', '\udfff']) counter.visited('a1', user('ann', zone), undefined);
    expect(counter.take(NOON + 1)?.counts).to.deep.equal([
      { activityId: 'a1', zone: 'other', channel: '', visits: 2, draws: 0, wins: 0 },
    ]);
  });

  it('keeps no uid', () => {
    const counter = new VisitCounter(NOON);
    counter.visited('a1', user('ann-of-green-gables'), 'app');
    expect(JSON.stringify(counter.take(NOON + 1))).to.not.contain('green');
  });
});
