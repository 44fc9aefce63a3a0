import type { Context } from 'koa';
import type { z } from 'zod';
import type { Actor } from '../../../domain/operators/actor.ts';
import type { TrailEntry } from '../../../domain/operators/audit-trail.ts';
import type { Permission, Scope } from '../../../domain/operators/roles.ts';

/** The part of an entry of the trail that a handler knows. */
export type Action = Pick<TrailEntry, 'action'> &
  Partial<
    Pick<TrailEntry, 'activityId' | 'target' | 'reason' | 'before' | 'after' | 'operator' | 'operatorId'>
  >;

/** A request that was let through. */
export interface ConsoleRequest<Input> {
  readonly input: Input;
  /** `null` on a route for anyone, where nobody is signed in. */
  readonly actor: Actor | null;
  /** The session that the request came in; `null` for programs, and where nobody is signed in. */
  readonly sessionId: string | null;
  /** The client's own address, as far as trusted proxies name it. */
  readonly address: string;
  /** The origin under which the browser knows the console, such as `https://console.example.com`. */
  readonly origin: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Reads a `raw` body whole, once. @throws ConsoleRefusal if it is longer */
  readBody(mostBytes: number): Promise<Buffer>;
  /** For files and streams, cookies, bodies that are no JSON. */
  readonly ctx: Context;
}

export interface SignedInRequest<Input> extends ConsoleRequest<Input> {
  readonly actor: Actor;
}

/** What leaves entries in the trail. */
export interface Traced {
  /** Leaves an entry. @throws DependencyError if the store does not answer */
  record(action: Action): Promise<void>;
}

/** Of a route for signed-in callers that leaves entries. */
export type TracedRequest<Input> = SignedInRequest<Input> & Traced;

/** Of a route for anyone that leaves entries. */
export interface OpenTracedRequest<Input> extends ConsoleRequest<Input>, Traced {
  /**
   * Notes the change that follows, as the frame does it for those who are signed in. Here it waits until the secret that came is
   * known to be one: else anybody could make the store write.
   * @throws DependencyError if the store does not answer
   */
  begin(by: Signature): Promise<void>;
}

/** Who it was, where nobody is signed in yet. */
export type Signature = Pick<TrailEntry, 'operator' | 'operatorId'>;

/**
 * How a route leaves entries. `change`: what it changes is noted before, so that there is a trace also if the program ends before
 * the entry is written. `look`: what it gives, such as personal data or a session, is given after the entry is written.
 */
export type TrailUse = 'change' | 'look';

/** One row of the table of routes of the console. */
export interface ConsoleRoute<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST';
  /** Below `/api`; `:name` stands for one segment, which is a member of the input. */
  readonly path: string;
  /** `anyone`: also nobody; `signed_in`: every operator. */
  readonly access: Permission | 'signed_in' | 'anyone';
  /** With it a program's token may call it too. */
  readonly scope?: Scope;
  /** Without it the handler cannot leave an entry. */
  readonly trail?: TrailUse;
  /** Whether the page of another site may lead a browser there: the provider of the single sign-on sends people back. */
  readonly isLedTo?: true;
  readonly summary: string;
  /** Of the path, and of the query or the JSON body; `null`: none. */
  readonly input: Input | null;
  /** Of the answer; `file` and `stream`: the handler answers by itself. */
  readonly output: Output | 'file' | 'stream';
  /** Of the body in bytes; `raw`: the handler reads it by `readBody`, before it changes anything. 64 KiB if left out. */
  readonly body?: number | 'raw';
  handle(request: ConsoleRequest<z.output<Input>>): Promise<z.input<Output>>;
}

type Row<Input extends z.ZodObject, Output extends z.ZodType> = Omit<
  ConsoleRoute<Input, Output>,
  'handle' | 'access' | 'trail'
>;

type SignedInRow<Input extends z.ZodObject, Output extends z.ZodType> = Row<Input, Output> & {
  readonly access: Permission | 'signed_in';
};

/** A row for the table, with the types of its own input and output. The handler of a route for signed-in callers has an actor. */
export function consoleRoute<Input extends z.ZodObject, Output extends z.ZodType>(
  row: SignedInRow<Input, Output> & {
    readonly trail: TrailUse;
    handle(request: TracedRequest<z.output<Input>>): Promise<z.input<Output>>;
  },
): ConsoleRoute;
export function consoleRoute<Input extends z.ZodObject, Output extends z.ZodType>(
  row: SignedInRow<Input, Output> & {
    readonly trail?: never;
    handle(request: SignedInRequest<z.output<Input>>): Promise<z.input<Output>>;
  },
): ConsoleRoute;
export function consoleRoute(row: object): ConsoleRoute {
  return row as ConsoleRoute;
}

/** The same for a route that anyone may call. */
export function openRoute<Input extends z.ZodObject, Output extends z.ZodType>(
  row: Row<Input, Output> & {
    readonly trail: TrailUse;
    handle(request: OpenTracedRequest<z.output<Input>>): Promise<z.input<Output>>;
  },
): ConsoleRoute;
export function openRoute<Input extends z.ZodObject, Output extends z.ZodType>(
  row: Row<Input, Output> & {
    readonly trail?: never;
    handle(request: ConsoleRequest<z.output<Input>>): Promise<z.input<Output>>;
  },
): ConsoleRoute;
export function openRoute(row: object): ConsoleRoute {
  return { ...row, access: 'anyone' } as ConsoleRoute;
}
