export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
  readonly body: any;
}

/** What a browser does with the API of the console: it keeps the cookies and the CSRF token that it was given. */
export class Browser {
  readonly origin: string;
  readonly headers: Record<string, string>;
  readonly cookies = new Map<string, string>();
  csrf: string | null = null;

  /** @param headers of each request */
  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.origin = origin;
    this.headers = { ...headers };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<BrowserAnswer> {
    return this.#ask(path, { headers });
  }

  post(
    path: string,
    body: unknown = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<BrowserAnswer> {
    const csrf = this.csrf === null ? {} : { 'X-CSRF-Token': this.csrf };
    return this.#ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...csrf, ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Another one with the same cookies and token: what a thief has. */
  copy(): Browser {
    const other = new Browser(this.origin, this.headers);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    other.csrf = this.csrf;
    return other;
  }

  async #ask(path: string, init: RequestInit & { headers: Readonly<Record<string, string>> }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...(cookie && { Cookie: cookie }), ...init.headers };
    const response = await fetch(`${this.origin}/api${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const body = isJson ? JSON.parse(text) : text;
    if (typeof body?.csrf_token === 'string') this.csrf = body.csrf_token;
    return { status: response.status, headers: response.headers, body };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */);
    const at = pair.indexOf('=');
    const isGone = attributes.includes('Max-Age=0');
    if (isGone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
