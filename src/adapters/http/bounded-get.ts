import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';

/* Our own, which keep no connection: Node's shared ones may go through the proxy of the environment. */
const AGENTS = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };

export interface BoundedGet {
  /** Of the whole call, its body included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly accept: string;
}

/**
 * The body of a GET that is answered with status 200, without retries, redirects or proxies.
 * @throws Error that says why there is none
 */
export async function boundedGet(url: string, { timeoutMs, maxBytes, accept }: BoundedGet): Promise<string> {
  const { status, data } = await axios
    .request<string>({
      url,
      headers: { Accept: accept, 'Accept-Encoding': 'identity' },
      // axios's own timeout starts again with every byte; the signal limits the whole call.
      signal: AbortSignal.timeout(timeoutMs),
      ...AGENTS,
      proxy: false,
      // A redirect may lead to a server that is not trusted.
      maxRedirects: 0,
      // A small packed answer may unpack to gigabytes.
      decompress: false,
      maxContentLength: maxBytes,
      responseType: 'text',
      // By default axios parses JSON, and returns what is none as it is.
      transformResponse: (text: string) => text,
      validateStatus: () => true,
    })
    .catch((error: { code?: string; message?: string }) => {
      throw new Error(error.code === 'ERR_CANCELED' ? `no answer in ${timeoutMs} ms` : error.message);
    });
  if (status !== 200) throw new Error(`answered with HTTP ${status}`);
  return data;
}
