import { expect } from 'chai';
import fc from 'fast-check';
import { type Reading, shakeDetector } from '../../web/src/phone/shake-detector.ts';

/** How many shakes are detected in readings that come `hertz` times a second. */
function shakesIn(readings: readonly Reading[], hertz: number): number {
  const isShake = shakeDetector();
  return readings.filter((reading, index) => isShake(reading, (index * 1000) / hertz)).length;
}

/** Seconds of a movement: each axis as a function of the time in seconds. */
function series(
  seconds: number,
  hertz: number,
  axes: readonly [(t: number) => number, (t: number) => number, (t: number) => number],
): Reading[] {
  return Array.from({ length: seconds * hertz }, (_, index) => {
    const [x, y, z] = axes.map((axis) => axis(index / hertz)) as [number, number, number];
    return { x, y, z };
  });
}

const still = () => 0;
const gravity = () => 9.81;
const swing =
  (size: number, hertz: number, shift = 0) =>
  (t: number) =>
    size * Math.sin(2 * Math.PI * hertz * t + shift);

describe('telling a shake from other movements', () => {
  for (const hertz of [16, 30, 60]) {
    describe(`with ${hertz} readings a second`, () => {
      it('detects one shake a second while the phone is shaken', () => {
        const shaken = series(4, hertz, [swing(24, 4), swing(18, 4, 0.5), gravity]);
        expect(shakesIn(shaken, hertz)).to.equal(4);
      });

      it('detects none on a table, while walking, or on stairs', () => {
        expect(shakesIn(series(10, hertz, [still, still, gravity]), hertz)).to.equal(0);
        expect(shakesIn(series(10, hertz, [swing(1.5, 1), swing(3, 2), gravity]), hertz)).to.equal(0);
        expect(shakesIn(series(10, hertz, [swing(4, 1.4), swing(5, 2.8), gravity]), hertz)).to.equal(0);
      });

      it('detects none when the phone is put down hard, or turned over slowly', () => {
        const bump = (t: number) => (t > 1 && t < 1.08 ? 30 : 9.81);
        expect(shakesIn(series(3, hertz, [still, still, bump]), hertz)).to.equal(0);
        const turn = (t: number) => 9.81 * Math.cos(Math.PI * Math.min(t, 1));
        const side = (t: number) => 9.81 * Math.sin(Math.PI * Math.min(t, 1));
        expect(shakesIn(series(3, hertz, [side, still, turn]), hertz)).to.equal(0);
      });
    });
  }

  it('is heedless of readings without figures', () => {
    const isShake = shakeDetector();
    const none = { x: null, y: null, z: null };
    expect(isShake(none, 0)).to.equal(false);
    expect(isShake({ x: Number.NaN, y: null, z: null }, 10)).to.equal(false);
    expect(isShake({ x: 20, y: -20, z: 0 }, 20)).to.equal(false);
    expect(isShake(none, 40)).to.equal(false);
    expect(isShake({ x: -20, y: 20, z: 0 }, 60)).to.equal(true);
  });

  it('detects a shake by a sensor without a third axis', () => {
    const isShake = shakeDetector();
    isShake({ x: 15, y: -15, z: null }, 0);
    expect(isShake({ x: -15, y: 15, z: null }, 50)).to.equal(true);
  });

  it('never detects two within a second, and never throws, for any readings', () => {
    const axis = fc.oneof(fc.double(), fc.constant(null), fc.double({ min: -80, max: 80 }));
    const readings = fc.array(fc.record({ x: axis, y: axis, z: axis, pause: fc.nat(300) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(readings, (given) => {
        const isShake = shakeDetector();
        let at = 0;
        let last = Number.NEGATIVE_INFINITY;
        for (const { pause, ...reading } of given) {
          at += pause;
          if (!isShake(reading, at)) continue;
          expect(at - last).to.be.at.least(1000);
          last = at;
        }
      }),
    );
  });
});
