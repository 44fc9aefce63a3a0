import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { type Traffic, trafficOfPieces, type Window } from './traffic.ts';

const HEADER = 'time,visits';
const OFFSET_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export type TrafficReading =
  | { readonly ok: true; readonly traffic: Traffic }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads measured traffic: a line `time,visits` for each piece of time, which lasts until the next line's time,
 * the last one until the end of the window. `visits` may be counts or shares; only their ratio matters. Visits
 * outside the window are left out, since nobody can draw then.
 * @returns every problem, each with its line number from 1
 */
export function readTraffic(text: string, window: Window, timezone: string): TrafficReading {
  const problems: string[] = [];
  const rows: { at: number; visits: number }[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || (index === 0 && line.replaceAll(' ', '') === HEADER)) continue;
    const refuse = (reason: string) => problems.push(`line ${index + 1}: ${reason}`);
    const [time = '', visits = '', ...more] = line.split(',').map((field) => field.trim());
    const at = OFFSET_TIME.test(time) ? Date.parse(time) : Number.NaN;
    const last = rows.at(-1);
    if (more.length > 0 || visits === '') refuse('must have two fields: time,visits');
    else if (Number.isNaN(at)) refuse(`"${time}" must be a time such as 2026-11-01T20:00:00+08:00`);
    else if (!/^\d{1,15}(\.\d{1,12})?$/.test(visits))
      refuse(`"${visits}" must be a number of visits, 0 or more`);
    else if (last && at <= last.at) refuse(`${time} must be later than the line before`);
    else rows.push({ at, visits: Number(visits) });
  }
  if (problems.length === 0) {
    const pieces = inside(rows, window);
    if (pieces.weights.some((weight) => weight > 0)) {
      return { ok: true, traffic: trafficOfPieces(pieces.edges, pieces.weights) };
    }
    const [from, to] = [window.startsAt, window.endsAt].map((at) => isoInTimezone(at, timezone));
    problems.push(`line ${lines.length}: no visits between ${from} and ${to}`);
  }
  return { ok: false, problems };
}

function inside(rows: readonly { at: number; visits: number }[], { startsAt, endsAt }: Window) {
  const edges = [startsAt];
  const weights: number[] = [];
  for (const [index, { at, visits }] of rows.entries()) {
    const until = rows[index + 1]?.at ?? Math.max(endsAt, at + 1);
    const [from, to] = [Math.max(at, startsAt), Math.min(until, endsAt)];
    if (to <= from) continue;
    // Before the first line of the file nobody comes.
    if (from > (edges.at(-1) as number)) {
      weights.push(0);
      edges.push(from);
    }
    weights.push((visits * (to - from)) / (until - at));
    edges.push(to);
  }
  if ((edges.at(-1) as number) < endsAt) {
    weights.push(0);
    edges.push(endsAt);
  }
  return { edges, weights };
}
