import type { Credential, Credentials } from '../../domain/operators/credentials.ts';
import type { Operator } from '../../domain/operators/operator.ts';
import type { SignInAttempts } from '../../domain/operators/sign-in-attempts.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { attemptKeys } from './attempt-keys.ts';
import { isKnownBrowser, knownBrowserToken } from './known-browser.ts';
import type { Passwords } from './passwords.ts';
import type { Client, OpenedSession, SessionDesk } from './session-desk.ts';

export type SignInResult =
  | { readonly kind: 'signed_in'; readonly opened: OpenedSession; readonly knownBrowser: string }
  /** For the trail: whose name it was, if it is anybody's. The client gets the same answer for all. */
  | { readonly kind: 'wrong'; readonly of: Operator | null }
  | { readonly kind: 'paused'; readonly waitMs: number };

export interface SignInDependencies {
  readonly credentials: Credentials;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly desk: SessionDesk;
  readonly clock: Clock;
}

/** Signs in with a password. */
export class SignIn {
  readonly #deps: SignInDependencies;

  constructor(deps: SignInDependencies) {
    this.#deps = deps;
  }

  /**
   * @throws DependencyError if the store does not answer: never is the password called wrong then
   * @throws PasswordsBusy
   */
  async signIn(name: string, password: string, client: Client): Promise<SignInResult> {
    const { credentials, desk } = this.#deps;
    const credential = await credentials.of({ name });
    const checked = await this.check(name, password, credential, client);
    if (checked.kind !== 'right') return checked;
    const { operator } = checked.credential;
    const opened = await desk.open(operator, client);
    if (!opened) return { kind: 'wrong', of: operator };
    return {
      kind: 'signed_in',
      opened,
      knownBrowser: knownBrowserToken(checked.credential, this.#deps.clock.now()),
    };
  }

  /** Whether this is the password of the account, which is active. Counted, whatever for it is asked. */
  async check(
    name: string,
    password: string,
    credential: Awaited<ReturnType<Credentials['of']>>,
    { address, knownBrowser }: Client,
  ): Promise<
    { readonly kind: 'right'; readonly credential: Credential } | Exclude<SignInResult, { kind: 'signed_in' }>
  > {
    const { attempts, passwords, clock } = this.#deps;
    const now = clock.now();
    const isKnown = credential && knownBrowser && isKnownBrowser(knownBrowser, credential, now);
    const keys = attemptKeys(name, address, isKnown ? knownBrowser : undefined);
    const permission = await attempts.begin(keys, now);
    if (permission.kind === 'refused') return { kind: 'paused', waitMs: permission.waitMs };
    const operator = credential?.operator ?? null;
    const isRight = await passwords
      .check(credential?.password ?? null, password)
      .catch(async (error: unknown) => {
        await attempts.withdrawn(keys);
        throw error;
      });
    if (!isRight || !credential || operator?.state !== 'active') return { kind: 'wrong', of: operator };
    await attempts.succeeded(keys);
    return { kind: 'right', credential };
  }
}
