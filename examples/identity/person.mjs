// A person without a browser: goes through the provider's pages as a browser would, by their cookies and forms.
import { newSignIn, tokensOf } from './client.mjs';

/** Somebody at the provider. After `signIn` this is one session there, until `signOut`. */
export class Person {
  #issuer;
  #callback;
  /** @type {Map<string, string>} */
  #cookies = new Map();
  #idToken = '';

  /** @param {string} issuer @param {string} [callback] the one that the provider knows */
  constructor(issuer, callback = 'http://127.0.0.1/callback') {
    this.#issuer = issuer;
    this.#callback = callback;
  }

  /** @param {string} user @param {{ resource?: string | undefined }} [options] @returns {Promise<string>} the access token */
  async signIn(user, { resource } = {}) {
    const signIn = newSignIn(this.#issuer, { callback: this.#callback, resource });
    let response = await this.#ask(signIn.url);
    for (let next = locationOf(response); !next.startsWith(this.#callback); next = locationOf(response)) {
      const form = next.includes('/interaction/') ? { user } : undefined;
      response = await this.#ask(next, form);
    }
    const { accessToken, idToken } = await tokensOf(this.#issuer, signIn, new URL(locationOf(response)));
    this.#idToken = idToken;
    return accessToken;
  }

  /** Logs out at the provider, which revokes the token and sends the logout token to the service. */
  async signOut() {
    const page = await this.#ask(`${this.#issuer}/session/end?id_token_hint=${this.#idToken}`);
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(await page.text()) ?? [];
    const done = await this.#ask(`${this.#issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    if (done.status !== 303) throw new Error(`no logout (${done.status})`);
  }

  /** @param {string} url @param {Record<string, string>} [form] */
  async #ask(url, form) {
    const response = await fetch(new URL(url, this.#issuer), {
      redirect: 'manual',
      headers: { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}

/** @param {Response} response */
function locationOf(response) {
  const location = response.headers.get('location');
  if (!location) throw new Error(`the provider did not go on (${response.status})`);
  return location;
}
