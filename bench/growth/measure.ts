import { spreadOf } from '../spread.ts';
import {
  type Curve,
  exponentOf,
  type Group,
  type MeasuredCurve,
  type MeasuredPoint,
  type Measures,
  type Probe,
} from './curve.ts';

interface Open {
  readonly curve: Curve;
  readonly x: number;
  readonly probe: Probe;
  readonly rounds: Measures[];
}

/** Measures all points of the group's curves, once a round, so that other load on the machine affects all of them. */
export async function measure(
  group: Group,
  rounds: number,
  say: (text: string) => void,
): Promise<MeasuredCurve[]> {
  say(`${group.name}: starts`);
  const { curves, close } = await group.open();
  const open: Open[] = [];
  for (const curve of curves) {
    for (const { x, open: openPoint } of curve.points) {
      say(`${group.name}: ${curve.name}: ${x}: starts`);
      const probe = await openPoint();
      open.push({ curve, x, probe, rounds: [] });
    }
  }
  for (const { curve, x, probe } of open) {
    say(`${group.name}: ${curve.name}: ${x}: warms up`);
    await probe.warmUp?.();
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { curve, x, probe, rounds: measured } of open) {
      say(`${group.name}: round ${round} of ${rounds}: ${curve.name}: ${x}`);
      measured.push(await probe.round());
    }
  }
  const measured = new Map<Curve, MeasuredPoint[]>(curves.map((curve) => [curve, []]));
  for (const { curve, x, probe, rounds: all } of open) {
    const names = Object.keys(all[0] ?? {});
    const series = names.map((name) => [name, spreadOf(all.map((one) => one[name] ?? Number.NaN))] as const);
    measured
      .get(curve)
      ?.push({ x, series: Object.fromEntries(series), notes: (await probe.notes?.()) ?? {} });
  }
  await close();
  return curves.map((curve) => {
    const { name, of, unit } = curve;
    const points = measured.get(curve) ?? [];
    return { name, of, unit, points, exponents: exponentsOf(points) };
  });
}

function exponentsOf(points: readonly MeasuredPoint[]): MeasuredCurve['exponents'] {
  const names = Object.keys(points[0]?.series ?? {});
  const of = (name: string, some: readonly MeasuredPoint[]) =>
    exponentOf(some.map(({ x, series }) => ({ x, y: series[name]?.median ?? 0 })));
  return Object.fromEntries(
    names.map((name) => [name, { all: of(name, points), last: of(name, points.slice(-2)) }]),
  );
}
