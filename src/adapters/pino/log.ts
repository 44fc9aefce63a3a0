import { fstatSync } from 'node:fs';
import { destination, type Logger, pino } from 'pino';
import { Gathering } from './gathering.ts';
import { redact } from './redact.ts';

export type Log = Logger;

const STDOUT = 1;

/* What a pipe takes in one piece (PIPE_BUF of Linux), so that the lines of several workers do not cut one another apart. */
const PIECE_BYTES = 4096;

/* Where nothing can cut in: a write costs more than all the lines in it. */
const LARGE_PIECE_BYTES = 32_768;

/* Whoever reads along waits no longer; a process that is killed takes no more than this with it. */
const WRITE_EVERY_MS = 500;

const ERROR = 50;

/**
 * JSON lines on stdout, without tokens and phone numbers. Requests are written together, and all else at once.
 * @param shared whether other processes write to the same stdout
 */
export function createLog(level: string, { shared = false }: { shared?: boolean } = {}): Log {
  const largest = shared && !isFile(STDOUT) ? PIECE_BYTES : LARGE_PIECE_BYTES;
  const stdout = destination({ dest: STDOUT, sync: false, minLength: 0, maxWrite: largest });
  const gathering = new Gathering((lines) => stdout.write(lines), largest);
  setInterval(() => gathering.write(), WRITE_EVERY_MS).unref();
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      hooks: {
        streamWrite(line) {
          // What was gathered happened before.
          gathering.write();
          return redact(line);
        },
        logMethod(args, method, level) {
          method.apply(this, args);
          if (level >= ERROR) this.flush();
        },
      },
    },
    stdout,
  );
  gatherings.set(log, gathering);
  return log;
}

const gatherings = new WeakMap<Log, Gathering>();

/**
 * Writes whole lines of ASCII, newline and all, among the log's own, not each at once; whoever uses it answers for
 * what they say.
 */
export function writerOf(log: Log): (line: string) => void {
  const gathering = gatheringOf(log);
  return (line) => gathering.add(line);
}

/* A pipe that nobody reads must not keep the process from its end. */
const FLUSH_DEADLINE_MS = 1000;

/** Done when everything logged so far is written, or cannot be. */
export function flushed(log: Log): Promise<void> {
  gatheringOf(log).write();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    log.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function gatheringOf(log: Log): Gathering {
  const gathering = gatherings.get(log);
  if (!gathering) throw new Error('not a log of createLog');
  return gathering;
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
