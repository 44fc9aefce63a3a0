import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** @param receivedAt in milliseconds of `performance.now()` */
export type AppListener = (request: IncomingMessage, response: ServerResponse, receivedAt: number) => void;

/* In shorter turns fewer draws share a batch; in longer ones new connections wait longer. */
const TURN_MS = 5;

/**
 * Begins requests for about 5 ms in a turn of the event loop; the others begin in the next turns, in the order in which
 * they came. Without it, when more comes than a process can do, a turn lasts until all its connections have been
 * served, and Node accepts one new connection a turn (https://github.com/libuv/libuv/pull/3696): a client without a
 * connection may hardly be served at all. A request whose client has left before its turn is not begun.
 */
export function inShortTurns(app: AppListener, turnMs = TURN_MS): RequestListener {
  const waiting = new Set<() => void>();
  let turnEndsAt: number | null = null;

  return (request, response) => {
    const receivedAt = performance.now();
    if (waiting.size === 0 && (turnEndsAt === null || receivedAt < turnEndsAt)) {
      if (turnEndsAt === null) startTurn(receivedAt);
      app(request, response, receivedAt);
      return;
    }
    waiting.add(() => {
      if (request.socket.writable) app(request, response, receivedAt);
    });
  };

  function startTurn(now: number): number {
    setImmediate(endTurn);
    turnEndsAt = now + turnMs;
    return turnEndsAt;
  }

  function endTurn(): void {
    turnEndsAt = null;
    if (waiting.size === 0) return;
    const endsAt = startTurn(performance.now());
    for (const begin of waiting) {
      waiting.delete(begin);
      begin();
      if (performance.now() >= endsAt) break;
    }
  }
}
