import type { Context } from 'koa';
import type { Result } from '../../../domain/activities/result.ts';
import type { Trace } from '../../../domain/visitors/request-origin.ts';
import type { HttpRefusalCode } from './responses.ts';

/** What is learnt of a request while it is answered, for whoever counts and logs. It is the `state` of Koa. */
export interface RequestContext {
  requestId: string;
  trace: Trace | null;
  /** The pattern of the path, without the base path; `none` until one matches. */
  route: string;
  /** Only once it is known to be well formed. */
  activityId: string | null;
  ending: Result['kind'] | HttpRefusalCode | null;
  /** Whether the visitor's own connection is encrypted. */
  readonly https: boolean;
  /** The headers that every answer has, and those learnt so far: names and values in turn, as `writeHead` takes them. */
  readonly headers: string[];
  /** The client's own address, as far as trusted proxies name it. */
  clientAddress(): string;
}

/** A request that has been answered, without anything that tells who the visitor is. */
export interface AnsweredRequest
  extends Readonly<Omit<RequestContext, 'headers' | 'https' | 'clientAddress'>> {
  readonly method: string;
  readonly status: number;
  /** `null` where the answer is no envelope. */
  readonly ret: number | null;
  readonly durationMs: number;
}

export function requestContext(ctx: Context): RequestContext {
  return ctx.state as RequestContext;
}
