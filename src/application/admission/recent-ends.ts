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
    const now = this.#timer.elapsed();
    for (const [old, at] of this.#readAt) {
      if (now - at < UNSURE_MS) break;
      this.#readAt.delete(old);
    }
    const key = keyOf(of);
    this.#readAt.delete(key);
    this.#readAt.set(key, now);
  }

  /** Whether nothing has ended yet, or nothing but long ago. */
  get isEmpty(): boolean {
    return this.#readAt.size === 0;
  }

  has(ofs: readonly EndedSessionsOf[]): boolean {
    const since = this.#timer.elapsed() - UNSURE_MS;
    return ofs.some((of) => (this.#readAt.get(keyOf(of)) ?? Number.NEGATIVE_INFINITY) > since);
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
