/*
 * Angles in degrees, clockwise. The pointer stands at the top. Sector 0 is centred at the top of a wheel that is turned
 * by 0, and the others follow clockwise, so a wheel that turns on brings them under the pointer in reverse.
 */

/** The sector under the pointer of a wheel that is turned by `angle`. */
export function sectorAt(angle: number, sectors: number): number {
  const step = 360 / sectors;
  return Math.round(positive(-angle) / step) % sectors;
}

/**
 * How far a wheel at `angle` turns on to bring a sector under the pointer: at least `least`, and less than one turn more.
 * @param offset where in the sector it stops: -0.5 and 0.5 are its borders
 */
export function turnTo(
  angle: number,
  sector: number,
  sectors: number,
  offset: number,
  least: number,
): number {
  const wanted = -(sector + offset) * (360 / sectors);
  return least + positive(wanted - angle - least);
}

/* Not at the border, where one would have to look twice. */
const WIDEST_OFFSET = 0.32;

/** @param chance from 0 to 1 */
export function offsetOf(chance: number): number {
  return (chance * 2 - 1) * WIDEST_OFFSET;
}

/* A turn of -0.000…1 is 360 less that, which would be a turn too many. */
function positive(angle: number): number {
  const rest = ((angle % 360) + 360) % 360;
  return rest > 360 - 1e-9 ? 0 : rest;
}
