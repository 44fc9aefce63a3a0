import type { LiveFeed } from '../../../../application/analysis/live/live-feed.ts';
import type { LiveView } from '../../../../application/analysis/live/live-view.ts';
import type { SeriesService } from '../../../../application/analysis/series.ts';
import { memoizeByRef } from '../../../../application/shared/memoize-by-ref.ts';
import { centsText } from '../../../../domain/shared/money.ts';
import type { Lifecycle } from '../../http/lifecycle.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type SignedInRequest } from '../console-route.ts';
import { activityInput, seriesInput, seriesOutput } from '../contract/live.ts';
import { isoOf } from '../encode/iso.ts';
import { jsonOfEvent, jsonOfView, yuanText } from '../encode/json-of-live.ts';
import { EventStream } from '../event-stream.ts';
import { momentOf } from '../moment-of.ts';

export interface LiveRoutesDependencies {
  readonly feed: Pick<LiveFeed, 'watch'>;
  readonly series: Pick<SeriesService, 'of'>;
  readonly lifecycle: Pick<Lifecycle, 'draining'>;
  /** Whether the caller may still see it. @throws Error if that is not known at present */
  readonly isAdmitted: (request: SignedInRequest<unknown>) => Promise<boolean>;
  /** For tests. */
  readonly pace?: StreamPace;
}

export interface StreamPace {
  readonly tickMs: number;
  readonly heartbeatMs: number;
  readonly admittedMs: number;
  readonly longestMs: number;
}

const PACE: StreamPace = {
  // Of all: whether the process ends.
  tickMs: 500,
  heartbeatMs: 8000,
  admittedMs: 5000,
  // Then a console connects again, and is let in again or not.
  longestMs: 10 * 60_000,
};

/* One text for all consoles of an activity. */
const textOfView = memoizeByRef((view: LiveView) => JSON.stringify(jsonOfView(view)));

/** What goes on in an activity. */
export function liveRoutes(deps: LiveRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/live',
      access: 'view',
      scope: 'reports',
      summary:
        'server-sent events: `state` once a second, `event` for each thing that happens, `end` before the stream ends',
      input: activityInput,
      output: 'stream',
      handle: (request) => stream(request, request.input.id, deps),
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/series',
      access: 'view',
      scope: 'reports',
      summary: 'visits, draws, wins and cost over time, with the forecast of the last simulation',
      input: seriesInput,
      output: seriesOutput,
      handle: async ({ input: { id, from, to, step } }) => {
        const wanted = { from: momentOf(from, 'from'), to: momentOf(to, 'to'), step };
        const series = await deps.series.of(id, wanted);
        if (!series) throw new ConsoleRefusal('not_found');
        const { points, forecast, budget } = series;
        return {
          from: isoOf(series.from),
          to: isoOf(series.to),
          step: series.step,
          timezone: series.timezone,
          points: points.map(({ at, spent, spentTotal, ...counts }) => ({
            ...{ at: isoOf(at), ...counts },
            ...{ spent: centsText(spent), spent_total: centsText(spentTotal) },
          })),
          forecast:
            forecast?.map(({ at, low, mid, high }) => ({
              ...{ at: isoOf(at), low: yuanText(low), mid: yuanText(mid), high: yuanText(high) },
            })) ?? null,
          budget: budget === null ? null : centsText(budget),
        };
      },
    }),
  ];
}

/* Resolves when the stream has ended. It is opened at once, so that the console knows that it is connected. */
async function stream(
  request: SignedInRequest<unknown>,
  activityId: string,
  { feed, lifecycle, isAdmitted, pace = PACE }: LiveRoutesDependencies,
): Promise<never> {
  const { ctx, signal } = request;
  const early: ((stream: EventStream) => void)[] = [];
  let opened: EventStream | undefined;
  let states = 0;
  const toConsole = (send: (stream: EventStream) => void) => {
    if (opened) send(opened);
    else early.push(send);
  };
  const closing = new AbortController();
  const unwatch = feed.watch(activityId, {
    state: (view) => {
      states += 1;
      const id = `${view.at}-${states}`;
      toConsole((to) => to.state({ event: 'state', data: textOfView(view), id }));
    },
    event: (event) =>
      toConsole((to) => to.event({ event: 'event', data: JSON.stringify(jsonOfEvent(event)) })),
    gone: () => closing.abort('gone'),
  });
  if (!unwatch) throw new ConsoleRefusal('too_many', { reason: 'too_many_watched' }, 5);
  try {
    opened = new EventStream(ctx);
    for (const send of early) send(opened);
    // Its head was all that was asked for.
    if (ctx.method === 'HEAD') closing.abort('gone');
    const admitted = () => isAdmitted(request);
    const reason = await endOf(opened, { lifecycle, admitted, pace, closing: closing.signal, signal });
    opened.end(reason && { event: 'end', data: JSON.stringify({ reason }) });
  } finally {
    unwatch();
  }
  return undefined as never;
}

interface StreamEnds extends Pick<LiveRoutesDependencies, 'lifecycle'> {
  readonly admitted: () => Promise<boolean>;
  readonly pace: StreamPace;
  /** Aborted with the reason. */
  readonly closing: AbortSignal;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/* Beats meanwhile. @returns why it ends; `null`: the client has gone */
function endOf(
  stream: EventStream,
  { lifecycle, admitted, pace, closing, signal }: StreamEnds,
): Promise<'drain' | 'session' | 'gone' | null> {
  return new Promise((resolve) => {
    const begunAt = performance.now();
    let askedAt = begunAt;
    const end = (reason: 'drain' | 'session' | 'gone' | null) => {
      clearInterval(tick);
      resolve(reason);
    };
    const tick = setInterval(() => {
      const now = performance.now();
      if (lifecycle.draining || now - begunAt >= pace.longestMs) return end('drain');
      if (now - stream.wroteAt >= pace.heartbeatMs) stream.beat();
      if (now - askedAt < pace.admittedMs) return;
      askedAt = now;
      // Where it is not known, the stream goes on: the data are those that the caller was let in for.
      admitted().then(
        (is) => is || end('session'),
        () => {},
      );
    }, pace.tickMs);
    if (signal.aborted) end(null);
    else if (closing.aborted) end('gone');
    signal.addEventListener('abort', () => end(null), { once: true });
    closing.addEventListener('abort', () => end('gone'), { once: true });
  });
}
