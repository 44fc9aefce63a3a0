import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { createApp } from '../http/app.ts';
import { sendFile } from '../http/files.ts';
import type { AppListener } from '../http/in-short-turns.ts';
import type { Lifecycle } from '../http/lifecycle.ts';
import { type AnsweredRequest, requestContext } from '../http/request-context.ts';
import type { RefusalCode } from '../http/responses.ts';
import type { Route } from '../http/route.ts';
import { sendJson } from '../http/send.ts';
import { sendAppRefusal } from './console-answer.ts';
import { type ConsoleHandlerDependencies, consoleHandler } from './console-handler.ts';
import { describeConsole } from './console-openapi.ts';
import type { ConsoleRoute } from './console-route.ts';

/** The built console. */
export interface ConsoleFiles {
  index(): Promise<ServedFile>;
  asset(name: string): Promise<ServedFile> | undefined;
}

export interface ConsoleAppDependencies extends ConsoleHandlerDependencies {
  readonly routes: readonly ConsoleRoute[];
  readonly files: ConsoleFiles;
  readonly errorReporter: ErrorReporter;
  readonly lifecycle: Lifecycle;
  /** Answers the paths of previews and test links. */
  readonly preview: PreviewListener;
  readonly clientAddress: (request: IncomingMessage) => string;
  readonly observe: (request: AnsweredRequest) => void;
}

export interface PreviewListener {
  /** Whether this path is one of its. */
  owns(path: string): boolean;
  readonly answer: AppListener;
}

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = [
  ...['Content-Security-Policy', CSP],
  ...['Referrer-Policy', 'no-referrer'],
  ...['X-Frame-Options', 'DENY'],
  ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ...['Permissions-Policy', 'camera=(self), microphone=(), geolocation=()'],
];

const FOR_EVER = 'public, max-age=31536000, immutable';

/* Where a path below these is none, it is no page of the console either. */
const NO_PAGES = ['/api/', '/assets/'];

/** The console: its files, its API, previews. */
export function createConsoleApp(deps: ConsoleAppDependencies): AppListener {
  const { routes, files, preview, site, errorReporter, clock, identifiers, lifecycle } = deps;
  const app = createApp({
    routes: [...apiRoutes(routes, deps), openApiRoute(routes), assetRoute(files), pageRoute('/', files)],
    basePath: '',
    cookie: site,
    clock,
    identifiers,
    errorReporter,
    lifecycle,
    observe: deps.observe,
    clientAddress: deps.clientAddress,
    refuse: (ctx, code) => refuse(ctx, code, files),
  });
  return (request, response, receivedAt) => {
    const path = (request.url ?? '').split('?', 1)[0] as string;
    (preview.owns(path) ? preview.answer : app)(request, response, receivedAt);
  };
}

/* A path that takes both methods is one row of the router. */
function apiRoutes(routes: readonly ConsoleRoute[], deps: ConsoleAppDependencies): readonly Route[] {
  const byPath = new Map<string, ConsoleRoute[]>();
  for (const route of routes) byPath.set(route.path, [...(byPath.get(route.path) ?? []), route]);
  return [...byPath].map(([path, rows]) => {
    const handlers = new Map(rows.map((row) => [row.method as string, consoleHandler(row, deps)]));
    return {
      methods: rows.map(({ method }) => method),
      path: `/api${path}`,
      handle: (ctx) => handlers.get(ctx.method === 'HEAD' ? 'GET' : ctx.method)?.(ctx),
    };
  });
}

/* Made when it is first asked for: it describes what this version can do, and is no secret. */
function openApiRoute(routes: readonly ConsoleRoute[]): Route {
  let description: unknown;
  return {
    methods: ['GET'],
    path: '/api/openapi.json',
    handle: (ctx) => {
      description ??= describeConsole(routes);
      sendJson(ctx, 200, description, ['Cache-Control', 'no-cache']);
    },
  };
}

function assetRoute(files: ConsoleFiles): Route {
  return {
    methods: ['GET'],
    path: '/assets/:name',
    handle: async (ctx) => {
      const file = await files.asset((ctx['params'] as { name: string }).name);
      if (!file) return sendAppRefusal(ctx, 'not_found');
      sendFile(ctx, file, FOR_EVER);
    },
  };
}

function pageRoute(path: string, files: ConsoleFiles): Route {
  return { methods: ['GET'], path, handle: async (ctx) => sendPage(ctx, await files.index()) };
}

function sendPage(ctx: Context, index: ServedFile): void {
  requestContext(ctx).headers.push(...PAGE_HEADERS);
  sendFile(ctx, index, 'no-cache');
}

/* The browser's router knows the paths of pages; for it they are all the same file. */
function refuse(ctx: Context, code: RefusalCode, files: ConsoleFiles): void | Promise<void> {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (code !== 'not_found' || !isRead || NO_PAGES.some((path) => ctx.path.startsWith(path))) {
    return sendAppRefusal(ctx, code);
  }
  return files.index().then((index) => sendPage(ctx, index));
}
