/* On the outer wall, seen beside the arch on tablets. */
const SIDES = [-470, -324, 324, 470] as const;
export const PILASTERS = SIDES.map((x) => `M${x - 24} 2400V190h8v-16h8v-16h32v16h8v16h8V2400Z`).join('');
export const FLUTES = SIDES.flatMap((x) => [-14, -7, 0, 7, 14].map((flute) => `M${x + flute} 2400V204`)).join(
  '',
);

/** A wall around an arch, wider than any screen. */
export function wall(radius: number, spring: number): string {
  return `M-900-200H900V2400H-900ZM${-radius} 2400H${radius}V${spring}A${radius} ${radius} 0 0 0 ${-radius} ${spring}Z`;
}

/** The edge of that arch. */
export function arch(radius: number, spring: number): string {
  return `M${-radius} 2400V${spring}A${radius} ${radius} 0 0 1 ${radius} ${spring}V2400`;
}
