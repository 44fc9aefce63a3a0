/** The cells around the button, clockwise from the upper left, as row and column from 0. */
export const CELLS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 2],
  [2, 1],
  [2, 0],
  [1, 0],
];

/* The lights sweep over the grid, and then one light runs for as long as the answer takes. Milliseconds. */
export const SWEEP_MS = 600;
export const CELL_MS = 65;
export const ROUND_MS = CELL_MS * CELLS.length;

/* A landing takes twice as long as the same cells at full speed: 1.7 to 2.6 s. */
const LEAST_CELLS = 13;

/** The cell under the running light, `elapsed` milliseconds after the draw began. */
export function cellAt(elapsed: number): number {
  if (elapsed < SWEEP_MS) return 0;
  return Math.floor((elapsed - SWEEP_MS) / CELL_MS) % CELLS.length;
}

export interface Visit {
  readonly cell: number;
  /** When the light comes to the cell, from the start of the landing. */
  readonly at: number;
}

/** The way of the light from the cell where it is to the one where it stays, at full speed first and ever slower. */
export function visitsTo(target: number, from: number): readonly Visit[] {
  const least = from + LEAST_CELLS;
  const cells = LEAST_CELLS + ((((target - least) % CELLS.length) + CELLS.length) % CELLS.length);
  const duration = cells * CELL_MS * 2;
  // It slows down evenly: the way is a square of the time that is left.
  return Array.from({ length: cells + 1 }, (_, index) => ({
    cell: (from + index) % CELLS.length,
    at: duration * (1 - Math.sqrt(1 - index / cells)),
  }));
}

/** How bright a cell is behind the light: it goes out over this many further cells. */
const TRAIL = 3;

/** The brightness of one cell during a landing: `[milliseconds, 0 to 1]`, in order. */
export function lightsOf(cell: number, visits: readonly Visit[]): readonly (readonly [number, number])[] {
  const end = visits.at(-1)?.at ?? 0;
  const lights: [number, number][] = [];
  for (const [index, visit] of visits.entries()) {
    if (visit.cell !== cell) continue;
    lights.push([visit.at, 0], [visit.at, 1]);
    const next = visits[index + 1];
    if (next === undefined) continue;
    lights.push([next.at, 1]);
    const dark = visits[index + TRAIL]?.at ?? end;
    lights.push([Math.max(dark, next.at), 0]);
  }
  return lights;
}

/** The same for one round at full speed; the light comes to the cell at the start of it. */
export const TRAIL_LIGHTS: readonly (readonly [number, number])[] = [
  [0, 1],
  [CELL_MS, 1],
  [CELL_MS * TRAIL, 0],
  [ROUND_MS, 0],
];
