export interface Progress {
  /** Shows how far the work is; as often as one likes. */
  report(done: number, of: number): void;
  /** Takes the line away. */
  end(): void;
}

/* Often enough to be seen moving, seldom enough to cost nothing. */
const EVERY_MS = 100;

/** A line on stderr that moves along with long work; nothing where stderr is no terminal. */
export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const begunAt = performance.now();
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = '\r\u001b[K';
  return {
    report: (done, of) => {
      if (!stream.isTTY || performance.now() - shownAt < EVERY_MS) return;
      shownAt = performance.now();
      const share = of === 0 ? 100 : Math.floor((100 * done) / of);
      const left = timeLeft(shownAt - begunAt, done, of);
      stream.write(`${clear}${label}: ${share} % (${done} of ${of})${left}`);
    },
    end: () => {
      if (stream.isTTY && shownAt !== Number.NEGATIVE_INFINITY) stream.write(clear);
    },
  };
}

/* Told once there is something to judge by. */
function timeLeft(spentMs: number, done: number, of: number): string {
  if (done === 0 || spentMs < 1000) return '';
  const seconds = Math.ceil((spentMs * (of - done)) / done / 1000);
  return seconds < 60 ? `, ${seconds} s left` : `, ${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}
