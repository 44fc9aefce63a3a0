import type { AccessChange } from '../../domain/visitors/access-feed.ts';

type Block = Extract<AccessChange, { kind: 'block' }>;

/** The blocked users: those of the setting, and those that this process has read from the record store. */
export class KnownBlocks {
  readonly #fixed: ReadonlySet<string>;
  #live = new Set<string>();
  /** While all are read anew; `null`: they are not. */
  #next: Set<string> | null = null;

  /** @param fixed the users of `BLOCKED_USERS` */
  constructor(fixed: ReadonlySet<string>) {
    this.#fixed = fixed;
  }

  has(uid: string): boolean {
    return this.#live.has(uid) || this.#fixed.has(uid);
  }

  /** From here on all are read anew; those of before count until `read`. */
  begin(): void {
    this.#next = new Set();
  }

  take({ uid, isBlocked }: Block): void {
    // A block holds at once. That there is none any more is known when all is read.
    for (const users of this.#next ? [this.#next, ...(isBlocked ? [this.#live] : [])] : [this.#live]) {
      if (isBlocked) users.add(uid);
      else users.delete(uid);
    }
  }

  /** All until now was read. */
  read(): void {
    if (this.#next) this.#live = this.#next;
    this.#next = null;
  }
}
