/** A text at one moment, and what it was changed by. */
interface Step {
  readonly text: string;
  /** Typing in one field is one step; `null` is always a step of its own. */
  readonly by: string | null;
  readonly at: number;
}

/* A pause this long ends a step. */
const SAME_STEP_MS = 1500;
const MOST_STEPS = 200;

/** The texts of a draft since it was opened, for undo and redo of form and text together. */
export class TextHistory {
  #past: Step[];
  #future: Step[] = [];

  constructor(text: string) {
    this.#past = [{ text, by: null, at: 0 }];
  }

  get text(): string {
    return this.#past.at(-1)?.text ?? '';
  }

  get canUndo(): boolean {
    return this.#past.length > 1;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** @param by the field that is typed in @param at milliseconds since the epoch */
  push(text: string, by: string | null, at: number): void {
    const last = this.#past.at(-1);
    if (!last || text === last.text) return;
    const isSame = by !== null && last.by === by && at - last.at < SAME_STEP_MS && this.#past.length > 1;
    if (isSame) this.#past.pop();
    this.#past.push({ text, by, at });
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#future = [];
  }

  undo(): string {
    const step = this.canUndo ? this.#past.pop() : undefined;
    if (step) this.#future.push(step);
    return this.text;
  }

  redo(): string {
    const step = this.#future.pop();
    if (step) this.#past.push({ ...step, by: null });
    return this.text;
  }
}
