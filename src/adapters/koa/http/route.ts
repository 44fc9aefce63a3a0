import type { Context } from 'koa';
import type { z } from 'zod';
import type { RefusalCode } from './responses.ts';

export type Handler = (ctx: Context) => void | Promise<void>;

/** One row of a table of routes. */
export interface Route {
  /** `HEAD` comes with `GET`. Every other method is answered with 405. */
  readonly methods: readonly ('GET' | 'POST')[];
  /** From the root; `:name` stands for one segment. */
  readonly path: string;
  readonly handle: Handler;
  /** Answers `OPTIONS` to a browser that asks for a page of another origin. @returns whether it did; if not, 405 is sent */
  readonly preflight?: (ctx: Context) => boolean;
  /** What OpenAPI says of it; without it the route is not described. */
  readonly operation?: Operation;
}

export interface Operation {
  /** Unique: OpenAPI's `operationId` is `get<Id>` or `post<Id>`. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** The parameters: of the query, or of a POST's body. */
  readonly input: { readonly name: string; readonly schema: z.ZodObject } | null;
  /** The data of a good answer, by the name of its schema; `file` for an answer that is no JSON. */
  readonly output: readonly string[] | 'file';
  readonly refusals: readonly RefusalCode[];
}
