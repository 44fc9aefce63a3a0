import type { Context } from 'koa';
import { requestContext } from '../http/request-context.ts';
import type { RefusalCode } from '../http/responses.ts';
import { sendJson } from '../http/send.ts';
import { type ConsoleRefusal, type ConsoleRefusalCode, REFUSALS } from './console-refusal.ts';

const NO_STORE = ['Cache-Control', 'private, no-store'] as const;

/** How long a client waits before it asks a store again that is away. */
const RETRY_AFTER_SECONDS = 1;

/** What the application around the handlers refuses, in the console's codes. */
const CODES: Partial<Record<RefusalCode, ConsoleRefusalCode>> = {
  not_found: 'not_found',
  method_not_allowed: 'method_not_allowed',
  system_busy: 'store_away',
};

/** Sends a good answer as JSON. */
export function sendAnswerOf(ctx: Context, value: unknown): void {
  sendJson(ctx, 200, value, NO_STORE);
}

export function sendConsoleRefusal(
  ctx: Context,
  refusal: Pick<ConsoleRefusal, 'code' | 'detail' | 'retryAfterSeconds'>,
): void {
  const {
    code,
    detail,
    retryAfterSeconds = code === 'store_away' ? RETRY_AFTER_SECONDS : undefined,
  } = refusal;
  const retry = retryAfterSeconds === undefined ? [] : ['Retry-After', String(retryAfterSeconds)];
  const error = {
    code,
    ...(detail?.['field'] !== undefined && { field: detail['field'] }),
    ...(detail && { detail }),
  };
  sendJson(ctx, REFUSALS[code], { error }, [...NO_STORE, ...retry]);
}

/** The same for what is refused before a handler answers. */
export function sendAppRefusal(ctx: Context, code: RefusalCode): void {
  requestContext(ctx).responseCode = null;
  sendConsoleRefusal(ctx, {
    code: CODES[code] ?? 'internal_error',
    detail: undefined,
    retryAfterSeconds: undefined,
  });
}
