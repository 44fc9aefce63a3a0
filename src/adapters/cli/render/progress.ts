import type { Output } from '../command.ts';
import type { Language } from '../i18n/language.ts';
import { terminalMessages } from '../i18n/terminal-messages.ts';

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
  language: Language,
  now: () => number = () => performance.now(),
): Progress {
  const lineOf = (done: number, of: number, spentMs: number) =>
    progressText(label, language, done, of, spentMs);
  return stream.isTTY ? movingLine(lineOf, stream, now) : plainLines(lineOf, stream, now);
}

type Stream = Pick<Output, 'write'>;

type LineOf = (done: number, of: number, spentMs: number) => string;

function movingLine(lineOf: LineOf, stream: Stream, now: () => number): Progress {
  const begunAt = now();
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = '\r\u001b[K';
  return {
    report: (done, of) => {
      if (now() - shownAt < EVERY_MS) return;
      shownAt = now();
      stream.write(`${clear}${lineOf(done, of, shownAt - begunAt)}`);
    },
    end: () => {
      if (shownAt !== Number.NEGATIVE_INFINITY) stream.write(clear);
    },
  };
}

function plainLines(lineOf: LineOf, stream: Stream, now: () => number): Progress {
  const begunAt = now();
  let nextAt = begunAt + FIRST_LINE_MS;
  let gapMs = SHORTEST_GAP_MS;
  return {
    report: (done, of) => {
      const at = now();
      if (at < nextAt) return;
      stream.write(`${lineOf(done, of, at - begunAt)}\n`);
      nextAt = at + gapMs;
      gapMs = Math.min(2 * gapMs, LONGEST_GAP_MS);
    },
    end: () => {},
  };
}

function progressText(label: string, language: Language, done: number, of: number, spentMs: number): string {
  const share = of === 0 ? 100 : Math.floor((100 * done) / of);
  return `${label}: ${terminalMessages[language].progress(share, done, of)}${timeLeft(language, spentMs, done, of)}`;
}

/* Empty in the first second, which is too short for an estimate. */
function timeLeft(language: Language, spentMs: number, done: number, of: number): string {
  if (done === 0 || spentMs < 1000) return '';
  const seconds = Math.ceil((spentMs * (of - done)) / done / 1000);
  return terminalMessages[language].timeLeft(Math.floor(seconds / 60), seconds % 60);
}
