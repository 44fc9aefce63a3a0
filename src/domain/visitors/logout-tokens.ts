import type { LogoutRefusal } from './logout-telemetry.ts';

/** What a logout at the identity provider ends. */
export interface LogoutOf {
  /** The id of the message. */
  readonly jti: string;
  /** Milliseconds since the epoch, by the clock of the provider. */
  readonly issuedAt: number;
  /** `null`: only the session `sid` ends. One of both is there. */
  readonly uid: string | null;
  readonly sid: string | null;
}

export type LogoutReading =
  | { readonly kind: 'logout'; readonly logout: LogoutOf }
  | { readonly kind: 'refused'; readonly reason: LogoutRefusal };

/** Reads what the identity provider sends when somebody has logged out there. */
export interface LogoutTokens {
  /** @throws DependencyError if it cannot be judged now, as the keys of the provider cannot be read */
  read(token: string): Promise<LogoutReading>;
}

/** Whether the store can have it. */
export function isSidOrUid(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 256 && !value.includes('\0');
}
