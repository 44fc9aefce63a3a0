import { expect } from 'chai';
import fc from 'fast-check';
import { LineLimit } from '../../../src/adapters/pino/line-limit.ts';

const NOON = Date.UTC(2026, 10, 11, 12);

describe('LineLimit', () => {
  it('admits so many lines of a reason in a second, and then reports how many were left out', () => {
    const limit = new LineLimit(3);
    const first = Array.from({ length: 10 }, () => limit.admit('bad_parameter', NOON + 10));
    expect(first).to.deep.equal([0, 0, 0, ...Array(7).fill(null)]);
    expect(limit.admit('bad_parameter', NOON + 999)).to.equal(null);
    expect(limit.admit('bad_parameter', NOON + 1000)).to.equal(8);
    expect(limit.admit('bad_parameter', NOON + 1001)).to.equal(0);
  });

  it('hides no reason behind another', () => {
    const limit = new LineLimit(1);
    for (let no = 0; no < 5; no += 1) limit.admit('bad_parameter', NOON);
    expect(limit.admit('system_busy', NOON)).to.equal(0);
  });

  it('goes on when the clock is set back', () => {
    const limit = new LineLimit(1);
    limit.admit('slow', NOON);
    expect(limit.admit('slow', NOON)).to.equal(null);
    expect(limit.admit('slow', NOON - 86_400_000)).to.equal(1);
  });

  it('leaves no request out of its counts', () => {
    const steps = fc.array(
      fc.record({ reason: fc.constantFrom('a', 'b'), ms: fc.integer({ min: 0, max: 400 }) }),
    );
    fc.assert(
      fc.property(steps, (requests) => {
        const limit = new LineLimit(2);
        let now = NOON;
        for (const reason of ['a', 'b']) limit.admit(reason, now);
        const told = { a: 1, b: 1 } as Record<string, number>;
        for (const { reason, ms } of requests) {
          now += ms;
          const untold = limit.admit(reason, now);
          if (untold !== null) told[reason] = (told[reason] ?? 0) + 1 + untold;
        }
        for (const reason of ['a', 'b']) {
          const last = (limit.admit(reason, now + 1000) ?? Number.NaN) + 1;
          const sent = requests.filter((each) => each.reason === reason).length + 2;
          expect((told[reason] ?? 0) + last).to.equal(sent);
        }
      }),
    );
  });
});
