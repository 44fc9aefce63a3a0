// A provider of OpenID Connect on this machine, for the examples and the tests. NOT FOR PRODUCTION: it asks for no
// password, keeps everything in memory, speaks http, and its one secret is in this file.
// docs/identity.md says how to use it; `node examples/identity/run.mjs jwt` starts it beside the service.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
// On Node 20 it prints "Unsupported runtime". It works there.
import Provider from 'oidc-provider';
import { AUDIENCE, INTROSPECTION, SHOP } from './registration.mjs';
import { signInForms } from './sign-in-forms.mjs';
import { USERS } from './users.mjs';

/**
 * @param {object} options
 * @param {number} [options.port] 0: a free one
 * @param {string} [options.callback] where the site receives the answer to a sign-in
 * @param {string} [options.afterLogout] where browsers go after a logout
 * @param {string} [options.logoutUri] of the service: `{BASE}/logout/backchannel`
 * @param {number} [options.tokenSeconds] how long access tokens are valid
 */
export async function startProvider({ port = 0, tokenSeconds = 3600, ...urls } = {}) {
  // The issuer holds the port, so the server listens first.
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${portOf(server)}`;
  const provider = new Provider(issuer, configuration({ tokenSeconds, ...urls }));
  server.on('request', signInForms(provider, provider.callback()));
  return {
    issuer,
    /** The addresses that the settings of the service name. */
    jwksUrl: `${issuer}/jwks`,
    introspectionUrl: `${issuer}/token/introspection`,
    /** For tests: `backchannel.success` and `backchannel.error` show what became of a logout token. */
    provider,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

function portOf(server) {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function configuration({ tokenSeconds, callback, afterLogout, logoutUri }) {
  return {
    clients: [
      {
        client_id: SHOP,
        // A public client: the code is of use only with the verifier (PKCE).
        token_endpoint_auth_method: 'none',
        redirect_uris: [callback ?? 'http://127.0.0.1/callback'],
        post_logout_redirect_uris: afterLogout ? [afterLogout] : [],
        ...(logoutUri && { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true }),
      },
      {
        client_id: INTROSPECTION.id,
        client_secret: INTROSPECTION.secret,
        grant_types: [],
        response_types: [],
        redirect_uris: [],
      },
    ],
    jwks: { keys: [signingKey()] },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (_ctx, client) => client.clientId === INTROSPECTION.id },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource },
      resourceIndicators: { enabled: true, getResourceServerInfo, useGrantedResource: () => true },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, uid) => USERS.has(uid) && { accountId: uid, claims: () => ({ sub: uid }) },
    extraTokenClaims: (_ctx, token) => ({ ...USERS.get(token.accountId), sid: token.sid }),
    loadExistingGrant: grantOfShop,
    // The provider's own dispatcher refuses loopback addresses, and here everything is on one.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    cookies: { keys: [randomBytes(16).toString('hex')] },
    ttl: { AccessToken: tokenSeconds, Grant: 86_400, IdToken: 3600, Interaction: 600, Session: 86_400 },
  };
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}

function logoutSource(ctx, form) {
  ctx.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
}

function getResourceServerInfo() {
  return { scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
}

/* The shop is the company's own site: nobody is asked whether it may know them. */
async function grantOfShop(ctx) {
  const { client, session, provider, params } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope('openid');
  if (params.resource) grant.addResourceScope(params.resource, '');
  await grant.save();
  return grant;
}
