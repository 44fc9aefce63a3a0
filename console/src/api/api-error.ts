/** What an answer of the API that is no success says; `status` 0: there was no answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly detail: unknown;
  /** When to ask again, in seconds, where the answer says so. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    more: { field?: string | undefined; detail?: unknown; retryAfter?: number | undefined } = {},
  ) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.detail = more.detail;
    this.retryAfter = more.retryAfter;
  }
}

/** Whether asking again can help: the service or the way to it is away. */
export const isAway = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503);
