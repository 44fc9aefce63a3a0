import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/* Requests of one connection that wait for the answers before them. No browser and no proxy sends even one ahead. */
const MOST_WAITING = 32;

/**
 * Answers the requests of one connection one after the other. Node calls the listener for all requests that a client
 * sends at once, and would keep all answers in memory until the client reads them. A request is answered when the
 * answer before it has been sent; until then its response has no socket.
 */
export function oneAtATime(app: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    if (response.socket) {
      app(request, response);
      return;
    }
    const { socket } = request;
    const before = waiting.get(socket) ?? 0;
    if (before >= MOST_WAITING) {
      socket.destroy();
      return;
    }
    waiting.set(socket, before + 1);
    response.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      // The end of a connection counts as the end of the answer before.
      if (!socket.destroyed) app(request, response);
    });
  };
}
