import { Command, Redis } from 'ioredis';

interface CommandTimeout {
  _commandTimeoutTimer: NodeJS.Timeout | undefined;
  reject(error: Error): void;
  setTimeout(ms: number): void;
}

interface SocketTimeout {
  stream: { destroy(error: Error): void; once(event: 'data', listener: () => void): void };
  options: { socketTimeout: number };
  commandQueue: { length: number };
  socketTimeoutTimer: NodeJS.Timeout | undefined;
  setSocketTimeout(): void;
}

/**
 * Makes the timeouts of ioredis accept an answer that has arrived, although this process reads it late. After a pause of
 * the process (a long garbage collection, more requests than it can serve) Node runs the due timers before it reads the
 * sockets. All pending commands would fail, and their connection would be closed, though Redis answered in time.
 * Therefore a due timer lets Node read the sockets once more (`setImmediate` runs after that:
 * https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick) and only then fails the command.
 * It replaces two methods of the classes, because Cluster creates its connections itself.
 */
export function tolerateLag(): void {
  const command = Command.prototype as unknown as CommandTimeout;
  command.setTimeout = setCommandTimeout;
  const connection = Redis.prototype as unknown as SocketTimeout;
  connection.setSocketTimeout = setSocketTimeout;
}

function setCommandTimeout(this: CommandTimeout, ms: number): void {
  if (this._commandTimeoutTimer) return;
  const timer = setTimeout(
    () =>
      setImmediate(() => {
        // An answer removes the timer; a command that Cluster sends again has another one.
        if (this._commandTimeoutTimer === timer) this.reject(new Error(`no answer of Redis in ${ms} ms`));
      }),
    ms,
  );
  this._commandTimeoutTimer = timer;
}

function setSocketTimeout(this: SocketTimeout): void {
  const { stream } = this;
  const ms = this.options.socketTimeout;
  const timer = setTimeout(
    () =>
      setImmediate(() => {
        // An answer or the end of the connection removes the timer.
        if (this.socketTimeoutTimer !== timer) return;
        this.socketTimeoutTimer = undefined;
        stream.destroy(new Error(`no answer of Redis in ${ms} ms, while commands wait for one`));
      }),
    ms,
  );
  this.socketTimeoutTimer = timer;
  // ioredis has read the answers by then: its own listener was there first.
  stream.once('data', () => {
    clearTimeout(timer);
    this.socketTimeoutTimer = undefined;
    if (this.commandQueue.length > 0) this.setSocketTimeout();
  });
}
