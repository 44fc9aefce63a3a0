import { KNOWN_BROWSER_MS } from '../../../../application/operators/known-browser.ts';
import { PasswordsBusy } from '../../../../application/operators/passwords.ts';
import type { Client, OpenedSession } from '../../../../application/operators/session-desk.ts';
import type { PasswordReason } from '../../../../domain/operators/password-rules.ts';
import { consoleCookie, setConsoleCookie, setSessionToken } from '../console-cookie.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import type { ConsoleRequest } from '../console-route.ts';

const KNOWN = 'cms_console_known';

/* By then those that wait have been checked. */
const BUSY_SECONDS = 5;

export function clientOf({ address, ctx }: Pick<ConsoleRequest<never>, 'address' | 'ctx'>): Client {
  const userAgent = ctx.req.headers['user-agent'] ?? '';
  return { address, userAgent, knownBrowser: consoleCookie(ctx, KNOWN) };
}

/** Makes the browser known to the account, whose owner then waits for nobody who fails elsewhere. */
export function makeKnown({ ctx }: Pick<ConsoleRequest<never>, 'ctx'>, token: string): void {
  setConsoleCookie(ctx, KNOWN, token, KNOWN_BROWSER_MS / 1000);
}

/** Gives the browser the token of its session. */
export function giveToken(
  { ctx }: Pick<ConsoleRequest<never>, 'ctx'>,
  { token, session }: OpenedSession,
): void {
  setSessionToken(ctx, token, Math.floor((session.expiresAt - session.startedAt) / 1000));
}

export function tooMany(waitMs: number): ConsoleRefusal {
  const seconds = Math.ceil(waitMs / 1000);
  return new ConsoleRefusal('too_many', { retry_after_seconds: seconds }, seconds);
}

export function refusedPassword(field: 'password' | 'next', reason: PasswordReason): ConsoleRefusal {
  return new ConsoleRefusal('invalid', { field, reason });
}

/** Does what hashes a password. @throws ConsoleRefusal while too many do */
export async function unlessBusy<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof PasswordsBusy ? tooMany(BUSY_SECONDS * 1000) : error;
  }
}
