import { expect } from 'chai';
import fc from 'fast-check';
import { offsetOf, sectorAt, turnTo } from '../../web/src/stages/wheel/angles.ts';
import {
  LEAST_TURN,
  landing,
  PULL_MS,
  PULLED,
  RAMP_MS,
  RAMPED,
  SPEED,
  spinAt,
  ticksOf,
  wayAt,
} from '../../web/src/stages/wheel/spin.ts';

const sectors = fc.integer({ min: 2, max: 12 });
const start = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const chance = fc.double({ min: 0, max: 1, noNaN: true });
/* Of a wheel that was just told to turn, or that has turned for minutes. */
const elapsed = fc.double({ min: 0, max: 300_000, noNaN: true });

describe('the wheel', () => {
  it('lands with the wanted sector under the pointer, from any angle, and never at a border', () => {
    fc.assert(
      fc.property(sectors, fc.nat(11), start, chance, (count, wanted, angle, luck) => {
        const sector = wanted % count;
        const turn = turnTo(angle, sector, count, offsetOf(luck), LEAST_TURN);
        expect(turn).to.be.within(LEAST_TURN, LEAST_TURN + 360);
        expect(sectorAt(angle + turn, count)).to.equal(sector);
        // A tenth of a sector to either side is still the same one.
        for (const aside of [-0.1, 0.1]) {
          expect(sectorAt(angle + turn + (aside * 360) / count, count)).to.equal(sector);
        }
      }),
    );
  });

  it('brings the sectors under the pointer in reverse, for it turns clockwise', () => {
    expect([0, 90, 180, 270, 360].map((angle) => sectorAt(angle, 4))).to.deep.equal([0, 3, 2, 1, 0]);
  });

  it('turns on from where it is at the speed that it has, for 2.4 to 3.2 seconds', () => {
    fc.assert(
      fc.property(elapsed, fc.double({ min: 0, max: 359.9, noNaN: true }), (time, more) => {
        const { speed } = spinAt(time);
        const way = landing(LEAST_TURN + more, speed);
        expect(way.duration).to.be.within(2_400, 3_200);
        const first = (wayAt(1 / way.duration, way.lift) * way.turn) / 1;
        expect(first).to.be.closeTo(speed, 0.02);
        expect(wayAt(1, way.lift)).to.equal(1);
      }),
    );
  });

  it('pulls back, gathers speed, and keeps it, without a jump', () => {
    expect(spinAt(0).angle).to.equal(0);
    expect(spinAt(PULL_MS).angle).to.be.closeTo(PULLED, 1e-9);
    expect(spinAt(PULL_MS + RAMP_MS).angle).to.be.closeTo(RAMPED, 1e-9);
    fc.assert(
      fc.property(elapsed, (time) => {
        const step = spinAt(time + 1).angle - spinAt(time).angle;
        expect(Math.abs(step)).to.be.at.most(SPEED + 1e-6);
      }),
    );
  });

  it('ticks once for each border that passes, ever more slowly', () => {
    fc.assert(
      fc.property(sectors, start, fc.double({ min: 0, max: 359.9, noNaN: true }), (count, angle, more) => {
        const way = landing(LEAST_TURN + more, SPEED);
        const ticks = ticksOf(way, angle, count);
        const borders = way.turn / (360 / count);
        expect(ticks.length).to.be.within(Math.floor(borders), Math.ceil(borders));
        const pauses = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0));
        for (const [index, pause] of pauses.slice(1).entries()) {
          expect(pause).to.be.at.least((pauses[index] ?? 0) - 0.1);
        }
      }),
    );
  });
});
