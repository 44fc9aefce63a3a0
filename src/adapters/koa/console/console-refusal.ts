/** The codes of refusals, with their HTTP status. */
export const REFUSALS = {
  invalid: 400,
  not_signed_in: 401,
  wrong_password: 401,
  forbidden: 403,
  csrf: 403,
  not_found: 404,
  /** A one-time link that was used, replaced, or is too old. */
  link_invalid: 404,
  method_not_allowed: 405,
  /** Somebody else has changed it meanwhile. */
  clash: 409,
  /** A rule forbids it; `detail.reason` says which. */
  refused: 409,
  too_large: 413,
  unsupported_type: 415,
  too_many: 429,
  internal_error: 500,
  store_away: 503,
} as const;

export type ConsoleRefusalCode = keyof typeof REFUSALS;

/** Thrown by a handler of the console: the request is refused with this code. */
export class ConsoleRefusal extends Error {
  override readonly name = 'ConsoleRefusal';
  readonly code: ConsoleRefusalCode;
  /** Values for JSON. */
  readonly detail: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ConsoleRefusalCode,
    detail?: Readonly<Record<string, unknown>>,
    retryAfterSeconds?: number,
  ) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A rule that forbids it. */
export function refusedBecause(reason: string, more: Readonly<Record<string, unknown>> = {}): ConsoleRefusal {
  return new ConsoleRefusal('refused', { reason, ...more });
}
