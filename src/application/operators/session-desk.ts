import type { ConsoleSession, ConsoleSessions } from '../../domain/operators/console-sessions.ts';
import type { Operator } from '../../domain/operators/operator.ts';
import { expiryOf, isOver } from '../../domain/operators/session-lifetime.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { tokenDigest } from '../shared/token-digest.ts';
import { newSecretToken } from './secret-token.ts';

/** Where somebody signs in from. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
  /** What a browser has kept of a sign-in before: see `knownBrowserToken`. */
  readonly knownBrowser?: string | undefined;
}

export interface OpenedSession {
  readonly token: string;
  readonly session: ConsoleSession;
  readonly operator: Operator;
}

export interface KnownSession {
  readonly session: ConsoleSession;
  readonly operator: Operator;
}

export interface SessionDeskDependencies {
  readonly sessions: ConsoleSessions;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly identifiers: Identifiers;
}

/* A page asks more often than that, and each note is a write. */
const NOTED_EVERY_MS = 60_000;

const MOST_USER_AGENT = 256;

/** Sessions of the console: begun, found by their tokens, ended. Every method throws DependencyError. */
export class SessionDesk {
  readonly #deps: SessionDeskDependencies;

  constructor(deps: SessionDeskDependencies) {
    this.#deps = deps;
  }

  /** Begins one, always under a new token. `null`: the account has changed since it was looked at. */
  async open(operator: Operator, { address, userAgent }: Client): Promise<OpenedSession | null> {
    const { sessions, clock, entropy, identifiers } = this.#deps;
    const { token, digest } = newSecretToken(entropy);
    const now = clock.now();
    const session: ConsoleSession = {
      digest,
      id: identifiers.next(),
      operatorId: operator.id,
      via: operator.via,
      startedAt: now,
      lastUsedAt: now,
      expiresAt: expiryOf(operator.via, now),
      address,
      userAgent: userAgent.slice(0, MOST_USER_AGENT),
    };
    return (await sessions.start(session, operator.version)) ? { token, session, operator } : null;
  }

  /** The session of this token, which is used now. `null`: there is none, or it is over. */
  async find(token: string): Promise<KnownSession | null> {
    const { sessions, clock } = this.#deps;
    const digest = tokenDigest(token);
    const found = await sessions.find(digest);
    if (!found) return null;
    const now = clock.now();
    if (isOver(found.session, now)) {
      await sessions.end({ digest });
      return null;
    }
    if (Math.abs(now - found.session.lastUsedAt) >= NOTED_EVERY_MS) await sessions.touch(digest, now);
    return found;
  }

  /** Those that are not over. */
  async of(operatorId: string): Promise<readonly ConsoleSession[]> {
    const now = this.#deps.clock.now();
    return (await this.#deps.sessions.of(operatorId)).filter((session) => !isOver(session, now));
  }

  /** Ends the one of this token. */
  async leave(token: string): Promise<void> {
    await this.#deps.sessions.end({ digest: tokenDigest(token) });
  }

  /** Ends one by its id. @returns how many there were */
  end(operatorId: string, id: string): Promise<number> {
    return this.#deps.sessions.end({ operatorId, id });
  }

  /** @returns how many there were */
  endAllBut(operatorId: string, id: string): Promise<number> {
    return this.#deps.sessions.end({ operatorId, except: id });
  }
}
