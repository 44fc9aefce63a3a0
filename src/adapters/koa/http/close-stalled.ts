import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const NOTHING_WAITS = '';

/**
 * Closes the connections of clients that do not receive their answers. Node's own time-out for sockets does not do this:
 * each byte that the client sends starts it again.
 * @param everyMs each connection is checked once in this time, and closed at the second check without progress
 */
export function closeStalled(server: Server, everyMs: number): void {
  /** What waited to be sent on each connection at the last check. */
  const open = new Map<Socket, string>();
  server.on('connection', (socket) => {
    open.set(socket, NOTHING_WAITS);
    socket.once('close', () => open.delete(socket));
  });
  const checks = setInterval(() => {
    for (const [socket, before] of open) {
      const now = unsentOf(socket);
      if (now !== NOTHING_WAITS && now === before) socket.destroy();
      else open.set(socket, now);
    }
  }, everyMs).unref();
  server.once('close', () => clearInterval(checks));
}

/** Changes whenever bytes are sent. Node shows how much of one write the kernel has not taken only by a private name. */
function unsentOf(socket: Socket): string {
  if (socket.writableLength === 0) return NOTHING_WAITS;
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return `${socket.bytesWritten} ${socket.writableLength} ${handle?.writeQueueSize}`;
}
