import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  wrap,
} from 'cockatiel';
import { z } from 'zod';
import { SingleFlight } from '../../application/single-flight.ts';
import { tokenDigest } from '../../application/token-digest.ts';
import { DependencyFault } from '../../domain/dependency-fault.ts';
import type { Entropy } from '../../domain/ports/entropy.ts';
import type { PassportTelemetry } from '../../domain/ports/telemetry.ts';
import type { TokenVerifier, Verdict } from '../../domain/ports/token-verifier.ts';
import { type RequestOrigin, traceparent } from '../../domain/request-origin.ts';
import { userOfRecord } from '../../domain/user.ts';

const MAX_ANSWER_BYTES = 65_536;

/* So many questions at once already mean a passport that has stopped keeping up. */
const MAX_CALLS = 1000;

/* After so many faults in a row the passport is left alone for a second, then asked by one call at a time. */
const FAULTS_TO_OPEN = 10;
const OPEN_MS = 1000;

const answerSchema = z.looseObject({ ret: z.int(), data: z.unknown().optional() });

export interface PassportOptions {
  /** Full URL of the `check_token` service. */
  readonly url: string;
  /** Total time for one call, body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly entropy: Entropy;
  readonly telemetry?: PassportTelemetry;
}

/* So long is the id of a span, by W3C Trace Context. */
const SPAN_ID_BYTES = 8;

/** Asks the passport's `check_token` over HTTP. A fault is never taken for a refusal, and nothing is retried. */
export class PassportTokenVerifier implements TokenVerifier {
  readonly #options: PassportOptions;
  readonly #http: AxiosInstance;
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #flights = new SingleFlight<Verdict>();
  readonly #breaker = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAULTS_TO_OPEN),
  });
  readonly #policy = wrap(bulkhead(MAX_CALLS), this.#breaker);

  constructor(options: PassportOptions) {
    this.#options = options;
    this.#http = axios.create({
      httpAgent: this.#agents.http,
      httpsAgent: this.#agents.https,
      // Environment variables must not send tokens through a proxy.
      proxy: false,
      // A redirect would carry the token to another place.
      maxRedirects: 0,
      // Unpacking is off, since a small answer may unpack to gigabytes.
      decompress: false,
      maxContentLength: MAX_ANSWER_BYTES,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'Content-Type': 'application/json',
      },
      responseType: 'text',
      // What goes out and what comes back is text; looking for what else it may be takes time.
      transformRequest: (body: unknown) => body,
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
    });
  }

  verify(token: string, origin?: RequestOrigin): Promise<Verdict> {
    return this.#flights.run(tokenDigest(token), () => this.#guarded(token, origin));
  }

  isHealthy(): boolean {
    return this.breakerState() === 'closed';
  }

  /** `half_open`: one call is let through to see whether the passport is back. */
  breakerState(): 'closed' | 'half_open' | 'open' {
    switch (this.#breaker.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half_open';
      default:
        return 'open';
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  async #guarded(token: string, origin: RequestOrigin | undefined): Promise<Verdict> {
    try {
      return await this.#policy.execute(() => this.#measured(token, origin));
    } catch (error) {
      if (error instanceof DependencyFault) throw error;
      if (error instanceof BrokenCircuitError) {
        this.#options.telemetry?.passportAsked('breaker_open', null);
        throw new DependencyFault('passport', 'left alone after repeated faults');
      }
      if (error instanceof BulkheadRejectedError) {
        this.#options.telemetry?.passportAsked('bulkhead_full', null);
        throw new DependencyFault('passport', 'too many calls under way');
      }
      throw error;
    }
  }

  async #measured(token: string, origin: RequestOrigin | undefined): Promise<Verdict> {
    const { telemetry } = this.#options;
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const verdict = await this.#ask(token, origin);
      telemetry?.passportAsked(verdict.kind, seconds());
      return verdict;
    } catch (error) {
      telemetry?.passportAsked('fault', seconds());
      throw error;
    }
  }

  async #ask(token: string, origin: RequestOrigin | undefined): Promise<Verdict> {
    const { status, data } = await this.#post(token, this.#headersFor(origin));
    if (status === 401 || status === 403) return { kind: 'refused' };
    if (status !== 200) throw new DependencyFault('passport', `answered with HTTP ${status}`);
    return readVerdict(data);
  }

  /* By these the passport's log and ours can be laid together. */
  #headersFor(origin: RequestOrigin | undefined): Record<string, string> {
    if (!origin) return {};
    const { requestId, trace } = origin;
    const headers = { 'X-Request-Id': requestId };
    if (!trace) return headers;
    return { ...headers, traceparent: traceparent(trace, this.#options.entropy.hex(SPAN_ID_BYTES)) };
  }

  async #post(token: string, headers: Record<string, string>): Promise<{ status: number; data: string }> {
    try {
      // axios's own timeout restarts with every byte; the signal is the whole time.
      const signal = AbortSignal.timeout(this.#options.timeoutMs);
      const data = JSON.stringify({ token });
      return await this.#http.request<string>({
        method: 'POST',
        url: this.#options.url,
        data,
        signal,
        headers,
      });
    } catch (error) {
      // The error of axios carries the request, and with it the token: only its words go on.
      const { code, message } = error as { code?: string; message?: string };
      const reason =
        code === 'ERR_CANCELED' ? `no answer in ${this.#options.timeoutMs} ms` : (message ?? 'failed');
      throw new DependencyFault('passport', reason);
    }
  }
}

/** @throws DependencyFault if it is neither a user nor a refusal */
function readVerdict(body: string): Verdict {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyFault('passport', 'answered something else than {"ret", "data"}');
  if (answer.data.ret !== 0) return { kind: 'refused' };
  const user = userOfRecord(answer.data.data);
  if (!user)
    throw new DependencyFault(
      'passport',
      'answered ret 0 without a usable uid (a text, or an integer up to 2^53)',
    );
  return { kind: 'user', user };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
