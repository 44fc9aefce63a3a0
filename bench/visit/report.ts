import { spreadText } from '../spread.ts';
import { columns, markdownTable, type Row } from '../tables.ts';
import type { Result } from './results.ts';
import { STEPS } from './samples.ts';

/** The tables of a report; the first row of each is its head. */
export interface Report {
  readonly costs: readonly Row[];
  readonly delays: readonly Row[];
  readonly sentences: readonly string[];
}

/** @param circumstances how it was measured, in parts of a sentence */
export function reportOf(
  results: readonly Result[],
  coldShare: number,
  circumstances: readonly string[],
): Report {
  return {
    costs: [COSTS_HEAD, ...results.map(costsOf)],
    delays: [DELAYS_HEAD, ...results.flatMap(delaysOf)],
    sentences: [
      ...results.filter(({ route }) => route === 'direct').map((result) => bytesOf(result, coldShare)),
      `${circumstances.join('; ')}.`,
    ],
  };
}

const COSTS_HEAD = [
  'connection',
  'server',
  'CPU µs a visit',
  'ratio to plain Koa',
  'nginx µs',
  'Redis µs',
  'visits/s a core',
  'reached (core in use)',
];

function costsOf(result: Result): Row {
  const { route, name, serviceMicros, ratio, nginxMicros, redisMicros, limit, saturated } = result;
  return [
    route,
    name,
    spreadText(serviceMicros, 0),
    ratio ? spreadText(ratio, 2) : '',
    nginxMicros.median > 0 ? spreadText(nginxMicros, 0) : '',
    spreadText(redisMicros, 0),
    limit.toFixed(0),
    `${saturated.visitsPerSecond.toFixed(0)} (${percent(saturated.serverShare)})`,
  ];
}

const DELAYS_HEAD = [
  'connection',
  'server',
  'load',
  'visits/s',
  'users',
  ...STEPS.map((step) => `${step} p99 ms`),
  'whole visit p50, p99 ms',
  'server core, client core',
  'service MiB',
  'Redis MiB',
];

function delaysOf({ route, name, points }: Result): Row[] {
  return points.map((point) => [
    route,
    name,
    percent(point.load),
    point.visitsPerSecond.toFixed(0),
    `${point.users}`,
    ...STEPS.map((step) => point.steps[step].p99.toFixed(1)),
    `${point.visit.p50.toFixed(1)}, ${point.visit.p99.toFixed(1)}`,
    `${percent(point.serverShare)}, ${percent(point.clientShare + point.redisShare)}`,
    point.serviceMiB.toFixed(0),
    point.redisMiB.toFixed(0),
  ]);
}

function bytesOf({ name, bytes }: Result, coldShare: number): string {
  const { compressed, plain } = bytes;
  const mean = (of: { cold: number; warm: number }) => coldShare * of.cold + (1 - coldShare) * of.warm;
  return (
    `A visit of ${name} with two draws receives ${kilobytes(compressed.cold)} with an empty cache and ` +
    `${kilobytes(compressed.warm)} with a full one, ${kilobytes(mean(compressed))} on average, with headers; ` +
    `for a browser that accepts no compression ${kilobytes(plain.cold)}, ${kilobytes(plain.warm)} and ${kilobytes(mean(plain))}.`
  );
}

/* Of the client's core. Above it, delays are more and more those of the client. */
const BUSY_SHARE = 0.8;
/* Of both cores. */
const DISTURBING_SHARE = 0.1;

/**
 * What makes figures unreliable or wrong.
 * @param othersShare what other programs used of both cores
 */
export function warningsOf(results: readonly Result[], othersShare: number): string[] {
  const each = results.flatMap(({ route, name, points, failures }) => {
    const busy = points
      .map(({ load, clientShare, redisShare }) => ({ load, share: clientShare + redisShare }))
      .filter(({ share }) => share > BUSY_SHARE)
      .map(
        ({ load, share }) =>
          `at ${percent(load)}, the client's core was ${percent(share)} busy: delays are partly its own`,
      );
    const failed = Object.entries(failures).map(([what, count]) => `${count} times: ${what}`);
    return [...busy, ...failed].map((text) => `${route}: ${name}: ${text}`);
  });
  const disturbed = `other programs used ${percent(othersShare)} of both cores: delays are theirs, too`;
  return othersShare > DISTURBING_SHARE ? [disturbed, ...each] : each;
}

export function markdownOf({ costs, delays, sentences }: Report): string {
  return [...[costs, delays].map(markdownTable), ...sentences].join('\n\n');
}

export function textOf({ costs, delays, sentences }: Report): string {
  return [...[costs, delays].map(columns), ...sentences].join('\n\n');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}
