import { Agent, request } from 'node:http';

export interface Sample {
  /** When it was sent, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** How long the whole answer took, in milliseconds. */
  readonly tookMs: number;
  /** `null` where the connection broke, or nothing came for a minute. */
  readonly status: number | null;
  /** The answer's `ret`; `null` where it has none. */
  readonly ret: number | null;
  /** Whether nothing came for a minute. */
  readonly gaveUp: boolean;
}

export interface SteadyRate {
  /** All that was answered so far, or failed. */
  readonly samples: readonly Sample[];
  /** Sends no more, and resolves when the last answer is there. */
  stop(): Promise<readonly Sample[]>;
}

/** Sends GETs at so many a second, whether or not earlier ones have been answered, each to the next address. */
export function startSteadyRate(nextUrl: (count: number) => string, perSecond: number): SteadyRate {
  const agent = new Agent({ keepAlive: true });
  const samples: Sample[] = [];
  const pending = new Set<Promise<void>>();
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const one: Promise<void> = getOnce(nextUrl(sent), agent).then((sample) => {
        samples.push(sample);
        pending.delete(one);
      });
      pending.add(one);
    }
  }, 5);
  return {
    samples,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
      agent.destroy();
      return samples;
    },
  };
}

/** One GET, timed. */
export function getOnce(url: string, agent?: Agent): Promise<Sample> {
  const at = performance.now();
  return new Promise((resolve) => {
    let gaveUp = false;
    const ended = (status: number | null, ret: number | null) =>
      resolve({ at, tookMs: performance.now() - at, status, ret, gaveUp });
    const sent = request(url, { ...(agent && { agent }), timeout: 60_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', () => ended(null, null));
      response.on('end', () => {
        try {
          ended(response.statusCode ?? null, JSON.parse(text).ret ?? null);
        } catch {
          ended(response.statusCode ?? null, null);
        }
      });
    });
    sent.on('timeout', () => {
      gaveUp = true;
      sent.destroy();
    });
    sent.on('error', () => ended(null, null)).end();
  });
}

/** The value that so many percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
