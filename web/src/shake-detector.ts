/** What the sensor says, in m/s², gravity included; an axis that it does not have is `null`. */
export interface Reading {
  readonly x: number | null;
  readonly y: number | null;
  readonly z: number | null;
}

/*
 * A shake moves the phone to and fro within a tenth of a second or two. Walking stays under 8 m/s² on every axis; a
 * phone that is put down or bumped jumps on one; a shake swings by 20 and more on at least two.
 */
const WINDOW_MS = 160;
const JUMP = 12;
const AXES_THAT_JUMP = 2;

/* One swing of the arm is one shake, and a draw needs longer than that anyway. */
const REST_MS = 1_000;

/**
 * Tells a shake from other movements: at least two axes must jump over a threshold within a moment, and there is at
 * most one shake a second. Readings without a figure are passed over.
 *
 * @returns takes one reading and its time in milliseconds, and says whether the phone was shaken
 */
export function shakeDetector(): (reading: Reading, at: number) => boolean {
  let recent: { readonly at: number; readonly axes: readonly [number, number, number] }[] = [];
  let lastShake = Number.NEGATIVE_INFINITY;
  return ({ x, y, z }, at) => {
    // One axis may be missing or at rest; none at all is no reading.
    if (![x, y, z].some(Number.isFinite)) return false;
    recent = recent.filter((reading) => at - reading.at <= WINDOW_MS && reading.at <= at);
    recent.push({ at, axes: [figure(x), figure(y), figure(z)] });
    if (at - lastShake < REST_MS) return false;
    const jumps = [0, 1, 2].filter((axis) => {
      const values = recent.map(({ axes }) => axes[axis] as number);
      return Math.max(...values) - Math.min(...values) > JUMP;
    });
    if (jumps.length < AXES_THAT_JUMP) return false;
    lastShake = at;
    recent = [];
    return true;
  };
}

function figure(value: number | null): number {
  return value !== null && Number.isFinite(value) ? value : 0;
}
