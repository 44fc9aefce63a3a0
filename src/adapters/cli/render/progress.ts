import type { Output } from '../command.ts';

export interface Progress {
  /** Shows how far the work is; as often as one likes. */
  report(done: number, of: number): void;
  /** Takes the line away. */
  end(): void;
}

/* Often enough to be seen moving, seldom enough to cost nothing. */
const EVERY_MS = 100;

/* In a log: no line for the first second, then lines at growing distances, since each line stays. */
const FIRST_LINE_MS = 1000;
const SHORTEST_GAP_MS = 5000;
const LONGEST_GAP_MS = 60_000;

/**
 * How far long work is, on stderr: a line that moves along on a terminal, whole lines without control characters where
 * it is none.
 * @param now milliseconds since any moment, never running back
 */
export function progressLine(
  label: string,
  stream: Pick<Output, 'isTTY' | 'write'>,
  now: () => number = () => performance.now(),
): Progress {
  return stream.isTTY ? movingLine(label, stream, now) : plainLines(label, stream, now);
}

type Stream = Pick<Output, 'write'>;

function movingLine(label: string, stream: Stream, now: () => number): Progress {
  const begunAt = now();
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = '\r\u001b[K';
  return {
    report: (done, of) => {
      if (now() - shownAt < EVERY_MS) return;
      shownAt = now();
      stream.write(`${clear}${wordsFor(label, done, of, shownAt - begunAt)}`);
    },
    end: () => {
      if (shownAt !== Number.NEGATIVE_INFINITY) stream.write(clear);
    },
  };
}

function plainLines(label: string, stream: Stream, now: () => number): Progress {
  const begunAt = now();
  let nextAt = begunAt + FIRST_LINE_MS;
  let gapMs = SHORTEST_GAP_MS;
  return {
    report: (done, of) => {
      const at = now();
      if (at < nextAt) return;
      stream.write(`${wordsFor(label, done, of, at - begunAt)}\n`);
      nextAt = at + gapMs;
      gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS);
    },
    end: () => {},
  };
}

function wordsFor(label: string, done: number, of: number, spentMs: number): string {
  const share = of === 0 ? 100 : Math.floor((100 * done) / of);
  return `${label}: ${share} % (${done} of ${of})${timeLeft(spentMs, done, of)}`;
}

/* Told once there is something to judge by. */
function timeLeft(spentMs: number, done: number, of: number): string {
  if (done === 0 || spentMs < 1000) return '';
  const seconds = Math.ceil((spentMs * (of - done)) / done / 1000);
  return seconds < 60 ? `, ${seconds} s left` : `, ${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}
