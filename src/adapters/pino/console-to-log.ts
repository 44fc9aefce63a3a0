import { format } from 'node:util';
import type { Log } from './log.ts';

const LEVELS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/** Redirects the console, to which libraries print, to the log, so that each line of output is JSON. */
export function consoleToLog(log: Log): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...args: unknown[]) => {
      // The other lines are a stack.
      const [first] = format(...args).split('\n', 1);
      log[level]({ console: method }, first ?? '');
    };
  }
}
