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
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = '\r\u001b[K';
  return {
    report: (done, of) => {
      if (!stream.isTTY || performance.now() - shownAt < EVERY_MS) return;
      shownAt = performance.now();
      const share = of === 0 ? 100 : Math.floor((100 * done) / of);
      stream.write(`${clear}${label}: ${share} % (${done} of ${of})`);
    },
    end: () => {
      if (stream.isTTY && shownAt !== Number.NEGATIVE_INFINITY) stream.write(clear);
    },
  };
}
