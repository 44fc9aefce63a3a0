import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '../../domain/deliveries/webhook-sender.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { prizeWonBody } from './prize-won-body.ts';
import { retryAfterMs } from './retry-after.ts';

/* The contract of webhooks: an endpoint that takes longer should answer first and work afterwards. */
const TIMEOUT_MS = 10_000;

/*
 * The status decides. The rest of an answer is read only to use the connection again; where it is long or slow, a new
 * connection is cheaper.
 */
const MOST_DISCARDED_BYTES = 65_536;
const DISCARD_MS = 1000;

/* Slots of an endpoint are fewer; a connection may still be closing. */
const MOST_SOCKETS = 16;

/* Node's servers close an idle connection after 5 s, and one that is used just then breaks. */
const IDLE_MS = 4000;

interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Sends by Standard Webhooks 1.0, over HTTP. Each endpoint has connections of its own. */
export class HttpWebhookSender implements WebhookSender {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #agents = new Map<string, Agents>();

  /** @param timeoutMs shorter only in tests */
  constructor(clock: Clock, timeoutMs = TIMEOUT_MS) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  async send(
    endpoint: WebhookEndpoint,
    message: WebhookMessage,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    // `AbortSignal.any` would keep a little of each attempt for as long as `signal` lives.
    const ending = new AbortController();
    const end = () => ending.abort();
    // axios's own timeout starts again with every byte; the signal limits the whole call.
    const overdue = setTimeout(end, this.#timeoutMs);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      const response = await this.#post(endpoint, message, ending.signal);
      await discard(response.data);
      const { 'retry-after': after, date } = response.headers;
      return {
        kind: 'answered',
        status: response.status,
        retryAfterMs: retryAfterMs(after, date, this.#clock.now()),
      };
    } catch (error) {
      return { kind: 'unanswered', reason: this.#reasonOf(error, signal) };
    } finally {
      clearTimeout(overdue);
      signal.removeEventListener('abort', end);
    }
  }

  close(): void {
    for (const { httpAgent, httpsAgent } of this.#agents.values()) {
      httpAgent.destroy();
      httpsAgent.destroy();
    }
  }

  #post(
    endpoint: WebhookEndpoint,
    message: WebhookMessage,
    signal: AbortSignal,
  ): Promise<AxiosResponse<Readable>> {
    const body = prizeWonBody(message);
    return axios.request({
      method: 'POST',
      url: endpoint.url,
      data: body,
      headers: {
        ...this.#signatureHeaders(endpoint, message.id, body),
        'Content-Type': 'application/json',
        'User-Agent': 'cms-market',
        'Accept-Encoding': 'identity',
        ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
      },
      ...this.#agentsOf(endpoint.name),
      signal,
      // Environment variables must not send winners' data through a proxy.
      proxy: false,
      // A redirect would send it to another server.
      maxRedirects: 0,
      // A small packed answer may unpack to gigabytes.
      decompress: false,
      responseType: 'stream',
      validateStatus: () => true,
    });
  }

  /* While a secret is being changed there are two signatures, and one of them fits. */
  #signatureHeaders({ secrets }: WebhookEndpoint, id: string, body: string): Record<string, string> {
    const at = new Date(this.#clock.now());
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
    };
  }

  #agentsOf(name: string): Agents {
    let agents = this.#agents.get(name);
    if (!agents) {
      const options = { keepAlive: true, maxSockets: MOST_SOCKETS, timeout: IDLE_MS };
      agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
      this.#agents.set(name, agents);
    }
    return agents;
  }

  /* The error of axios holds the request, and with it the winner's form: only its code goes on. */
  #reasonOf(error: unknown, signal: AbortSignal): string {
    if (signal.aborted) return 'ended before an answer';
    const { code = '' } = error as { code?: string };
    if (code === 'ERR_CANCELED') return `no answer in ${this.#timeoutMs / 1000} s`;
    return REASONS[code] ?? `no answer (${/^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'unknown'})`;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  EPIPE: 'connection broken',
  ENOTFOUND: 'no such host',
};

/* Reads the rest, or ends the connection. What goes wrong here changes nothing: the status is known. */
async function discard(body: Readable): Promise<void> {
  const overdue = setTimeout(() => body.destroy(), DISCARD_MS);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += (chunk as Buffer).length;
      if (bytes > MOST_DISCARDED_BYTES) break;
    }
  } catch {
    // A broken answer is an answer.
  } finally {
    clearTimeout(overdue);
    body.destroy();
  }
}
