/*
 * The geometry of an art deco fan. Its pivot is at 0 0 and it opens upwards; angles are degrees from there, clockwise.
 */

/** A fan of paper with one scallop per leaf. */
export function fanShape(radius: number, angles: readonly number[]): string {
  const [first = 0, ...others] = angles;
  const bow = round(radius * Math.sin((((others[0] ?? first) - first) / 2) * RADIANS) * 1.08);
  return `M0 0L${at(radius, first)}${others.map((angle) => `A${bow} ${bow} 0 0 1 ${at(radius, angle)}`).join('')}Z`;
}

/** The folds between the leaves. */
export function fanFolds(from: number, to: number, angles: readonly number[]): string {
  return angles.map((angle) => `M${at(from, angle)}L${at(to, angle)}`).join('');
}

/** The edges of `leaves` equal leaves. */
export function leafEdges(from: number, to: number, leaves: number): number[] {
  return Array.from({ length: leaves + 1 }, (_, edge) => from + ((to - from) * edge) / leaves);
}

const RADIANS = Math.PI / 180;

function at(radius: number, angle: number): string {
  return `${round(radius * Math.sin(angle * RADIANS))} ${round(-radius * Math.cos(angle * RADIANS))}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
