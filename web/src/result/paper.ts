import type { Celebration, PaperSource } from './celebration.ts';

/** A piece of paper in the air. Lengths in CSS pixels, angles in radians, speeds per second. */
export interface Piece {
  x: number;
  y: number;
  vx: number;
  vy: number;
  readonly width: number;
  readonly height: number;
  angle: number;
  readonly spin: number;
  /** How far it has turned over: it shows its face, its edge, its back. */
  flutter: number;
  readonly flutterSpeed: number;
  /** The number of its colour. */
  readonly colour: number;
  readonly bornMs: number;
}

export interface Air {
  readonly width: number;
  readonly height: number;
  /** Where the prize is. */
  readonly prize: { readonly x: number; readonly y: number };
}

/* Paper falls slowly, and the faster it is, the more the air holds it back. */
const GRAVITY = 820;
const DRAG = 1.9;
const SWAY = 46;
export const LONGEST_MS = 4_200;
const FADES_MS = 700;

/** @param random 0 to 1; a port, so that a burst can be repeated */
export function burst(plan: Celebration, air: Air, colours: number, random: () => number): Piece[] {
  return Array.from({ length: plan.paper }, (_, index) =>
    pieceFrom(
      plan.sources[index % plan.sources.length] ?? 'prize',
      plan.opensAtMs,
      air,
      index % colours,
      random,
    ),
  );
}

function pieceFrom(
  source: PaperSource,
  opensAtMs: number,
  air: Air,
  colour: number,
  random: () => number,
): Piece {
  const around = random() - 0.5;
  const reach = Math.sqrt(air.height / 800);
  const side = source === 'left' ? 1 : -1;
  const angle = source === 'prize' ? 2 * Math.PI * random() : -Math.PI / 2 + side * (0.42 + 0.5 * around);
  const speed = (source === 'prize' ? 180 + 620 * random() : 1_000 + 1_100 * random()) * reach;
  const small = random();
  return {
    x: source === 'prize' ? air.prize.x : source === 'left' ? -8 : air.width + 8,
    y: source === 'prize' ? air.prize.y : air.height * 0.98,
    vx: Math.cos(angle) * speed * (source === 'prize' ? 1 : Math.min(1, air.width / 560) + 0.25),
    vy: Math.sin(angle) * speed - (source === 'prize' ? 160 : 0),
    width: 5 + 6 * small,
    height: 9 + 9 * random(),
    angle: 2 * Math.PI * random(),
    spin: (random() - 0.5) * 7,
    flutter: 2 * Math.PI * random(),
    flutterSpeed: 4 + 9 * random(),
    colour,
    bornMs: opensAtMs + (source === 'prize' ? 0 : 140 * random()),
  };
}

/** Moves the pieces that are in the air by `seconds`. */
export function blow(pieces: readonly Piece[], atMs: number, seconds: number): void {
  const kept = Math.exp(-DRAG * seconds);
  for (const piece of pieces) {
    if (atMs < piece.bornMs) continue;
    piece.vx *= kept;
    piece.vy = piece.vy * kept + GRAVITY * 0.42 * seconds;
    piece.flutter += piece.flutterSpeed * seconds;
    piece.angle += piece.spin * seconds;
    piece.x += (piece.vx + SWAY * Math.sin(piece.flutter * 0.5)) * seconds;
    piece.y += piece.vy * seconds;
  }
}

/** 1 in the air, 0 before and after. */
export function opacityOf({ bornMs }: Piece, atMs: number): number {
  const age = atMs - bornMs;
  if (age < 0 || age >= LONGEST_MS) return 0;
  return Math.min(1, (LONGEST_MS - age) / FADES_MS);
}

/** The same paper as it hangs in the air, for phones that ask for less motion: around the middle, which is to be read. */
export function still(plan: Celebration, air: Air, colours: number, random: () => number): Piece[] {
  return burst({ ...plan, opensAtMs: 0 }, air, colours, random).map((piece, index) => {
    const across = (index * 0.618 + 0.13 * random()) % 1;
    const down = (index + random()) / plan.paper;
    return Object.assign(piece, { x: across * air.width, y: down * air.height, bornMs: 0 });
  });
}
