import type { ActivityFace } from './activity.ts';

/** JSON text in UTF-8, of one piece or of two that follow one another. */
export interface JsonPieces {
  /** What many are told alike: made once, and the same object each time. */
  readonly common?: Uint8Array;
  /** What this visitor alone is told. */
  readonly own?: Uint8Array;
}

/** Every expected ending of a visit. Faults are not among them: those are thrown. */
export type Outcome =
  | { readonly kind: 'served'; readonly data: JsonPieces }
  | { readonly kind: 'no_such_activity' }
  | { readonly kind: 'not_started'; readonly face: ActivityFace }
  | { readonly kind: 'ended'; readonly face: ActivityFace }
  | { readonly kind: 'not_logged_in'; readonly face: ActivityFace }
  | { readonly kind: 'token_refused'; readonly face: ActivityFace }
  | { readonly kind: 'zone_not_allowed'; readonly face: ActivityFace }
  | { readonly kind: 'no_chance'; readonly face: ActivityFace }
  /** Whole seconds, at least 1. */
  | { readonly kind: 'too_many_draws'; readonly retryAfterSeconds: number };
