import { createConsoleApp, type PreviewListener } from '../../src/adapters/koa/console/console-app.ts';
import type { ConsoleIdentity } from '../../src/adapters/koa/console/console-handler.ts';
import type { ConsoleRoute } from '../../src/adapters/koa/console/console-route.ts';
import { listen } from '../../src/adapters/koa/http/http-server.ts';
import { clientAddress } from '../../src/container/client-address.ts';
import type { Actor } from '../../src/domain/operators/actor.ts';
import type { TrailEntry } from '../../src/domain/operators/audit-trail.ts';
import type { BegunAction } from '../../src/domain/operators/begun-actions.ts';
import { ROLES, type Role, SCOPES, type Scope } from '../../src/domain/operators/roles.ts';

const CSRF = 'csrf-of-a-test';

/** A role, or somebody who has it: `staff.eva` is Eva. */
export type Caller = Role | `${Role}.${string}`;

export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of a JSON answer, else its text. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
  readonly body: any;
}

export interface TestConsole {
  readonly origin: string;
  /** What was left in the trail, the earliest first. */
  readonly trail: TrailEntry[];
  /** What was begun and has no entry yet, by its id. */
  readonly begun: Map<string, BegunAction>;
  /** The headers with which a caller of this role is let in. */
  headersOf(caller: Caller): Record<string, string>;
  get(path: string, caller?: Caller): Promise<ConsoleAnswer>;
  post(path: string, body?: unknown, caller?: Caller): Promise<ConsoleAnswer>;
  /** As a program whose token has this scope alone; with a body, a POST. */
  asProgram(scope: Scope, path: string, body?: unknown): Promise<ConsoleAnswer>;
  close(): Promise<void>;
}

export interface TestConsoleOptions {
  readonly routes: readonly ConsoleRoute[];
  /** Left out: an operator for each role, whose session is the name of the role. */
  readonly identity?: ConsoleIdentity;
  readonly preview?: PreviewListener;
  readonly now?: () => number;
  /** What else is done with an entry before it is in `trail`; one that throws is a store that does not answer. */
  readonly append?: (entry: TrailEntry, begunId?: string) => Promise<void>;
  /** The same with what is noted before a change. */
  readonly note?: (action: BegunAction) => Promise<void>;
  /** The same with the note of what has changed nothing. */
  readonly drop?: (id: string) => Promise<void>;
  /** Called with what is reported as a fault. */
  readonly report?: (what: string, error: unknown) => void;
  /** Whether the test is a proxy whose `X-Forwarded-*` headers are believed. */
  readonly isProxied?: boolean;
}

/** A console with these routes over real HTTP, on a free port. Callers are admins, if a test says nothing else. */
export async function startConsole(options: TestConsoleOptions): Promise<TestConsole> {
  const { routes, identity = identityOfRoles, now = Date.now, isProxied = false } = options;
  const trail: TrailEntry[] = [];
  const begun = new Map<string, BegunAction>();
  let lastId = 0;
  const index = { bytes: Buffer.from('<!doctype html>'), type: 'text/html; charset=utf-8', version: '1' };
  const lifecycle = { draining: false, closing: false };
  const app = createConsoleApp({
    routes,
    identity,
    trail: {
      append: async (entry, begunId) => {
        await options.append?.(entry, begunId);
        trail.push(entry);
        if (begunId !== undefined) begun.delete(begunId);
      },
    },
    begun: {
      note: async (action) => {
        await options.note?.(action);
        begun.set(action.id, action);
      },
      drop: async (id) => {
        await options.drop?.(id);
        begun.delete(id);
      },
    },
    files: { index: async () => index, asset: () => undefined },
    site: { trustsPeer: () => isProxied },
    clock: { now },
    identifiers: { next: () => `id-${++lastId}` },
    errorReporter: { report: (what, error) => options.report?.(what, error) },
    lifecycle,
    preview: options.preview ?? { owns: () => false, answer: () => {} },
    clientAddress: (request) => clientAddress(request, () => isProxied),
    observe: () => {},
  });
  const server = await listen(app, lifecycle, { host: '127.0.0.1', port: 0, drainDelayMs: 0 });
  const origin = `http://127.0.0.1:${server.port}`;
  const headersOf = (caller: Caller) => ({ Cookie: `cms_console=${caller}`, 'X-CSRF-Token': CSRF });
  const send = async (path: string, headers: Record<string, string>, body: unknown) =>
    answerOf(
      await fetch(`${origin}/api${path}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  return {
    origin,
    trail,
    begun,
    headersOf,
    close: () => server.drain(),
    get: async (path, caller = 'admin') =>
      answerOf(await fetch(`${origin}/api${path}`, { headers: headersOf(caller), redirect: 'manual' })),
    post: async (path, body = {}, caller = 'admin') => send(path, headersOf(caller), body),
    asProgram: async (scope, path, body) => {
      const headers = { Authorization: `Bearer ${scope}` };
      return body === undefined
        ? answerOf(await fetch(`${origin}/api${path}`, { headers }))
        : send(path, headers, body);
    },
  };
}

export const identityOfRoles: ConsoleIdentity = {
  bySession: async (token) => {
    const [ofRole, name = ofRole] = token.split('.', 2);
    const role = ROLES.find((each) => each === ofRole);
    const actor: Actor | null =
      role && name !== undefined ? { kind: 'operator', id: `id-of-${name}`, name, role } : null;
    return actor && { actor, session: { id: `session-of-${token}`, csrfToken: CSRF } };
  },
  byBearer: async (token) => {
    const scope = SCOPES.find((each) => each === token);
    const name = `program-${token}`;
    return scope ? { actor: { kind: 'program', id: name, name, scopes: [scope] }, session: null } : null;
  },
};

async function answerOf(response: Response): Promise<ConsoleAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
