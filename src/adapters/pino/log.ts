import { destination, type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on stdout. Written at once, so that the last words of a process that ends are not lost. */
export function createLog(level: string): Log {
  return pino({ level, base: { pid: process.pid } }, destination({ dest: 1, sync: true }));
}
