// The company's own site, whose visitors log in at the provider. NOT FOR PRODUCTION: anyone who asks gets a token.
import { newSignIn, tokensOf } from './client.mjs';
import { Person } from './person.mjs';
import { loggedIn, returnTo, serve } from './serve.mjs';

/**
 * @param {object} options
 * @param {string} options.issuer of the provider, which knows `/callback` of this site
 * @param {number} options.port
 * @param {string} options.page that browsers go to after the login
 * @param {string | undefined} options.resource with it tokens are JWTs for it; without it opaque texts
 */
export async function startShop({ issuer, port, page, resource }) {
  const callback = `http://127.0.0.1:${port}/callback`;
  /** @type {Map<string, { signIn: ReturnType<typeof newSignIn>, back: string }>} by state */
  const begun = new Map();
  /** @type {Map<string, Person>} who came by a shell */
  const people = new Map();

  return serve(port, {
    'GET /login': (_request, url) => {
      const signIn = newSignIn(issuer, { callback, resource });
      begun.set(signIn.state, { signIn, back: returnTo(url, page) });
      // The answer must come to the browser that began.
      const headers = { Location: signIn.url, 'Set-Cookie': `state=${signIn.state}; HttpOnly; SameSite=Lax` };
      return { status: 303, headers };
    },
    'GET /callback': async (request, url) => {
      const state = url.searchParams.get('state') ?? '';
      const waiting = begun.get(state);
      begun.delete(state);
      if (!waiting || !request.headers.cookie?.includes(`state=${state}`))
        throw new Error('begin again: /login');
      const { accessToken, idToken } = await tokensOf(issuer, waiting.signIn, url);
      const hint = `hint=${idToken}; Path=/logout; HttpOnly; SameSite=Lax`;
      return loggedIn(accessToken, waiting.back, [hint]);
    },
    'GET /logout': (request) => {
      const [, hint = ''] = /(?:^|; )hint=([^;]*)/.exec(request.headers.cookie ?? '') ?? [];
      const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: page });
      return { status: 303, headers: { Location: `${issuer}/session/end?${query}` } };
    },
    'GET /token': async (_request, url) => {
      const user = url.searchParams.get('user') ?? '';
      const person = new Person(issuer, callback);
      const token = await person.signIn(user, { resource });
      people.set(user, person);
      return { text: `${token}\n` };
    },
    'POST /logout': async (_request, url) => {
      const user = url.searchParams.get('user') ?? '';
      const person = people.get(user);
      if (!person) throw new Error(`nobody is logged in as ${user}`);
      people.delete(user);
      await person.signOut();
      return { text: 'logged out\n' };
    },
  });
}
