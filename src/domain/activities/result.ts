import type { ActivitySummary } from './activity.ts';

/** JSON text in UTF-8, of one piece or of two that follow one another. */
export interface JsonPieces {
  /** What many are told alike: made once, and the same object each time. */
  readonly common?: Uint8Array;
  /** What this visitor alone is told. */
  readonly own?: Uint8Array;
}

/** Every expected ending of a visit. Faults are not among them: those are thrown. */
export type Result =
  | { readonly kind: 'served'; readonly data: JsonPieces }
  | { readonly kind: 'no_such_activity' }
  | { readonly kind: 'not_started'; readonly summary: ActivitySummary }
  | { readonly kind: 'ended'; readonly summary: ActivitySummary }
  | { readonly kind: 'not_logged_in'; readonly summary: ActivitySummary }
  | { readonly kind: 'token_refused'; readonly summary: ActivitySummary }
  | { readonly kind: 'zone_not_allowed'; readonly summary: ActivitySummary }
  | { readonly kind: 'no_chance'; readonly summary: ActivitySummary }
  /** Whole seconds, at least 1. */
  | { readonly kind: 'too_many_draws'; readonly retryAfterSeconds: number };
