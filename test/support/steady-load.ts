import { Agent, request } from 'node:http';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface LoadFailure {
  readonly what: string;
  /** When it was asked and when it failed, by `performance.now()`. */
  readonly askedAt: number;
  readonly failedAt: number;
}

export interface SteadyLoad {
  /** So far; an answer counts if its `ret` is 0. */
  answered(): number;
  failures(): readonly LoadFailure[];
  /** Sends nothing new, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Clients that keep a connection each and ask again a while after every answer, from at once to `pauseMs` later,
 * so that some connections are always busy and some always idle.
 */
export function steadyLoad(
  origin: string,
  next: (count: number) => LoadRequest,
  { clients = 16, pauseMs = 100 }: { clients?: number; pauseMs?: number } = {},
): SteadyLoad {
  const failures: LoadFailure[] = [];
  const waiting = new Set<() => void>();
  let answered = 0;
  let count = 0;
  let stopped = false;

  async function client(no: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopped) {
      const askedAt = performance.now();
      const wrong = await send(agent, origin, next(count++));
      if (wrong === null) answered += 1;
      else failures.push({ what: wrong, askedAt, failedAt: performance.now() });
      const pause = (pauseMs * no) / clients;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        setTimeout(() => waiting.delete(resolve) && resolve(), stopped ? 0 : pause);
      });
    }
    agent.destroy();
  }
  const clientsDone = Promise.all(Array.from({ length: clients }, (_, no) => client(no)));
  return {
    answered: () => answered,
    failures: () => failures,
    stop: async () => {
      stopped = true;
      for (const resolve of waiting) resolve();
      await clientsDone;
    },
  };
}

/** What was wrong with the answer; `null` if nothing. */
function send(agent: Agent, origin: string, { method, path, body }: LoadRequest): Promise<string | null> {
  const text = body === undefined ? '' : JSON.stringify(body);
  // As from a balancer that ends TLS: nginx sends plain http elsewhere.
  const headers = {
    'X-Forwarded-Proto': 'https',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': text.length }),
  };
  return new Promise((resolve) => {
    const sent = request(`${origin}${path}`, { agent, method, headers, timeout: 60_000 }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      response.on('end', () => {
        const well = response.statusCode === 200 && answer.startsWith('{"ret":0,') && answer.endsWith('}');
        resolve(well ? null : `${response.statusCode} ${answer.slice(0, 200)}`);
      });
      response.on('error', (error) => resolve(`answer broken: ${error.message}`));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(`${error.code}: ${error.message}`));
    sent.on('timeout', () => sent.destroy(new Error('no answer in 60 s')));
    sent.end(text);
  });
}
