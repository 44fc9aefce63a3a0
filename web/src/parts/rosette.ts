/** The outline of a paper rosette: a circle with `petals` round bows on it, as an SVG path. */
export function rosette(
  centre: readonly [number, number],
  radius: number,
  petals: number,
  depth: number,
): string {
  const points = Array.from({ length: petals }, (_, index) => {
    const angle = (2 * Math.PI * index) / petals;
    return [centre[0] + radius * Math.sin(angle), centre[1] - radius * Math.cos(angle)] as const;
  });
  const bow = Math.max(depth, (Math.PI * radius) / petals);
  const arcs = [...points.slice(1), points[0] as readonly [number, number]].map(
    ([x, y]) => `A${round(bow)} ${round(bow)} 0 0 1 ${round(x)} ${round(y)}`,
  );
  const [x, y] = points[0] as readonly [number, number];
  return `M${round(x)} ${round(y)}${arcs.join('')}Z`;
}

/** Rays of light as one SVG path: `count` wedges from the centre, each as wide as the gap beside it. */
export function rays(centre: number, radius: number, count: number): string {
  const half = Math.PI / count / 2;
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    const corner = (at: number) =>
      `${round(centre + radius * Math.sin(at))} ${round(centre - radius * Math.cos(at))}`;
    return `M${centre} ${centre}L${corner(angle - half)}L${corner(angle + half)}Z`;
  }).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
