import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import { beginAnswer } from '../http/send.ts';

const HEADERS = [
  ...['Content-Type', 'text/event-stream; charset=utf-8'],
  // A proxy must neither keep it nor wait until it has a lot of it.
  ...['Cache-Control', 'private, no-store, no-transform', 'X-Accel-Buffering', 'no'],
];

/** When a browser connects again, in milliseconds. */
const RETRY_MS = 2000;

/* For a reader that is slow: so many of its events wait, and of the states the latest. */
const MOST_WAITING = 50;

export interface StreamEvent {
  readonly event: string;
  /** JSON text. */
  readonly data: string;
  readonly id?: string;
}

/** An answer of server-sent events. What a slow reader has not taken does not pile up: it gets the latest state next. */
export class EventStream {
  readonly #response: ServerResponse;
  #waiting: string[] = [];
  #state: string | null = null;
  #wroteAt = 0;
  #isEnded = false;

  constructor(ctx: Context) {
    this.#response = beginAnswer(ctx, 200, HEADERS, null);
    this.#response.on('drain', () => this.#writeWaiting());
    // A reader that has gone is no fault.
    this.#response.on('error', () => {});
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Since when nothing was written, in milliseconds of `performance.now()`. */
  get wroteAt(): number {
    return this.#wroteAt;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Sends a state; while the reader is slow, a later one takes its place. */
  state(event: StreamEvent): void {
    if (this.#isFull) this.#state = textOf(event);
    else this.#write(textOf(event));
  }

  /** Sends something that happened; while the reader is slow, it waits behind at most 49 others, and the oldest is left out. */
  event(event: StreamEvent): void {
    if (!this.#isFull) {
      this.#write(textOf(event));
      return;
    }
    this.#waiting.push(textOf(event));
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** A comment, so that proxies and browsers see that it lives. */
  beat(): void {
    if (!this.#isFull) this.#write(':\n\n');
  }

  /** Ends it, with a last event. */
  end(event: StreamEvent | null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#waiting = [];
    this.#state = null;
    if (event === null) this.#response.end();
    else this.#response.end(textOf(event));
  }

  get #isFull(): boolean {
    return this.#response.writableNeedDrain;
  }

  #writeWaiting(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (this.#write(next)) continue;
      return;
    }
    const state = this.#state;
    this.#state = null;
    if (state !== null) this.#write(state);
  }

  /* Whether more may be written at once. */
  #write(text: string): boolean {
    if (this.#isEnded || this.#response.destroyed) return false;
    this.#wroteAt = performance.now();
    return this.#response.write(text);
  }
}

/* JSON text has no line breaks. */
function textOf({ event, data, id }: StreamEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
