import type {
  IdentityProvider,
  ProvenIdentity,
  SsoRequest,
  SsoSecrets,
} from '../../domain/operators/identity-provider.ts';
import type { Operator } from '../../domain/operators/operator.ts';
import { operatorNameOf } from '../../domain/operators/operator-name.ts';
import type { Role } from '../../domain/operators/roles.ts';
import type { SsoAccounts } from '../../domain/operators/sso-accounts.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { tokenDigest } from '../shared/token-digest.ts';
import type { Client, OpenedSession, SessionDesk } from './session-desk.ts';

/* Of several values of the claim, the one that may do most counts. */
const HIGHEST_FIRST: readonly Role[] = ['admin', 'publisher', 'editor', 'viewer', 'staff'];

export type SsoResult =
  | { readonly kind: 'signed_in'; readonly opened: OpenedSession; readonly before: Operator | null }
  /** `operator`: whose account it is, where there is one; `name`: as the provider says. */
  | {
      readonly kind: 'no_role' | 'name_taken' | 'disabled';
      readonly name: string;
      readonly operator: Operator | null;
    }
  | { readonly kind: 'expired' }
  | { readonly kind: 'untrusted'; readonly error: unknown };

/** With what a browser comes back from the provider. */
export interface SsoAnswer {
  readonly redirectUri: string;
  /** Of the address, with its `?`. */
  readonly search: string;
  /** That it was sent there with. */
  readonly secrets: SsoSecrets;
}

export interface SingleSignOnDependencies {
  readonly provider: IdentityProvider;
  readonly accounts: SsoAccounts;
  /** By value of the claim. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly desk: SessionDesk;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

/** Signs in at a provider, which says who it is and what they may do. Both throw DependencyError. */
export class SingleSignOn {
  readonly #deps: SingleSignOnDependencies;

  constructor(deps: SingleSignOnDependencies) {
    this.#deps = deps;
  }

  begin(redirectUri: string): Promise<SsoRequest> {
    return this.#deps.provider.begin(redirectUri);
  }

  /** @param proven is called with the name that the provider says, before anything is changed; what it throws ends the sign-in */
  async finish(
    { redirectUri, search, secrets }: SsoAnswer,
    client: Client,
    proven: (name: string) => Promise<void>,
  ): Promise<SsoResult> {
    const { provider, accounts, roles, desk, clock, identifiers } = this.#deps;
    const proof = await provider.finish(redirectUri, search, secrets);
    if (proof.kind !== 'proven') return proof;
    const { issuer, subject, names, values } = proof.identity;
    const name = nameOf(proof.identity, names);
    await proven(name);
    const role = HIGHEST_FIRST.find((each) => values.some((value) => roles.get(value) === each));
    if (!role) {
      const operator = await accounts.withdraw({ issuer, subject });
      return { kind: 'no_role', name, operator };
    }
    const account = { id: identifiers.next(), issuer, subject, name, role, now: clock.now() };
    const known = await accounts.signIn(account);
    if (known.kind !== 'known') return { kind: known.kind, name, operator: null };
    const opened = await desk.open(known.operator, client);
    // It was changed in this very moment.
    if (!opened) return { kind: 'expired' };
    return { kind: 'signed_in', opened, before: known.before };
  }
}

function nameOf({ issuer, subject }: ProvenIdentity, names: readonly string[]): string {
  for (const each of names) {
    const name = operatorNameOf(each);
    if (name !== null) return name;
  }
  return `user ${tokenDigest(`${issuer} ${subject}`).slice(0, 12)}`;
}
