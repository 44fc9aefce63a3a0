import type { FoundLink, LinkKind, OneTimeLinks } from '../../domain/operators/one-time-links.ts';
import type { Operator } from '../../domain/operators/operator.ts';
import { operatorNameOf } from '../../domain/operators/operator-name.ts';
import { type PasswordReason, reasonAgainst } from '../../domain/operators/password-rules.ts';
import { isWithin } from '../../domain/operators/session-lifetime.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { tokenDigest } from '../shared/token-digest.ts';
import type { Passwords } from './passwords.ts';
import { newSecretToken } from './secret-token.ts';

const HOUR_MS = 3_600_000;

const VALID_MS: Readonly<Record<LinkKind, number>> = {
  first: 72 * HOUR_MS,
  new: 72 * HOUR_MS,
  reset: 24 * HOUR_MS,
};

/* Who is the first may choose another one. */
const FIRST_NAME = 'admin';

export interface NewLink {
  readonly token: string;
  readonly expiresAt: number;
}

/** What a link is for. */
export interface Invitation {
  readonly kind: LinkKind;
  readonly name: string;
  readonly role: Operator['role'];
  readonly expiresAt: number;
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly operator: Operator; readonly link: LinkKind }
  | { readonly kind: 'invalid_link' | 'invalid_name' | 'name_taken' }
  | { readonly kind: 'refused_password'; readonly reason: PasswordReason };

export interface LinksDependencies {
  readonly links: OneTimeLinks;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly identifiers: Identifiers;
}

/** One-time links, by which people choose their passwords. Every method throws DependencyError. */
export class Links {
  readonly #deps: LinksDependencies;

  constructor(deps: LinksDependencies) {
    this.#deps = deps;
  }

  /** For this account, in place of the one before; `null`: it gets none, for it is disabled or of the single sign-on. */
  make({ id, state }: Pick<Operator, 'id' | 'state'>): Promise<NewLink | null> {
    return this.#make(id, state === 'invited' ? 'new' : 'reset');
  }

  /** For the first admin; `null`: somebody can sign in already. */
  makeFirst(): Promise<NewLink | null> {
    return this.#make(null, 'first');
  }

  /** `null`: it was used or replaced, or is too old. */
  async invitation(token: string): Promise<Invitation | null> {
    const link = await this.#find(token);
    if (!link) return null;
    const { name, role } = link.operator ?? { name: FIRST_NAME, role: 'admin' };
    return { kind: link.kind, name, role, expiresAt: link.expiresAt };
  }

  /** Uses the link. A password or name that is refused leaves it as it is. @throws PasswordsBusy */
  async accept(token: string, password: string, chosen?: string): Promise<Acceptance> {
    const { links, passwords, clock, identifiers } = this.#deps;
    const link = await this.#find(token);
    if (!link) return { kind: 'invalid_link' };
    // The name of an account is its admin's to choose.
    const name = link.operator?.name ?? operatorNameOf(chosen ?? FIRST_NAME);
    if (name === null) return { kind: 'invalid_name' };
    const reason = reasonAgainst(password, name);
    if (reason) return { kind: 'refused_password', reason };
    const hash = await passwords.hash(password);
    const first = { id: identifiers.next(), name, createdAt: clock.now() };
    const use = await links.use(tokenDigest(token), hash, first);
    if (use.kind === 'gone') return { kind: 'invalid_link' };
    return use.kind === 'used' ? { kind: 'accepted', operator: use.operator, link: link.kind } : use;
  }

  async #make(operatorId: string | null, kind: LinkKind): Promise<NewLink | null> {
    const { links, clock, entropy } = this.#deps;
    const { token, digest } = newSecretToken(entropy);
    const createdAt = clock.now();
    const expiresAt = createdAt + VALID_MS[kind];
    return (await links.put({ digest, operatorId, kind, createdAt, expiresAt }))
      ? { token, expiresAt }
      : null;
  }

  async #find(token: string): Promise<FoundLink | null> {
    const link = await this.#deps.links.find(tokenDigest(token));
    return link && isWithin(link.createdAt, link.expiresAt, this.#deps.clock.now()) ? link : null;
  }
}
