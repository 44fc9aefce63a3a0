/* The wheel gathers, gathers speed, and turns at it for as long as the answer takes. Milliseconds and degrees. */
export const PULL_MS = 600;
const PULL = 16;
export const RAMP_MS = 700;
/** Degrees in a millisecond. */
export const SPEED = 0.72;
/* Evenly accelerated, so half of what the full speed would do. */
const RAMP = (SPEED * RAMP_MS) / 2;

/** The curves of the two, for CSS: the second ends at the slope of the full speed. */
export const PULL_CURVE = 'cubic-bezier(0.3333, 0, 0.6667, 1)';
export const RAMP_CURVE = 'cubic-bezier(0.3333, 0, 0.6667, 0.3333)';

/** The angles at the ends of the two, from where the wheel stood. */
export const PULLED = -PULL;
export const RAMPED = RAMP - PULL;

/** Where a wheel is `elapsed` milliseconds after it began, from where it stood, and how fast it turns there. */
export function spinAt(elapsed: number): { readonly angle: number; readonly speed: number } {
  if (elapsed <= 0) return { angle: 0, speed: 0 };
  if (elapsed < PULL_MS) return { angle: PULLED * smooth(elapsed / PULL_MS), speed: 0 };
  const ramped = (elapsed - PULL_MS) / RAMP_MS;
  if (ramped < 1) return { angle: PULLED + RAMP * ramped * ramped, speed: SPEED * ramped };
  return { angle: RAMPED + SPEED * (elapsed - PULL_MS - RAMP_MS), speed: SPEED };
}

/** The fewest degrees of a landing: at full speed it then takes `SHORTEST_MS`. */
export const LEAST_TURN = (SPEED * 2_400) / 3;
const SHORTEST_MS = 2_400;
const LONGEST_MS = 3_200;

export interface Landing {
  readonly turn: number;
  readonly duration: number;
  /** The height of the curve's first point. */
  readonly lift: number;
  readonly curve: string;
}

/**
 * A landing over `turn` degrees that begins at the speed that the wheel has, and comes to rest.
 * @param turn from `LEAST_TURN`, less than one turn more
 */
export function landing(turn: number, speed: number): Landing {
  const duration = SHORTEST_MS + ((turn - LEAST_TURN) / 360) * (LONGEST_MS - SHORTEST_MS);
  // The slope at the start of the curve is the speed; the second point lets it run out.
  const lift = Math.min(1, (speed * duration) / turn / 3);
  return { turn, duration, lift, curve: `cubic-bezier(0.3333, ${lift.toFixed(4)}, 0.6667, 1)` };
}

/** When a border between two of the sectors passes the pointer during a landing that begins at `angle`. */
export function ticksOf(
  { turn, duration, lift }: Landing,
  angle: number,
  sectors: number,
): readonly number[] {
  const step = 360 / sectors;
  const ticks: number[] = [];
  const first = Math.ceil(angle / step - 0.5) + 0.5;
  for (let border = first * step; border < angle + turn; border += step) {
    ticks.push(duration * timeOf((border - angle) / turn, lift));
  }
  return ticks;
}

/* The curve's x is its parameter, so the time of a way is found in it by halving. */
function timeOf(way: number, lift: number): number {
  let [early, late] = [0, 1];
  for (let halved = 0; halved < 20; halved++) {
    const time = (early + late) / 2;
    if (wayAt(time, lift) < way) early = time;
    else late = time;
  }
  return late;
}

/** The share of the way that a landing has gone at a share of its time. */
export function wayAt(time: number, lift: number): number {
  const rest = 1 - time;
  return 3 * rest * rest * time * lift + 3 * rest * time * time + time * time * time;
}

/* The curve of the pull. */
function smooth(time: number): number {
  return time * time * (3 - 2 * time);
}
