/** A place on the coating: 0 to 1 from the left, and from the top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** One movement of the finger or the coin. */
export interface Stroke {
  readonly from: Spot;
  readonly to: Spot;
}

/** Half of the width of a stroke, as a part of the width of the coating. */
export const STROKE_RADIUS = 0.075;

const COLUMNS = 40;

/**
 * Counts how much of a coating has been scratched off, in cells: reading the pixels of a canvas back takes too long for
 * each movement of a finger.
 * @param ratio the width of the coating divided by its height
 */
export function scratchedCells(ratio: number) {
  const rows = Math.max(1, Math.round(COLUMNS / ratio));
  const cells = new Uint8Array(COLUMNS * rows);
  let scratched = 0;

  return {
    /** The part that is off, 0 to 1. */
    share: () => scratched / cells.length,
    scratch({ from, to }: Stroke): void {
      for (let index = 0; index < cells.length; index++) {
        if (cells[index] === 1) continue;
        const x = ((index % COLUMNS) + 0.5) / COLUMNS;
        const y = (Math.floor(index / COLUMNS) + 0.5) / rows;
        if (distance(x, y, from, to, ratio) > STROKE_RADIUS) continue;
        cells[index] = 1;
        scratched += 1;
      }
    },
  };
}

/** From a point to a stroke, in widths of the coating. */
function distance(x: number, y: number, from: Spot, to: Spot, ratio: number): number {
  const [ax, ay] = [to.x - from.x, (to.y - from.y) / ratio];
  const [bx, by] = [x - from.x, (y - from.y) / ratio];
  const length = ax * ax + ay * ay;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (ax * bx + ay * by) / length));
  return Math.hypot(bx - along * ax, by - along * ay);
}

/* To and fro, each time a little lower. */
const TURNS: readonly Spot[] = [
  { x: 0.02, y: 0.3 },
  { x: 0.3, y: 0.04 },
  { x: 0.05, y: 0.62 },
  { x: 0.62, y: 0.06 },
  { x: 0.2, y: 0.94 },
  { x: 0.94, y: 0.1 },
  { x: 0.46, y: 0.96 },
  { x: 0.98, y: 0.42 },
  { x: 0.74, y: 0.96 },
  { x: 0.98, y: 0.76 },
];

/** Where the coin is that scratches a card by itself. @param progress 0 to 1 */
export function coinAt(progress: number): Spot {
  const legs = TURNS.length - 1;
  const at = Math.min(1, Math.max(0, progress)) * legs;
  const leg = Math.min(legs - 1, Math.floor(at));
  const [from, to] = [TURNS[leg], TURNS[leg + 1]];
  if (!from || !to) return { x: 0.5, y: 0.5 };
  // It slows down before each turn, as a hand does.
  const part = (1 - Math.cos((at - leg) * Math.PI)) / 2;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
