import type { Timer } from '../../domain/shared/timer.ts';
import type { EndedSessionsOf } from '../../domain/visitors/session-ends.ts';

/** An identity provider may send a logout before it revokes the tokens: for so long its word is not kept. */
export const UNSURE_MS = 5000;

/** Whose sessions ended within the last 5 s, by when this process read of it. */
export class RecentEnds {
  readonly #timer: Pick<Timer, 'elapsed'>;
  /** In the order of their time. */
  readonly #readAt = new Map<string, number>();

  constructor(timer: Pick<Timer, 'elapsed'>) {
    this.#timer = timer;
  }

  add(of: EndedSessionsOf): void {
    this.#forget();
    const key = keyOf(of);
    this.#readAt.delete(key);
    this.#readAt.set(key, this.#timer.elapsed());
  }

  /** Whether nothing has ended within that time. */
  isEmpty(): boolean {
    this.#forget();
    return this.#readAt.size === 0;
  }

  has(ofs: readonly EndedSessionsOf[]): boolean {
    this.#forget();
    return ofs.some((of) => this.#readAt.has(keyOf(of)));
  }

  #forget(): void {
    const now = this.#timer.elapsed();
    for (const [old, at] of this.#readAt) {
      if (now - at < UNSURE_MS) break;
      this.#readAt.delete(old);
    }
  }
}

function keyOf(of: EndedSessionsOf): string {
  switch (of.kind) {
    case 'user':
      return `user ${of.uid}`;
    case 'token':
      return `token ${of.digest}`;
    case 'sid':
      return `sid ${of.sid}`;
  }
}
