import type { Context } from 'koa';
import type { Trace } from '../../../domain/visitors/request-origin.ts';
import type { ResponseCode } from './responses.ts';

/** What is known of a request while it is answered. It is the `state` of Koa's context. */
export interface RequestContext {
  requestId: string;
  trace: Trace | null;
  /** The pattern of the path, without the base path; `none` until one matches. */
  route: string;
  /** `null` until it is known to be well formed. */
  activityId: string | null;
  /** `null` where the answer has no envelope. */
  responseCode: ResponseCode | null;
  /** Whether the visitor's own connection is encrypted. */
  readonly https: boolean;
  /** The headers of the answer so far: names and values in turn, as `writeHead` takes them. */
  readonly headers: string[];
  /** The client's own address, as far as trusted proxies name it. */
  clientAddress(): string;
  /** As the client names itself. */
  userAgent(): string | undefined;
}

/** A request that has been answered, without anything that names the visitor. */
export interface AnsweredRequest
  extends Readonly<Omit<RequestContext, 'headers' | 'https' | 'clientAddress' | 'userAgent'>> {
  readonly method: string;
  readonly status: number;
  /** `null` where the answer has no envelope. */
  readonly ret: number | null;
  /** Whether its answer is one that someone would look up; see `RESPONSES`. */
  readonly notable: boolean;
  readonly durationMs: number;
}

/** Whether the headers, names and values in turn, have this name. */
export function hasHeader(headers: readonly string[], name: string): boolean {
  return headers.some((text, at) => at % 2 === 0 && text === name);
}

export function requestContext(ctx: Context): RequestContext {
  return ctx.state as RequestContext;
}
