import { type Spread, spreadOf } from '../spread.ts';
import type { Measured } from './measure.ts';
import type { Point } from './run.ts';
import { KOA, OURS, type Route, type Subject } from './subjects.ts';
import type { VisitBytes } from './visit-bytes.ts';

/** What was measured of a server on one route. CPU times are microseconds a visit. */
export interface Result {
  readonly name: string;
  readonly route: Route;
  readonly serviceMicros: Spread;
  readonly nginxMicros: Spread;
  readonly redisMicros: Spread;
  /** Visits a second that a core of service, and nginx if there is one, has time for. */
  readonly limit: number;
  /** Visits a second where the core was saturated, and its share that was used. */
  readonly saturated: { readonly visitsPerSecond: number; readonly serverShare: number };
  /** CPU time of the plain Koa service, divided by that of this one in the same round; `null` for itself. */
  readonly ratio: Spread | null;
  readonly requestsPerVisit: number;
  readonly points: readonly Point[];
  /** How often what went wrong. */
  readonly failures: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly bytes: { readonly compressed: VisitBytes; readonly plain: VisitBytes };
}

export function limitOf(rounds: readonly Measured[]): number {
  return 1e6 / median(rounds.map(({ serviceMicros, nginxMicros }) => serviceMicros + nginxMicros));
}

/** The rate of which the loads are shares: on a machine with other work, less than the core has time for. */
export function reachedOf(rounds: readonly Measured[]): number {
  return Math.min(limitOf(rounds), median(rounds.map(({ visitsPerSecond }) => visitsPerSecond)));
}

export function resultOf(
  subject: Subject,
  rounds: ReadonlyMap<Subject, readonly Measured[]>,
  points: readonly Point[],
  bytes: Result['bytes'],
): Result {
  const own = rounds.get(subject) ?? [];
  const koa = [...rounds].find(([other]) => other.route === subject.route && other.name === KOA)?.[1];
  const failures = failuresOf([...own, ...points]);
  const spread = (of: (round: Measured) => number) => spreadOf(own.map(of));
  return {
    name: subject.name,
    route: subject.route,
    serviceMicros: spread(({ serviceMicros }) => serviceMicros),
    nginxMicros: spread(({ nginxMicros }) => nginxMicros),
    redisMicros: spread(({ redisMicros }) => redisMicros),
    limit: limitOf(own),
    saturated: {
      visitsPerSecond: median(own.map(({ visitsPerSecond }) => visitsPerSecond)),
      serverShare: median(own.map(({ serverShare }) => serverShare)),
    },
    ratio:
      subject.name === OURS && koa
        ? spreadOf(
            own.map(({ serviceMicros }, round) => (koa[round]?.serviceMicros ?? Number.NaN) / serviceMicros),
          )
        : null,
    requestsPerVisit: median(own.map(({ requestsPerVisit }) => requestsPerVisit)),
    points,
    failures,
    failed: Object.values(failures).reduce((sum, count) => sum + count, 0),
    bytes,
  };
}

function failuresOf(measured: readonly Measured[]): Record<string, number> {
  const all = new Map<string, number>();
  for (const [what, count] of measured.flatMap(({ failures }) => Object.entries(failures))) {
    all.set(what, (all.get(what) ?? 0) + count);
  }
  return Object.fromEntries(all);
}

function median(values: readonly number[]): number {
  return spreadOf(values).median;
}
