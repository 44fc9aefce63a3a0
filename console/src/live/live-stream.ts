import type { LiveEvent, LiveState } from '../../../src/adapters/koa/console/contract/live.ts';

/** What of an `EventSource` is used; a test gives another one. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (message: { readonly data?: unknown }) => void): void;
  close(): void;
}

/** Why nothing more comes. */
export type StreamEnd = 'session' | 'gone';

export interface StreamParts {
  readonly url: string;
  open(url: string): Source;
  onState(state: LiveState): void;
  /** Each event once, also after connecting again. */
  onEvent(event: LiveEvent): void;
  onEnd(reason: StreamEnd): void;
  /**
   * Called when a connection was refused, for `EventSource` says no status. Resolves to why it can never succeed, or to `null`: try
   * again.
   */
  whyRefused(): Promise<StreamEnd | null>;
  wait(ms: number, then: () => void): () => void;
}

const CLOSED = 2;

/** The server sends a state each second; after this long without one the connection is dead, whatever it looks like. */
const SILENCE_MS = 12_000;

/** The first try comes at once after a `drain`, when another process is there already. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000] as const;

/**
 * Reads the live view of an activity until `stop` is called. `EventSource` connects again by itself only after a broken
 * connection; this does it also after a refusal (the service restarts), a silence and a `drain`.
 */
export function readLive(parts: StreamParts): { stop(): void; reconnect(): void } {
  const seen = new Set<string>();
  let source: Source | null = null;
  let failures = 0;
  let stopped = false;
  let cancelRetry = () => {};
  let cancelSilence = () => {};

  const close = () => {
    cancelRetry();
    cancelSilence();
    source?.close();
    source = null;
  };
  const end = (reason: StreamEnd) => {
    stopped = true;
    close();
    parts.onEnd(reason);
  };
  const again = () => {
    close();
    const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 15_000;
    failures += 1;
    cancelRetry = parts.wait(pause, connect);
  };
  const listenForSilence = () => {
    cancelSilence();
    cancelSilence = parts.wait(SILENCE_MS, again);
  };

  function connect(): void {
    close();
    if (stopped) return;
    const opened = parts.open(parts.url);
    source = opened;
    const whileOpen = (act: (data: string) => void) => (message: { readonly data?: unknown }) => {
      if (source === opened) act(String(message.data ?? ''));
    };
    listenForSilence();
    opened.addEventListener(
      'state',
      whileOpen((data) => {
        failures = 0;
        listenForSilence();
        parts.onState(JSON.parse(data) as LiveState);
      }),
    );
    opened.addEventListener(
      'event',
      whileOpen((data) => {
        const event = JSON.parse(data) as LiveEvent;
        if (seen.has(event.id)) return;
        seen.add(event.id);
        parts.onEvent(event);
      }),
    );
    opened.addEventListener(
      'end',
      whileOpen((data) => {
        const { reason } = JSON.parse(data) as { reason: StreamEnd | 'drain' };
        if (reason === 'drain') again();
        else end(reason);
      }),
    );
    opened.addEventListener(
      'error',
      whileOpen(() => {
        if (opened.readyState === CLOSED) void refused(opened);
      }),
    );
  }

  async function refused(opened: Source): Promise<void> {
    const why = await parts.whyRefused();
    if (stopped || source !== opened) return;
    if (why) end(why);
    else again();
  }

  connect();
  return {
    stop() {
      stopped = true;
      close();
    },
    /** At once, such as when a phone is taken out of a pocket. */
    reconnect() {
      failures = 0;
      connect();
    },
  };
}
