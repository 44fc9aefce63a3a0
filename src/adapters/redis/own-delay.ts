import { Command, Redis } from 'ioredis';

/*
 * The limits of ioredis, so that an answer that has arrived counts although this process comes to it late. After a pause
 * of the process (a long collection of garbage, more requests at once than it can serve) Node runs the timers that are
 * due before it reads the sockets: all commands on their way would fail, and their connection be closed, though Redis
 * answered in time. So a limit that is due lets the sockets be read once more, and then counts.
 * `setImmediate` runs after them (https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick).
 *
 * It replaces two methods of the classes, because Cluster makes its connections itself.
 */

interface CommandLimit {
  _commandTimeoutTimer: NodeJS.Timeout | undefined;
  reject(error: Error): void;
  setTimeout(ms: number): void;
}

interface SocketLimit {
  stream: { destroy(error: Error): void; once(event: 'data', listener: () => void): void };
  options: { socketTimeout: number };
  commandQueue: { length: number };
  socketTimeoutTimer: NodeJS.Timeout | undefined;
  setSocketTimeout(): void;
}

const ofCommand = Command.prototype as unknown as CommandLimit;
ofCommand.setTimeout = function (ms: number) {
  if (this._commandTimeoutTimer) return;
  const timer = setTimeout(
    () =>
      setImmediate(() => {
        // An answer takes the timer away; a command that Cluster sends anew has another one.
        if (this._commandTimeoutTimer === timer) this.reject(new Error(`no answer of Redis in ${ms} ms`));
      }),
    ms,
  );
  this._commandTimeoutTimer = timer;
};

const ofConnection = Redis.prototype as unknown as SocketLimit;
ofConnection.setSocketTimeout = function () {
  const { stream } = this;
  const ms = this.options.socketTimeout;
  const timer = setTimeout(
    () =>
      setImmediate(() => {
        // An answer or the end of the connection takes the timer away.
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
};
