import type { Client } from 'oauth4webapi';
import { z } from 'zod';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { type IdentityClaims, userOfClaims } from './identity-claims.ts';
import { parseJson } from './parse-json.ts';
import { httpFault, isAboutRequest, type TokenWire } from './token-wire.ts';

export interface IntrospectionClient {
  readonly clientId: string;
  readonly secret: string;
  /** Where the secret is sent: in the header, or in the body. */
  readonly auth: 'basic' | 'post';
  /** Tokens must be for it; `null`: the server decides. */
  readonly audience: string | null;
}

/* By how much the clock of the server may be ahead: a token is often introspected as soon as it is issued. */
const TOLERANCE_MS = 5000;

/* Some servers write `null` for what they do not know. */
const answerSchema = z.looseObject({
  active: z.boolean(),
  exp: z.number().nullish(),
  nbf: z.number().nullish(),
  aud: z.union([z.string(), z.array(z.string())]).nullish(),
  sid: z.string().nullish(),
});

/* RFC 7009: what some servers, oidc-provider among them, answer to a token that has not the form of theirs. */
const NO_TOKEN_OF_OURS = z.object({ error: z.literal('unsupported_token_type') });

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly params: URLSearchParams;
}

/**
 * The wire of token introspection (RFC 7662). The server verifies the token; `active: false` refuses it, and so does the
 * error `unsupported_token_type`. How the client authenticates is oauth4webapi's; its calls are not used, since they have
 * no limits of size and no breaker.
 */
export function introspectionWire(
  client: IntrospectionClient,
  claims: IdentityClaims,
  clock: Clock,
): TokenWire {
  let credentials: Promise<Credentials> | undefined;
  return {
    async request(token) {
      credentials ??= credentialsOf(client);
      const { headers, params } = await credentials;
      const form = new URLSearchParams(params);
      form.set('token', token);
      form.set('token_type_hint', 'access_token');
      return { body: form.toString(), headers };
    },
    read({ status, body }) {
      // These concern the credentials of the client, never the token.
      if (status === 401 || status === 403) {
        throw new DependencyError('passport', `does not accept the client’s credentials (HTTP ${status})`);
      }
      if (status === 400 && NO_TOKEN_OF_OURS.safeParse(parseJson(body)).success) return { kind: 'refused' };
      if (isAboutRequest(status)) return { kind: 'not_taken', status };
      if (status !== 200) throw httpFault(status);
      return readBody(body, client.audience, claims, clock.now());
    },
  };
}

function readBody(
  body: string,
  audience: string | null,
  claims: IdentityClaims,
  now: number,
): VerificationResult {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyError('passport', 'answered something else than {"active"}');
  const { active, exp, nbf, aud, sid } = answer.data;
  const expiresAt = typeof exp === 'number' ? Math.floor(exp * 1000) : undefined;
  const isOver = expiresAt !== undefined && expiresAt <= now;
  const isEarly = typeof nbf === 'number' && nbf * 1000 > now + TOLERANCE_MS;
  const isForUs = audience === null || [aud ?? []].flat().includes(audience);
  if (!active || isOver || isEarly || !isForUs) return { kind: 'refused' };
  const user = userOfClaims(answer.data, claims, 'name');
  if (!user) {
    throw new DependencyError('passport', `answered active without a usable ${claims.uid}`);
  }
  return { kind: 'user', user, ...(expiresAt !== undefined && { expiresAt }), ...(sid && { sid }) };
}

async function credentialsOf({ clientId, secret, auth }: IntrospectionClient): Promise<Credentials> {
  // It takes 20 ms of a start, which a service with another identity does not need.
  const { ClientSecretBasic, ClientSecretPost } = await import('oauth4webapi');
  const authenticate = auth === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
  const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  const params = new URLSearchParams();
  const client: Client = { client_id: clientId };
  // What it knows of the server is for other kinds of credentials.
  await authenticate({ issuer: '' }, client, params, headers);
  return { headers: Object.fromEntries(headers), params };
}
