import type { Worker } from 'node:cluster';

interface Handle {
  close(): void;
}

interface ClusterMessage {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/**
 * Closes the connections that were handed to a worker which died before it took them. Node's cluster keeps them open
 * and unanswered for as long as the primary lives (nodejs/node-v0.x-archive#7006), so that their clients would wait
 * until they give up.
 */
export function closeUntakenConnections(worker: Worker): void {
  const { process: child } = worker;
  /** By the number of the message that handed them over. */
  const untaken = new Map<number, Handle>();
  const send = child.send as (message: ClusterMessage, handle?: Handle, ...rest: unknown[]) => boolean;
  Object.assign(child, {
    send: (message: ClusterMessage, handle?: Handle, ...rest: unknown[]) => {
      if (message.act === 'newconn' && message.seq !== undefined && handle) untaken.set(message.seq, handle);
      return send.call(child, message, handle, ...rest);
    },
  });
  child.on('internalMessage', ({ ack }: ClusterMessage) => {
    if (ack !== undefined) untaken.delete(ack);
  });
  // Not at its exit, when what it had still said may not be read yet; and `disconnect` does not come in this case.
  child.once('close', () => {
    for (const handle of untaken.values()) handle.close();
  });
}
