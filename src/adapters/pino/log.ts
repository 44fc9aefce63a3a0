import { destination, type Logger, pino } from 'pino';
import { redact } from './redact.ts';

export type Log = Logger;

/*
 * Lines are gathered and written together, since a write a request costs more than the line. 4,096 bytes is what a
 * pipe takes in one piece, so that the lines of several workers do not cut one another apart.
 */
const TOGETHER = { minLength: 2048, maxWrite: 4096 };

const ERROR = 50;

/* Whoever reads along waits no longer; a process that is killed takes no more than this with it. */
const FLUSH_EVERY_MS = 500;

/**
 * JSON lines on stdout, without tokens and phone numbers. Errors are written at once; for what else must be seen
 * at once there is `flushed`.
 */
export function createLog(level: string): Log {
  const stdout = destination({ dest: 1, sync: false, periodicFlush: FLUSH_EVERY_MS, ...TOGETHER });
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      hooks: {
        streamWrite: redact,
        logMethod(args, method, level) {
          method.apply(this, args);
          if (level >= ERROR) this.flush();
        },
      },
    },
    stdout,
  );
  writers.set(log, (line) => stdout.write(line));
  return log;
}

const writers = new WeakMap<Log, (line: string) => void>();

/** Writes whole lines, newline and all, among the log's own; whoever uses it answers for what they say. */
export function writerOf(log: Log): (line: string) => void {
  const write = writers.get(log);
  if (!write) throw new Error('not a log of createLog');
  return write;
}

/* A pipe that nobody reads must not keep the process from its end. */
const FLUSH_DEADLINE_MS = 1000;

/** Done when everything logged so far is written, or cannot be. */
export function flushed(log: Log): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    log.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
