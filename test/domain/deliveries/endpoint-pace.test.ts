import { expect } from 'chai';
import { EndpointPace } from '../../../src/domain/deliveries/endpoint-pace.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('the pace of an endpoint', () => {
  const failing = (pace: EndpointPace, at: number, times = 5) => {
    for (let each = 0; each < times; each++) pace.failed(at);
  };

  it('begins with one slot, doubles once a second while it goes well, up to eight', () => {
    const pace = new EndpointPace();
    expect(pace.slots(0)).to.equal(1);
    const slots = [];
    for (let at = 0; at < 5 * SECOND; at += 100) {
      pace.succeeded(at);
      if (at % SECOND === 0) slots.push(pace.slots(at));
    }
    expect(slots).to.deep.equal([2, 4, 8, 8, 8]);
  });

  it('pauses after five failures in a row, and not before', () => {
    const pace = new EndpointPace();
    failing(pace, 0, 4);
    pace.succeeded(0);
    failing(pace, 0, 4);
    expect(pace.slots(0)).to.be.greaterThan(0);
    expect(pace.failed(0)).to.equal(true);
    expect([pace.slots(0), pace.slots(4999), pace.waitMs(1000)]).to.deep.equal([0, 0, 4000]);
  });

  it('then gives one slot, and doubles the pause up to a minute while that fails', () => {
    const pace = new EndpointPace();
    failing(pace, 0);
    const pauses = [];
    let at = 0;
    for (let probe = 0; probe < 6; probe++) {
      const pauseMs = pace.waitMs(at);
      pauses.push(pauseMs / SECOND);
      at += pauseMs;
      expect(pace.slots(at)).to.equal(1);
      expect(pace.failed(at), 'told once').to.equal(false);
    }
    expect(pauses).to.deep.equal([5, 10, 20, 40, 60, 60]);
  });

  it('does not take attempts that began before the pause for probes', () => {
    const pace = new EndpointPace();
    failing(pace, 0, 8);
    expect(pace.waitMs(0)).to.equal(5000);
  });

  it('begins slowly after a pause, and tells of an outage of ten minutes', () => {
    const pace = new EndpointPace();
    for (let at = 0; at < 5 * SECOND; at += SECOND) pace.succeeded(at);
    failing(pace, 10 * SECOND);
    expect(pace.succeeded(16 * SECOND)).to.equal(false);
    expect(pace.slots(16 * SECOND)).to.equal(1);
    failing(pace, 20 * SECOND);
    pace.failed(5 * MINUTE);
    expect(pace.succeeded(20 * SECOND + 10 * MINUTE)).to.equal(true);
    expect(pace.succeeded(30 * MINUTE), 'told once').to.equal(false);
  });

  it('leaves an endpoint alone that asks for it, up to a minute', () => {
    const pace = new EndpointPace();
    for (let at = 0; at < 5 * SECOND; at += SECOND) pace.succeeded(at);
    pace.leaveAlone(5 * SECOND, 2 * SECOND);
    pace.succeeded(6 * SECOND);
    expect([pace.slots(6 * SECOND), pace.slots(7 * SECOND)]).to.deep.equal([0, 2]);
    pace.leaveAlone(8 * SECOND, 1e9);
    expect(pace.waitMs(8 * SECOND)).to.equal(MINUTE);
    expect(pace.slots(8 * SECOND + MINUTE)).to.equal(1);
  });
});
