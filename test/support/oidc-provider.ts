import { Person } from '../../examples/identity/person.mjs';
import { startProvider } from '../../examples/identity/provider.mjs';
import { AUDIENCE, INTROSPECTION, SHOP } from '../../examples/identity/registration.mjs';

export interface SignedIn {
  readonly token: string;
  /** Logs out at the provider, and resolves when it has delivered the logout token and revoked the access token. */
  signOut(): Promise<void>;
}

export interface OidcProvider {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly introspectionUrl: string;
  /** Of access tokens that are JWTs. */
  readonly audience: string;
  /** Of logout tokens. */
  readonly logoutAudience: string;
  readonly introspection: { readonly id: string; readonly secret: string };
  /** What became of each logout token, oldest first; `null`: it was delivered. */
  readonly logouts: readonly (Error | null)[];
  /** A session of this user: `u1` and `u4` of zone 1000, `u2` of none, `u3` of zone 2000. */
  signIn(user: string, format: 'jwt' | 'opaque'): Promise<SignedIn>;
  close(): Promise<unknown>;
}

export interface OidcProviderOptions {
  /** Where logout tokens go: `{BASE}/logout/backchannel` of the service. */
  readonly logoutUri?: string;
  /** How long access tokens are valid. */
  readonly tokenSeconds?: number;
}

/** The provider of the examples, a certified implementation of OpenID Connect, on a free port of this machine. */
export async function startOidcProvider(options: OidcProviderOptions = {}): Promise<OidcProvider> {
  const { issuer, jwksUrl, introspectionUrl, provider, close } = await startProvider(options);
  const logouts: (Error | null)[] = [];
  provider.on('backchannel.success', () => logouts.push(null));
  provider.on('backchannel.error', (_ctx, error) => logouts.push(error));
  return {
    issuer,
    jwksUrl,
    introspectionUrl,
    audience: AUDIENCE,
    logoutAudience: SHOP,
    introspection: INTROSPECTION,
    logouts,
    signIn: async (user, format) => {
      const person = new Person(issuer);
      const token = await person.signIn(user, format === 'jwt' ? { resource: AUDIENCE } : {});
      return { token, signOut: () => person.signOut() };
    },
    close,
  };
}
