import type { Worker } from 'node:cluster';
import type { Channel } from './channel.ts';

/*
 * A message that cannot be delivered is dropped: the other process has ended, and a caller that waits for an answer has a
 * deadline. Without a callback Node would end this process instead.
 */
const dropped = () => {};

/** From the supervisor to one worker. */
export function channelToWorker(worker: Worker): Channel {
  return {
    send: (message) => worker.send(message as object, dropped),
    onMessage: (listener) => worker.on('message', listener),
  };
}

/** From a worker to its supervisor. */
export function channelToSupervisor(): Channel {
  return {
    send: (message) => process.send?.(message, undefined, undefined, dropped),
    onMessage: (listener) => process.on('message', listener),
  };
}
