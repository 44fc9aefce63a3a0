// A passport that answers `check_token`: the company's own login, with tokens that only it can read. NOT FOR PRODUCTION.
import { randomBytes } from 'node:crypto';
import { bodyOf, loggedIn, returnTo, serve } from './serve.mjs';
import { USERS } from './users.mjs';

/**
 * @param {{ port?: number, page?: string }} [options] the page that browsers go to after the login
 */
export async function startPassport({ port = 0, page = 'http://127.0.0.1:3033/cms-market/' } = {}) {
  /** @type {Map<string, string>} who has which token */
  const uids = new Map();
  /** @param {string} token */
  const revoke = (token) => uids.delete(token);
  /** @param {string | null} uid */
  const issue = (uid) => {
    if (!uid || !USERS.has(uid)) throw new Error('no such user');
    const token = randomBytes(16).toString('hex');
    uids.set(token, uid);
    return token;
  };
  const { origin, close } = await serve(port, {
    'POST /check_token': async (request) => {
      const uid = uids.get(JSON.parse(await bodyOf(request)).token);
      const answer = uid ? { ret: 0, data: { uid, ...USERS.get(uid) } } : { ret: 1, msg: 'no such token' };
      return { headers: { 'Content-Type': 'application/json' }, text: JSON.stringify(answer) };
    },
    'GET /login': (_request, url) => {
      const back = encodeURIComponent(returnTo(url, page));
      const links = [...USERS].map(
        ([uid, { name }]) => `<a href="/enter?user=${uid}&return=${back}">${name}</a>`,
      );
      return { headers: { 'Content-Type': 'text/html' }, text: `<h1>Who are you?</h1>${links.join(' ')}` };
    },
    'GET /enter': (_request, url) => loggedIn(issue(url.searchParams.get('user')), returnTo(url, page)),
    'GET /token': (_request, url) => ({ text: `${issue(url.searchParams.get('user'))}\n` }),
    'POST /logout': (_request, url) => {
      for (const [token, uid] of uids) if (uid === url.searchParams.get('user')) uids.delete(token);
      return { text: 'logged out\n' };
    },
  });
  return { origin, checkTokenUrl: `${origin}/check_token`, issue, revoke, close };
}
