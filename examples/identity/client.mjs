// How the company's site gets a token from the provider: the authorization code flow with PKCE.
import { createHash, randomBytes } from 'node:crypto';
import { SHOP } from './registration.mjs';

/**
 * @param {string} issuer
 * @param {{ callback: string, resource?: string | undefined }} options with a resource the token is a JWT for it
 */
export function newSignIn(issuer, { callback, resource }) {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const query = new URLSearchParams({
    client_id: SHOP,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: callback,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(resource && { resource }),
  });
  return { url: `${issuer}/auth?${query}`, state, verifier, callback };
}

/**
 * @param {string} issuer
 * @param {{ state: string, verifier: string, callback: string }} signIn
 * @param {URL} answer the address that the provider sent the browser to
 * @returns {Promise<{ accessToken: string, idToken: string }>}
 */
export async function tokensOf(issuer, { state, verifier, callback }, answer) {
  const { searchParams } = answer;
  const code = searchParams.get('code');
  if (!code || searchParams.get('state') !== state)
    throw new Error(`no sign-in: ${searchParams.get('error')}`);
  const form = {
    grant_type: 'authorization_code',
    client_id: SHOP,
    code,
    redirect_uri: callback,
    code_verifier: verifier,
  };
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: accessToken, id_token: idToken } = await response.json();
  if (!accessToken) throw new Error(`the provider gave no token (${response.status})`);
  return { accessToken, idToken };
}
