/* The hand of the sketch book: lines that are never quite straight, and paper that is torn, not cut. */

/** A scribble that fills an area from the left to the right. */
export function scribble(width: number, height: number, strokes: number): string {
  const wide = width / strokes;
  const points = Array.from({ length: strokes }, (_, stroke) => {
    const top = `${round(wide * stroke + height * 0.24)} ${round(unsteady(stroke) * height * 0.22)}`;
    const foot = `${round(wide * (stroke + 0.5))} ${round(height - unsteady(stroke + 7) * height * 0.45)}`;
    return `${top}L${foot}`;
  });
  return `M${points.join('L')}`;
}

/* Of one turn of a coil. */
const STEPS = 16;

/** A coil from the middle outwards, as a child draws a sun. */
export function coil(radius: number, turns: number): string {
  const steps = turns * STEPS;
  const points = Array.from({ length: steps }, (_, step) => {
    const angle = (step / STEPS) * 2 * Math.PI;
    const far = radius * (0.1 + (0.9 * step) / steps) * (0.94 + 0.1 * unsteady(step));
    return `${round(far * Math.cos(angle))} ${round(far * Math.sin(angle))}`;
  });
  return `M${points.join('L')}`;
}

/** A sheet of 1000 by `height` whose upper edge is torn along a wave. */
export function tornSheet(height: number, wave: number, phase: number, ragged: number): string {
  const points = Array.from({ length: 101 }, (_, step) => {
    const swell = Math.sin(step / 16 + phase) * 0.7 + Math.sin(step / 7 + phase * 2) * 0.3;
    return `${step * 10} ${round(wave * (1 - swell) + unsteady(step + phase * 10) * ragged)}`;
  });
  return `M0 ${height}L${points.join('L')}L1000 ${height}Z`;
}

/** 0 to 1, without a pattern for the eye, and the same each time. */
function unsteady(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
