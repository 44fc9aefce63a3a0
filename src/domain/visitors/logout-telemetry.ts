/**
 * Why a logout token of the identity provider was refused: one of those that hold. `form`: it is none, or not sent as one;
 * `time`: a time of it is missing, no number, or to come; `repeated`: it was used before.
 */
export const LOGOUT_REFUSALS = [
  'form',
  'algorithm',
  'key',
  'signature',
  'issuer',
  'audience',
  'time',
  'expired',
  'too_old',
  'events',
  'nonce',
  'jti',
  'user',
  'repeated',
] as const;
export type LogoutRefusal = (typeof LOGOUT_REFUSALS)[number];

/** What has come of a logout token; `fault`: its sender may repeat it. */
export const LOGOUT_RESULTS = ['ended', ...LOGOUT_REFUSALS, 'fault'] as const;
export type LogoutResult = (typeof LOGOUT_RESULTS)[number];

/** Counts logouts, in memory: it does not throw and does not wait. */
export interface LogoutTelemetry {
  providerLogout(result: LogoutResult): void;
}
