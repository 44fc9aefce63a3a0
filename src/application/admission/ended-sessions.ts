import type { Session } from '../../domain/visitors/session.ts';
import type { VerifiedToken } from '../../domain/visitors/token-verifier.ts';

export type Digests = () => readonly string[];

/**
 * What this process knows of sessions that were ended: by a logout, by another program, by a person at the console. The digests
 * are those of `tokenDigests`, made when they are needed.
 */
export interface EndedSessions {
  /** The number of the latest end that is known; 0: there is none. Below 0 until they were read. */
  readonly seen: number;
  /** Whether a session that was verified earlier may not be believed, so that its token must be verified again. */
  isVoid(session: Session, digests: Digests): boolean;
  /** Whether a token that no issuer was asked about was ended after it was issued. */
  isOver(verified: VerifiedToken, digests: Digests): boolean;
  /** Whether a session of these ended so lately that its issuer may still have called a revoked token valid. */
  isUnsure(verified: VerifiedToken, digests: Digests): boolean;
}

/** Where sessions cannot be ended, as in commands: what they verify is asked for anew each time. */
export const noEndedSessions: EndedSessions = {
  seen: 0,
  isVoid: () => false,
  isOver: () => false,
  isUnsure: () => false,
};
