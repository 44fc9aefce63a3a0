import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { LogoutRefusal } from '../../domain/visitors/logout-telemetry.ts';

/* Anybody can send such tokens, and a wrong setting refuses each one: so one line says it. The metric counts them all. */
const EVERY_MS = 60_000;

/* Nothing of a token: who sends it chooses that. */
const REASONS: Readonly<Record<LogoutRefusal, string>> = {
  form: 'no logout_token in a form, or it is no signed JWT for a logout',
  algorithm: 'it is signed by an algorithm that is not expected',
  key: 'its issuer has no such key',
  signature: 'its signature is not that of the key',
  issuer: 'iss is not the expected issuer',
  audience: 'aud has no LOGOUT_AUDIENCE',
  time: 'iat is missing or to come, or another time cannot be taken',
  expired: 'exp is over',
  too_old: 'iat is more than 5 minutes ago',
  events: 'events does not have the event of a back-channel logout',
  nonce: 'it has a nonce, as ID tokens have',
  jti: 'jti is missing',
  user: 'sub and sid are missing, or cannot be taken',
  repeated: 'it was used before',
};

/** Says for which reasons logout tokens were refused: each reason once a minute at most. */
export class RefusedLogouts {
  readonly #errorReporter: ErrorReporter;
  readonly #timer: Pick<Timer, 'elapsed'>;
  readonly #reportedAt = new Map<LogoutRefusal, number>();

  constructor(errorReporter: ErrorReporter, timer: Pick<Timer, 'elapsed'>) {
    this.#errorReporter = errorReporter;
    this.#timer = timer;
  }

  report(reason: LogoutRefusal): void {
    const now = this.#timer.elapsed();
    const last = this.#reportedAt.get(reason);
    if (last !== undefined && now - last < EVERY_MS) return;
    this.#reportedAt.set(reason, now);
    this.#errorReporter.report(`a logout token was refused: ${reason}`, REASONS[reason]);
  }
}
