import type { InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { DraftFindings } from '../../domain/releases/draft-findings.ts';

export interface OpenFindingsDependencies {
  readonly findings: DraftFindings;
  /** Hears of each finding once. Does not throw and does not wait. */
  refused(invalid: InvalidActivity): void;
}

/** What is wrong with the drafts at present, by activity, for the processes that do not read them. */
export class OpenFindings {
  readonly #deps: OpenFindingsDependencies;
  readonly #invalid = new Map<string, InvalidActivity>();
  #isWritten = true;
  /** One after another: an earlier list must not come after a later one. */
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: OpenFindingsDependencies) {
    this.#deps = deps;
  }

  /** Whether `write` has written all that is known. */
  get isWritten(): boolean {
    return this.#isWritten;
  }

  /** Nothing is known. That is written too: it shows that somebody looks. */
  clear(): void {
    this.#invalid.clear();
    this.#isWritten = false;
  }

  add(invalid: InvalidActivity): void {
    const known = this.#invalid.get(invalid.activityId);
    if (known && JSON.stringify(known) === JSON.stringify(invalid)) return;
    this.#invalid.set(invalid.activityId, invalid);
    this.#isWritten = false;
    this.#deps.refused(invalid);
  }

  remove(activityId: string): void {
    if (this.#invalid.delete(activityId)) this.#isWritten = false;
  }

  /** @throws DependencyError if the store does not answer */
  write(): Promise<void> {
    const writing = this.#writing.then(() => this.#write());
    this.#writing = writing.catch(() => {});
    return writing;
  }

  async #write(): Promise<void> {
    if (this.#isWritten) return;
    this.#isWritten = true;
    try {
      await this.#deps.findings.replace([...this.#invalid.values()]);
    } catch (error) {
      this.#isWritten = false;
      throw error;
    }
  }
}
