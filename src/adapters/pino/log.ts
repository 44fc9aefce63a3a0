import { fstatSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { BoundedWriter } from './bounded-writer.ts';
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

/* What waits for a reader that stalls: some seconds of a full load. */
const MOST_UNWRITTEN_BYTES = 8 * 1024 * 1024;

/* Of that for warnings, errors and what else is rare, when lines of requests have filled the rest. */
const KEPT_FOR_RARE_BYTES = 1024 * 1024;

/**
 * JSON lines on stdout, without tokens and phone numbers. Requests are written together, and all else at once. What a
 * reader leaves lying is dropped, counted and reported.
 * @param shared whether other processes write to the same stdout
 */
export function createLog(level: string, { shared = false }: { shared?: boolean } = {}): Log {
  const largestPiece = shared && !isFile(STDOUT) ? PIECE_BYTES : LARGE_PIECE_BYTES;
  const stdout = new BoundedWriter(STDOUT, {
    unblock,
    largestPiece,
    mostBytes: MOST_UNWRITTEN_BYTES,
    onRoomAgain: (lines) => log.warn({ lines }, 'lines of the log were dropped: its reader was too slow'),
  });
  const gathering = new Gathering((lines) => stdout.write(lines, KEPT_FOR_RARE_BYTES), largestPiece);
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
      },
    },
    { write: (line) => stdout.write(line) },
  );
  outlets.set(log, { gathering, stdout });
  return log;
}

const outlets = new WeakMap<Log, { readonly gathering: Gathering; readonly stdout: BoundedWriter }>();

/**
 * A writer of whole lines of ASCII, with their newlines, among the log's own. They are written in large pieces, as they
 * are: the caller must not pass secrets.
 */
export function writerOf(log: Log): (line: string) => void {
  const { gathering } = outletOf(log);
  return (line) => gathering.add(line);
}

/** How many lines were dropped since the start, because the reader of stdout was too slow. */
export function droppedLines(log: Log): number {
  return outletOf(log).stdout.droppedLines;
}

/* A pipe that nobody reads must not keep the process from its end. */
const FLUSH_DEADLINE_MS = 1000;

/** Done when everything logged so far is written, or cannot be in this time. */
export function flushed(log: Log, deadlineMs = FLUSH_DEADLINE_MS): Promise<void> {
  const { gathering, stdout } = outletOf(log);
  gathering.write();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadlineMs);
    stdout.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function outletOf(log: Log): { readonly gathering: Gathering; readonly stdout: BoundedWriter } {
  const outlet = outlets.get(log);
  if (!outlet) throw new Error('not a log of createLog');
  return outlet;
}

/*
 * Node makes a pipe or socket non-blocking when it makes `process.stdout` of it. A worker that starts or ends makes it
 * blocking again for all who share it, and the only way back is by a name that is not public.
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
