import type * as Oidc from 'openid-client';
import type {
  IdentityProvider,
  ProvenIdentity,
  SsoProof,
  SsoRequest,
  SsoSecrets,
} from '../../domain/operators/identity-provider.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { claimOf } from './identity-claims.ts';

/* A person waits, and a provider answers within one. */
const DEADLINE_SECONDS = 5;

/* What the provider says of itself changes rarely; its keys are read anew by themselves. */
const KEPT_MS = 3_600_000;

export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  /** `null`: a public client. */
  readonly secret: string | null;
  readonly scope: string;
  readonly roleClaim: string;
}

/* It takes 40 ms of a start, which one without a single sign-on does not need. */
const load = () => import('openid-client');

/** A provider of OpenID Connect: the authorization code flow with PKCE, state and nonce; ID tokens by their signature. */
export class OidcIdentityProvider implements IdentityProvider {
  readonly #client: OidcClient;
  #known: { readonly configuration: Promise<Oidc.Configuration>; readonly at: number } | null = null;

  constructor(client: OidcClient) {
    this.#client = client;
  }

  async begin(redirectUri: string): Promise<SsoRequest> {
    const oidc = await load();
    const configuration = await this.#configuration(oidc);
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.#client.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, secrets: { state, nonce, verifier } };
  }

  async finish(redirectUri: string, search: string, secrets: SsoSecrets): Promise<SsoProof> {
    const oidc = await load();
    // Before the provider is asked: what was not begun here is not its business.
    if (new URLSearchParams(search).get('state') !== secrets.state) return { kind: 'expired' };
    const configuration = await this.#configuration(oidc);
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(redirectUri + search), {
        pkceCodeVerifier: secrets.verifier,
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        idTokenExpected: true,
      });
      return { kind: 'proven', identity: await this.#identityOf(oidc, configuration, tokens) };
    } catch (error) {
      if (isAway(error))
        throw new DependencyError('identity provider', 'it does not answer', { cause: error });
      const isUsed = error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';
      return isUsed ? { kind: 'expired' } : { kind: 'untrusted', error };
    }
  }

  async #identityOf(
    oidc: typeof Oidc,
    configuration: Oidc.Configuration,
    tokens: Awaited<ReturnType<typeof Oidc.authorizationCodeGrant>>,
  ): Promise<ProvenIdentity> {
    const claims = tokens.claims();
    if (!claims) throw new Error('the provider gave no ID token');
    const { roleClaim } = this.#client;
    let all: Readonly<Record<string, unknown>> = claims;
    // Some providers give roles and names there alone.
    if (valuesOf(claims, roleClaim) === null && configuration.serverMetadata().userinfo_endpoint) {
      const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      all = { ...more, ...claims };
    }
    return {
      issuer: claims.iss,
      subject: claims.sub,
      names: ['preferred_username', 'name', 'email']
        .map((claim) => all[claim])
        .filter((name) => typeof name === 'string'),
      values: valuesOf(all, roleClaim) ?? [],
    };
  }

  /* Asked for when it is needed, by one question at a time; one that failed is forgotten. */
  #configuration(oidc: typeof Oidc): Promise<Oidc.Configuration> {
    const now = performance.now();
    if (this.#known && now - this.#known.at < KEPT_MS) return this.#known.configuration;
    const { issuer, clientId, secret } = this.#client;
    const isPlain = new URL(issuer).protocol === 'http:';
    const discovery = oidc.discovery(new URL(issuer), clientId, {}, authOf(oidc, secret), {
      timeout: DEADLINE_SECONDS,
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    });
    const known = {
      at: now,
      configuration: discovery.catch((cause: unknown) => {
        if (this.#known === known) this.#known = null;
        throw new DependencyError('identity provider', 'it does not answer', { cause });
      }),
    };
    this.#known = known;
    return known.configuration;
  }
}

/* As the provider wants it; the standard says: in a header, where it says nothing. */
function authOf(oidc: typeof Oidc, secret: string | null): Oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [inHeader, inBody] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? inHeader : inBody)(server, ...rest);
  };
}

/** The texts of a claim; `null`: there is none. */
function valuesOf(claims: Readonly<Record<string, unknown>>, name: string): readonly string[] | null {
  const found = claimOf(claims, name);
  if (typeof found === 'string') return [found];
  return Array.isArray(found) ? found.filter((value) => typeof value === 'string') : null;
}

/* A connection that failed, a deadline, or a server that is broken. */
function isAway(error: unknown): boolean {
  const { code, cause, status } = error as { code?: string; cause?: unknown; status?: number };
  if (code === 'OAUTH_TIMEOUT' || (status !== undefined && status >= 500)) return true;
  if (cause instanceof Response) return cause.status >= 500;
  return error instanceof TypeError && /fetch failed/.test(error.message);
}
