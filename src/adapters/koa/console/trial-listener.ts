import type { IncomingMessage, ServerResponse } from 'node:http';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { AppListener } from '../http/in-short-turns.ts';
import type { PreviewListener } from './console-app.ts';
import { PLAIN_HEADERS, TRIAL_PREFLIGHT } from './trial-headers.ts';

/** A trial that is open, as one request needs it. */
export interface OpenTrial {
  readonly kind: 'open';
  readonly activityId: string;
  readonly listener: AppListener;
  /** Makes the visitor whom the page shows, and returns the token for its address; `null`: one without a login. */
  arrive(): Promise<Arrival>;
}

export type Arrival =
  | { readonly kind: 'visitor'; readonly token: string | null; readonly cookie: string | null }
  | { readonly kind: 'full' };

export interface TrialRefused {
  readonly kind: 'refused';
  readonly status: 401 | 403 | 404 | 503;
  readonly text: string;
}

export interface TrialVisit {
  /** The segments of the path that name the trial. */
  readonly names: readonly string[];
  /** Where the browser sees it, with a slash at its end. */
  readonly path: string;
  /** Whether the page itself is asked for. */
  readonly isPage: boolean;
  readonly request: IncomingMessage;
}

export interface TrialDoor {
  /** What its paths begin with: the first is the one by which its pages know it. */
  readonly prefixes: readonly string[];
  /** How many segments after it name a trial. */
  readonly depth: number;
  /** Answers for the files of the page, below `<prefix>/assets/`. */
  readonly assets: AppListener;
  open(visit: TrialVisit): Promise<OpenTrial | TrialRefused>;
  readonly errorReporter: ErrorReporter;
}

/* What a browser adds by itself. In a trial nobody is known by it: the address is what lets in, and the visitor has a token. */
const NOT_FOR_TRIALS = ['cookie', 'authorization', 'origin', 'referer', 'sec-fetch-site'];

/** Leads visitors into trials: each is a small service of its own below its own path. */
export function trialListener(door: TrialDoor): PreviewListener {
  const { prefixes, assets, errorReporter } = door;
  const prefixOf = (path: string) => prefixes.find((prefix) => path.startsWith(`${prefix}/`));
  const [canonical = ''] = prefixes;
  return {
    owns: (path) => prefixOf(path) !== undefined,
    answer: (request, response, receivedAt) => {
      const url = request.url ?? '';
      const prefix = prefixOf(url) ?? canonical;
      // What follows knows one address of it.
      request.url = `${canonical}${url.slice(prefix.length)}`;
      if (request.url.startsWith(`${canonical}/assets/`)) return assets(request, response, receivedAt);
      lead(door, prefix, { request, response, receivedAt }).catch((error: unknown) => {
        const isAway = error instanceof DependencyError;
        errorReporter.report(isAway ? 'a dependency is away' : 'a trial failed', error);
        if (response.headersSent) response.destroy();
        else sendText(response, isAway ? 503 : 500, isAway ? '系统繁忙，请稍后再试' : '系统错误');
      });
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly receivedAt: number;
}

async function lead(door: TrialDoor, prefix: string, exchange: Exchange): Promise<void> {
  const { request, response, receivedAt } = exchange;
  const [path = '', query = ''] = splitOnce(request.url ?? '', '?');
  const segments = path.slice((door.prefixes[0] ?? '').length + 1).split('/');
  const names = segments.slice(0, door.depth);
  if (names.includes('')) return sendText(response, 404, '页面不存在');
  if (segments.length === door.depth) {
    // Alone, a name such as `https:example.com` would be an address of its own.
    return redirect(response, 308, `./${names.at(-1)}/${query && `?${query}`}`);
  }
  if (request.method === 'OPTIONS') return end(response, 204, TRIAL_PREFLIGHT);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isPage = isRead && segments.slice(door.depth).join('/') === '';
  const opened = await door.open({ names, path: `${prefix}/${names.join('/')}/`, isPage, request });
  if (opened.kind === 'refused') return sendText(response, opened.status, opened.text);
  if (isPage && (await hasSentOn(response, opened, new URLSearchParams(query)))) return;
  for (const name of NOT_FOR_TRIALS) delete request.headers[name];
  opened.listener(request, response, receivedAt);
}

/* The page reads activity and visitor from its address, which a plain link does not have. */
async function hasSentOn(
  response: ServerResponse,
  { activityId, arrive }: OpenTrial,
  query: URLSearchParams,
): Promise<boolean> {
  if (query.get('id') === activityId && query.has('token')) return false;
  const arrival = await arrive();
  if (arrival.kind === 'full') {
    sendText(response, 503, '测试人数已满');
    return true;
  }
  if (arrival.token === null && query.get('id') === activityId) return false;
  const address = new URLSearchParams({ id: activityId });
  if (arrival.token !== null) address.set('token', arrival.token);
  const from = query.get('from');
  if (from !== null) address.set('from', from);
  redirect(response, 302, `?${address}`, arrival.cookie);
  return true;
}

function redirect(
  response: ServerResponse,
  status: number,
  location: string,
  cookie: string | null = null,
): void {
  end(response, status, [
    ...PLAIN_HEADERS,
    'Location',
    location,
    ...(cookie === null ? [] : ['Set-Cookie', cookie]),
  ]);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  end(response, status, [...PLAIN_HEADERS, 'Content-Type', 'text/plain; charset=utf-8'], text);
}

function end(response: ServerResponse, status: number, headers: readonly string[], body = ''): void {
  response.writeHead(status, [...headers]);
  response.end(body);
}

function splitOnce(text: string, at: string): readonly [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}
