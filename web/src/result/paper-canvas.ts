import type { Celebration } from './celebration.ts';
import { type Air, blow, burst, LONGEST_MS, opacityOf, type Piece, still } from './paper.ts';

/* More pixels cost time and show nothing: paper moves. */
const SHARPEST = 1.5;
const LONGEST_STEP_S = 0.05;

export interface PaperColour {
  readonly face: string;
  readonly back: string;
}

/**
 * Draws the paper of a celebration on one canvas until the last piece has come down. Nothing is measured while it runs.
 * @param calm draws the pieces once, as they hang in the air
 * @returns stops it
 */
export function throwPaper(
  canvas: HTMLCanvasElement,
  plan: Celebration,
  air: Air,
  colours: readonly PaperColour[],
  calm: boolean,
): () => void {
  const sharpness = Math.min(SHARPEST, devicePixelRatio || 1);
  canvas.width = Math.round(air.width * sharpness);
  canvas.height = Math.round(air.height * sharpness);
  const brush = canvas.getContext('2d');
  if (!brush || plan.paper === 0) return () => {};
  if (calm) {
    for (const piece of still(plan, air, colours.length, Math.random))
      draw(brush, piece, 1, colours, sharpness);
    return () => {};
  }

  const pieces = burst(plan, air, colours.length, Math.random);
  const endsMs = plan.opensAtMs + 140 + LONGEST_MS;
  let startedAt = -1;
  let before = 0;
  let frame = requestAnimationFrame(tick);

  function tick(now: number): void {
    if (startedAt < 0) {
      startedAt = now;
      before = now;
    }
    const at = now - startedAt;
    blow(pieces, at, Math.min(LONGEST_STEP_S, (now - before) / 1000));
    before = now;
    if (!brush) return;
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.clearRect(0, 0, canvas.width, canvas.height);
    for (const piece of pieces) {
      const opacity = piece.y > air.height + 20 ? 0 : opacityOf(piece, at);
      if (opacity > 0) draw(brush, piece, opacity, colours, sharpness);
    }
    if (at < endsMs) frame = requestAnimationFrame(tick);
  }

  return () => cancelAnimationFrame(frame);
}

/* Turning over is a scale of its height; the back of the paper is darker. A strip along its edge catches the light. */
function draw(
  brush: CanvasRenderingContext2D,
  { x, y, width, height, angle, flutter, colour }: Piece,
  opacity: number,
  colours: readonly PaperColour[],
  sharpness: number,
): void {
  const turned = Math.cos(flutter);
  const sides = colours[colour];
  if (!sides) return;
  const cos = Math.cos(angle) * sharpness;
  const sin = Math.sin(angle) * sharpness;
  brush.setTransform(cos, sin, -sin * turned, cos * turned, x * sharpness, y * sharpness);
  brush.globalAlpha = opacity;
  brush.fillStyle = turned > 0 ? sides.face : sides.back;
  brush.fillRect(-width / 2, -height / 2, width, height);
}
