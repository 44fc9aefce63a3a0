import type { OneTimeLinks } from '../../domain/operators/one-time-links.ts';
import type { Operator } from '../../domain/operators/operator.ts';
import { operatorNameOf } from '../../domain/operators/operator-name.ts';
import type {
  OperatorChange,
  OperatorChangeResult,
  OperatorStore,
} from '../../domain/operators/operator-store.ts';
import type { Role } from '../../domain/operators/roles.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import type { Links, NewLink } from './links.ts';

export interface ListedOperator extends Operator {
  /** Until when its link may be used; `null`: there is none. */
  readonly linkExpiresAt: number | null;
}

export type AddedOperator =
  | { readonly kind: 'added'; readonly operator: Operator; readonly link: NewLink }
  | { readonly kind: 'invalid_name' }
  | { readonly kind: 'name_taken' };

export type AccountChange =
  | OperatorChangeResult
  /** Nobody changes their own role, or disables themselves. */
  | { readonly kind: 'own_account' }
  /** The provider of the single sign-on gives the role. */
  | { readonly kind: 'not_local' };

export type LinkResult =
  | { readonly kind: 'made'; readonly operator: Operator; readonly link: NewLink }
  | { readonly kind: 'missing' | 'disabled' | 'not_local' };

export interface OperatorAccountsDependencies {
  readonly store: OperatorStore;
  readonly links: Links;
  readonly oneTimeLinks: Pick<OneTimeLinks, 'expiries'>;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

/** The accounts, as admins and the command see to them. Every method throws DependencyError. */
export class OperatorAccounts {
  readonly #deps: OperatorAccountsDependencies;

  constructor(deps: OperatorAccountsDependencies) {
    this.#deps = deps;
  }

  /** By name. */
  async list(): Promise<readonly ListedOperator[]> {
    const { store, oneTimeLinks, clock } = this.#deps;
    const [operators, expiries] = await Promise.all([store.list(), oneTimeLinks.expiries()]);
    const now = clock.now();
    return operators.map((operator) => {
      const until = expiries.get(operator.id) ?? 0;
      return { ...operator, linkExpiresAt: until > now ? until : null };
    });
  }

  find(by: { readonly id: string } | { readonly name: string }): Promise<Operator | null> {
    return this.#deps.store.find(by);
  }

  /** With a link by which the person chooses a password. */
  async add(text: string, role: Role): Promise<AddedOperator> {
    const { store, links, clock, identifiers } = this.#deps;
    const name = operatorNameOf(text);
    if (name === null) return { kind: 'invalid_name' };
    const made = { id: identifiers.next(), name, role, state: 'invited', via: 'password' } as const;
    const operator: Operator = { ...made, createdAt: clock.now(), lastSignInAt: null, version: 1 };
    if (!(await store.add(operator))) return { kind: 'name_taken' };
    const link = await links.make(operator);
    if (!link) throw new Error('the account has changed as soon as it was made');
    return { kind: 'added', operator, link };
  }

  /** @param by the operator who changes it; `null`: the command */
  async change(id: string, change: OperatorChange, by: string | null): Promise<AccountChange> {
    if (id === by) return { kind: 'own_account' };
    if (change.role !== undefined) {
      const operator = await this.#deps.store.find({ id });
      if (operator?.via === 'oidc') return { kind: 'not_local' };
    }
    return this.#deps.store.change(id, change);
  }

  /** A new link for the account; the one before ends. */
  async link(id: string): Promise<LinkResult> {
    const operator = await this.#deps.store.find({ id });
    if (!operator) return { kind: 'missing' };
    if (operator.via === 'oidc') return { kind: 'not_local' };
    const link = await this.#deps.links.make(operator);
    return link ? { kind: 'made', operator, link } : { kind: 'disabled' };
  }
}
