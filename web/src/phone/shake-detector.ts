/** A reading of the sensor in m/s², gravity included; `null` for an axis that it does not have. */
export interface Reading {
  readonly x: number | null;
  readonly y: number | null;
  readonly z: number | null;
}

/*
 * A shake moves the phone back and forth within 0.1 to 0.2 s. Walking stays below 8 m/s² on every axis. A phone that is
 * put down or bumped jumps on one axis. A shake changes at least two axes by 20 m/s² or more.
 */
const WINDOW_MS = 160;
const JUMP = 12;
const AXES_THAT_JUMP = 2;

/* One movement of the arm is one shake, and a draw takes longer than this. */
const REST_MS = 1_000;

/**
 * Distinguishes a shake from other movements: at least two axes must change by more than a threshold within a short
 * time, and there is at most one shake per second. Readings without a number are ignored.
 *
 * @returns a function that takes one reading and its time in milliseconds, and returns whether the phone was shaken
 */
export function shakeDetector(): (reading: Reading, at: number) => boolean {
  let recent: { readonly at: number; readonly axes: readonly [number, number, number] }[] = [];
  let lastShake = Number.NEGATIVE_INFINITY;
  return ({ x, y, z }, at) => {
    // One axis may be missing or at rest. Without any axis there is no reading.
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
