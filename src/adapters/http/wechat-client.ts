import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';
import { DependencyError } from '../../domain/shared/dependency-error.ts';

/* An answer of these calls is below 1 KiB. */
const MAX_ANSWER_BYTES = 65_536;

/** One call: with `body` a POST of JSON, else a GET. */
export interface WechatCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** HTTP to WeChat's API, without retries, redirects or proxies. */
export class WechatClient {
  readonly #url: string;
  /*
   * The calls for tickets are two in two hours: a connection that was kept would be closed by then. And a code is good once,
   * so no login is to be lost to a kept one that WeChat closes at that moment.
   */
  readonly #agents = {
    http: new HttpAgent({ keepAlive: false }),
    https: new HttpsAgent({ keepAlive: false }),
  };

  /** @param url of the API, without a slash at its end */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * The JSON of the answer.
   * @param signal limits the call, its body included; axios's own timeout starts again with every byte
   * @throws DependencyError if there is no complete answer of JSON with status 200
   */
  async call({ path, query, body }: WechatCall, signal: AbortSignal): Promise<unknown> {
    const { status, data } = await this.#send({ path, ...(query && { query }), body }, signal);
    if (status !== 200) throw new DependencyError('wechat', `answered with HTTP ${status}`);
    try {
      return JSON.parse(data);
    } catch {
      throw new DependencyError('wechat', 'answered something else than JSON');
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  async #send(
    { path, query, body }: WechatCall,
    signal: AbortSignal,
  ): Promise<{ status: number; data: string }> {
    try {
      return await axios.request<string>({
        method: body === undefined ? 'GET' : 'POST',
        url: `${this.#url}${path}`,
        params: query,
        data: body,
        headers: { Accept: 'application/json', 'Accept-Encoding': 'identity' },
        httpAgent: this.#agents.http,
        httpsAgent: this.#agents.https,
        signal,
        // Environment variables must not send the secret through a proxy; `WECHAT_API_URL` is for that.
        proxy: false,
        // A redirect would send it to another server.
        maxRedirects: 0,
        // A small packed answer may unpack to gigabytes.
        decompress: false,
        maxContentLength: MAX_ANSWER_BYTES,
        responseType: 'text',
        // By default axios parses JSON, and returns what is none as it is.
        transformResponse: (text: string) => text,
        validateStatus: () => true,
      });
    } catch (error) {
      // The error of axios holds the request, and with it the secret or a token: only its code goes on.
      throw new DependencyError('wechat', reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  const { code = '' } = error as { code?: string };
  if (code === 'ERR_CANCELED') return 'no answer in time';
  if (code === 'ERR_BAD_RESPONSE') return `no answer, or one of more than ${MAX_ANSWER_BYTES} bytes`;
  return `no answer (${/^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'unknown'})`;
}
