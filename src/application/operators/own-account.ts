import type { Credentials } from '../../domain/operators/credentials.ts';
import { type PasswordReason, reasonAgainst } from '../../domain/operators/password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { Client, OpenedSession, SessionDesk } from './session-desk.ts';
import type { SignIn } from './sign-in.ts';

export type PasswordChange =
  /** Without a session, if the account was disabled at that moment. */
  | { readonly kind: 'changed'; readonly opened: OpenedSession | null }
  | { readonly kind: 'wrong' | 'not_local' | 'clash' }
  | { readonly kind: 'paused'; readonly waitMs: number }
  | { readonly kind: 'refused_password'; readonly reason: PasswordReason };

export interface OwnAccountDependencies {
  readonly credentials: Credentials;
  readonly passwords: Passwords;
  readonly signIn: Pick<SignIn, 'check'>;
  readonly desk: SessionDesk;
}

/** What people do with their own account. */
export class OwnAccount {
  readonly #deps: OwnAccountDependencies;

  constructor(deps: OwnAccountDependencies) {
    this.#deps = deps;
  }

  /**
   * Changes the password, and ends all sessions of the account; the one that asks goes on under a new token.
   * @throws DependencyError if the store does not answer
   * @throws PasswordsBusy
   */
  async changePassword(id: string, current: string, next: string, client: Client): Promise<PasswordChange> {
    const { credentials, passwords, signIn, desk } = this.#deps;
    const credential = await credentials.of({ id });
    if (credential?.operator.via !== 'password') return { kind: 'not_local' };
    const { name } = credential.operator;
    const reason = reasonAgainst(next, name);
    if (reason) return { kind: 'refused_password', reason };
    // Guesses from a desk that was left are counted as those at the door.
    const checked = await signIn.check(name, current, credential, client);
    if (checked.kind === 'paused') return checked;
    if (checked.kind === 'wrong') return { kind: 'wrong' };
    const operator = await credentials.replace(credential.operator, await passwords.hash(next));
    return operator ? { kind: 'changed', opened: await desk.open(operator, client) } : { kind: 'clash' };
  }
}
