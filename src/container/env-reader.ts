import { NotAllowed, withoutSecrets } from './settings-readers.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables of the environment, and keeps what is wrong with them. An empty one counts as unset. */
export class EnvReader {
  readonly env: Env;
  readonly #problems: string[] = [];

  constructor(env: Env) {
    this.env = env;
  }

  /** A line a problem: the variable, its value, what is allowed. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** @param parse throws `NotAllowed` for a text that is not allowed */
  read<T>(name: string, fallback: T, parse: (text: string) => T): T {
    const text = this.env[name];
    if (text === undefined || text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      const shown = error.isSecret ? '***' : withoutSecrets(text);
      this.report(`${name}=${JSON.stringify(shown)}: must be ${error.message}`);
      return fallback;
    }
  }

  /** What would silently not be used is not what was meant. The value may be a secret. */
  need(set: string, missing: string): void {
    if (this.env[set] && !this.env[missing]) this.report(`${set} is set: then ${missing} must be set too`);
  }

  report(problem: string): void {
    this.#problems.push(problem);
  }
}
