import { format } from 'node:util';
import type { Log } from './log.ts';

const LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/** Writes to the log what libraries print to the console, so that every line of a service's output is JSON. */
export function consoleToLog(log: Log): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...words: unknown[]) => {
      // What follows in further lines is a stack.
      const [first] = format(...words).split('\n', 1);
      log[level]({ console: method }, first ?? '');
    };
  }
}
