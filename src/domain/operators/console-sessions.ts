import type { Operator, SignInVia } from './operator.ts';

export interface ConsoleSession {
  /** SHA-256 of the token that the browser has: the token is stored nowhere. */
  readonly digest: string;
  /** By which its owner sees and ends it. It opens nothing. */
  readonly id: string;
  readonly operatorId: string;
  readonly via: SignInVia;
  readonly startedAt: number;
  readonly lastUsedAt: number;
  /** It ends then at the latest. */
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

/** Which sessions are ended. */
export type EndedSessions =
  | { readonly digest: string }
  | { readonly operatorId: string; readonly id: string }
  | { readonly operatorId: string; readonly except: string | null };

/** Sessions of the console. Every method throws DependencyError if the store does not answer. */
export interface ConsoleSessions {
  /**
   * Keeps it, and notes the sign-in, if the account is active and has still this version. Sessions that had to end before are
   * deleted, and the least used of more than 50.
   * @returns whether it did
   */
  start(session: ConsoleSession, version: number): Promise<boolean>;
  /** With its account, if that is active. It may be too old: see `isOver`. */
  find(digest: string): Promise<{ readonly session: ConsoleSession; readonly operator: Operator } | null>;
  /** Notes that it was used at that time. */
  touch(digest: string, at: number): Promise<void>;
  /** The newest first. */
  of(operatorId: string): Promise<readonly ConsoleSession[]>;
  /** @returns how many there were */
  end(which: EndedSessions): Promise<number>;
}
