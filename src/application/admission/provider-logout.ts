import type { Timer } from '../../domain/shared/timer.ts';
import type { LogoutRefusal, LogoutResult, LogoutTelemetry } from '../../domain/visitors/logout-telemetry.ts';
import type { LogoutTokens } from '../../domain/visitors/logout-tokens.ts';
import type { SessionEnds } from '../../domain/visitors/session-ends.ts';

/* The tokens themselves are valid for half of it. */
const REMEMBERED_MS = 600_000;

export interface ProviderLogoutDependencies {
  readonly tokens: LogoutTokens;
  readonly ends: SessionEnds;
  readonly timer: Pick<Timer, 'elapsed'>;
  readonly refused: { report(reason: LogoutRefusal): void };
  readonly telemetry: LogoutTelemetry;
}

/** Ends sessions as the identity provider says. */
export class ProviderLogout {
  readonly #deps: ProviderLogoutDependencies;
  /** When each message was seen. In this process alone: elsewhere it ends again what has ended, which changes nothing. */
  readonly #seen = new Map<string, number>();

  constructor(deps: ProviderLogoutDependencies) {
    this.#deps = deps;
  }

  /**
   * @returns whether the token is valid and was not used before
   * @throws DependencyError if the keys or the record store are away; then the provider may send the same again
   */
  async end(token: string): Promise<boolean> {
    const { refused, telemetry } = this.#deps;
    let result: LogoutResult = 'fault';
    try {
      const refusal = await this.#end(token);
      if (refusal) refused.report(refusal);
      result = refusal ?? 'ended';
      return refusal === null;
    } finally {
      telemetry.providerLogout(result);
    }
  }

  async #end(token: string): Promise<LogoutRefusal | null> {
    const { tokens, ends } = this.#deps;
    const reading = await tokens.read(token);
    if (reading.kind === 'refused') return reading.reason;
    const { jti, uid, sid, issuedAt } = reading.logout;
    if (this.#isSeen(jti)) return 'repeated';
    try {
      // A session by its name is one of the user's: without one, all end.
      if (sid !== null) await ends.end({ kind: 'sid', sid }, issuedAt);
      else if (uid !== null) await ends.end({ kind: 'user', uid }, issuedAt);
    } catch (error) {
      this.#seen.delete(jti);
      throw error;
    }
    return null;
  }

  #isSeen(jti: string): boolean {
    const now = this.#deps.timer.elapsed();
    // In the order of their time. Only tokens with a good signature come here.
    for (const [old, at] of this.#seen) {
      if (now - at < REMEMBERED_MS) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(jti)) return true;
    this.#seen.set(jti, now);
    return false;
  }
}
