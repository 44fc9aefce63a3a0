import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { type Traffic, trafficOfPieces, type Window } from './traffic.ts';

const HEADER = 'time,visits';
const OFFSET_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export type TrafficReading =
  | { readonly ok: true; readonly traffic: Traffic }
  | { readonly ok: false; readonly problems: readonly TrafficProblem[] };

export interface TrafficProblem {
  /** From 1. */
  readonly line: number;
  readonly code: 'two_fields' | 'bad_time' | 'bad_visits' | 'not_later' | 'no_visits';
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Reads measured traffic: a line `time,visits` for each piece of time, which lasts until the next line's time,
 * the last one until the end of the window. `visits` may be counts or shares; only their ratio matters. Visits
 * outside the window are left out, since no draw is possible then.
 * @returns the traffic, or every problem
 */
export function readTraffic(text: string, window: Window, timezone: string): TrafficReading {
  const problems: TrafficProblem[] = [];
  const rows: { at: number; visits: number }[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || (index === 0 && line.replaceAll(' ', '') === HEADER)) continue;
    const refuse = (code: TrafficProblem['code'], params: TrafficProblem['params'] = {}) =>
      problems.push({ line: index + 1, code, params });
    const [time = '', visits = '', ...more] = line.split(',').map((field) => field.trim());
    const at = OFFSET_TIME.test(time) ? Date.parse(time) : Number.NaN;
    const last = rows.at(-1);
    if (more.length > 0 || visits === '') refuse('two_fields');
    else if (Number.isNaN(at)) refuse('bad_time', { time });
    else if (!/^\d{1,15}(\.\d{1,12})?$/.test(visits)) refuse('bad_visits', { visits });
    else if (last && at <= last.at) refuse('not_later', { time });
    else rows.push({ at, visits: Number(visits) });
  }
  if (problems.length === 0) {
    const pieces = inside(rows, window);
    if (pieces.weights.some((weight) => weight > 0)) {
      return { ok: true, traffic: trafficOfPieces(pieces.edges, pieces.weights) };
    }
    const [from = '', to = ''] = [window.startsAt, window.endsAt].map((at) => isoInTimezone(at, timezone));
    problems.push({ line: lines.length, code: 'no_visits', params: { from, to } });
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
    // There are no visits before the first line.
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
