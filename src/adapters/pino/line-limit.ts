interface Window {
  /** Whole seconds since the epoch. */
  second: number;
  lines: number;
  untold: number;
}

/** Limits the lines of each reason in each second, so that a flood of one neither fills the log nor hides the others. */
export class LineLimit {
  readonly #linesPerSecond: number;
  readonly #windows = new Map<string, Window>();

  constructor(linesPerSecond: number) {
    this.#linesPerSecond = linesPerSecond;
  }

  /**
   * @param now milliseconds since the epoch
   * @returns the number of lines of this reason that were left out since the last one; `null`: this one is left out too
   */
  admit(reason: string, now: number): number | null {
    const second = Math.floor(now / 1000);
    const window = this.#windows.get(reason) ?? this.#newWindow(reason, second);
    if (window.second !== second) {
      window.second = second;
      window.lines = 0;
    }
    if (window.lines >= this.#linesPerSecond) {
      window.untold += 1;
      return null;
    }
    window.lines += 1;
    const { untold } = window;
    window.untold = 0;
    return untold;
  }

  #newWindow(reason: string, second: number): Window {
    const window = { second, lines: 0, untold: 0 };
    this.#windows.set(reason, window);
    return window;
  }
}
