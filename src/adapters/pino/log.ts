import { fstatSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { BoundedWriter } from './bounded-writer.ts';
import { LineBuffer } from './line-buffer.ts';
import { redact } from './redact.ts';

export type Log = Logger;

const STDOUT = 1;

/* PIPE_BUF of Linux: a write of at most this size is atomic, so that lines of several workers do not mix. */
const ATOMIC_PIECE_BYTES = 4096;

/* With a single writer: one write costs more than all the lines in it. */
const LARGE_PIECE_BYTES = 32_768;

/* The longest delay for a reader, and the most that is lost when the process is killed. */
const FLUSH_INTERVAL_MS = 500;

/* For a stalled reader: the lines of a few seconds under full load. */
const MAX_UNWRITTEN_BYTES = 8 * 1024 * 1024;

/* The part for warnings, errors and other rare lines, when lines of requests fill the rest. */
const RESERVED_BYTES = 1024 * 1024;

/**
 * JSON lines on stdout, without tokens and phone numbers. Lines of requests are written together, all others at once.
 * If the reader is too slow, lines are dropped, counted and reported.
 * @param shared whether other processes write to the same stdout
 */
export function createLog(level: string, { shared = false }: { shared?: boolean } = {}): Log {
  const largestPiece = shared && !isFile(STDOUT) ? ATOMIC_PIECE_BYTES : LARGE_PIECE_BYTES;
  const stdout = new BoundedWriter(STDOUT, {
    unblock,
    largestPiece,
    maxBytes: MAX_UNWRITTEN_BYTES,
    onRoomAgain: (lines) => log.warn({ lines }, 'lines of the log were dropped: its reader was too slow'),
  });
  const requests = new LineBuffer((lines) => stdout.write(lines, RESERVED_BYTES), largestPiece);
  setInterval(() => requests.flush(), FLUSH_INTERVAL_MS).unref();
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      hooks: {
        streamWrite(line) {
          // The buffered lines are older.
          requests.flush();
          return redact(line);
        },
      },
    },
    { write: (line) => stdout.write(line) },
  );
  outlets.set(log, { requests, stdout });
  return log;
}

const outlets = new WeakMap<Log, { readonly requests: LineBuffer; readonly stdout: BoundedWriter }>();

/**
 * Returns a function that adds a line to the buffer of request lines. The line is ASCII, ends with a newline, and is not
 * redacted: the caller makes sure that it contains no secrets.
 */
export function writerOf(log: Log): (line: string) => void {
  const { requests } = outletOf(log);
  return (line) => requests.add(line);
}

/** The number of lines that were dropped since the start, because the reader of stdout was too slow. */
export function droppedLines(log: Log): number {
  return outletOf(log).stdout.droppedLines;
}

/* A reader that works takes milliseconds. Without one, the process must end within the grace period of its supervisor. */
const FLUSH_DEADLINE_MS = 1000;

/** Resolves when all lines logged so far are written, after the deadline at the latest. */
export function flushed(log: Log, deadlineMs = FLUSH_DEADLINE_MS): Promise<void> {
  const { requests, stdout } = outletOf(log);
  requests.flush();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadlineMs);
    stdout.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function outletOf(log: Log): { readonly requests: LineBuffer; readonly stdout: BoundedWriter } {
  const outlet = outlets.get(log);
  if (!outlet) throw new Error('not a log of createLog');
  return outlet;
}

/*
 * Node makes a pipe or socket non-blocking when it creates `process.stdout`. A worker that starts or ends makes it
 * blocking again for all processes that share it. Only this method, which is not public, reverts that.
 */
function unblock(): void {
  (process.stdout as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(false);
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
