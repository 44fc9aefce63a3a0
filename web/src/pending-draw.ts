import { attempt, type Store } from './kept.ts';

/**
 * The key of a draw whose answer is not known yet. It is kept where a reload finds it, since the server may have
 * booked the draw although its answer never came: asking again under the same key gives that draw, and a new key
 * would spend another chance.
 */
export interface PendingDraw {
  /** The key that waits for its answer, or `null`. */
  current(): string | null;
  /** A new key, kept until it is settled. */
  begin(): string;
  /** Its answer is known. */
  settle(): void;
}

const KEY = /^[A-Za-z0-9_-]{8,64}$/;

/** One for each user of each activity: a key means nothing to another user. */
export function pendingDraw(
  activityId: string,
  uid: string,
  store: Store,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): PendingDraw {
  const name = `cms-market:draw:${activityId}:${uid}`;
  // What is here holds also where the browser keeps nothing.
  let kept: string | null = null;
  return {
    current() {
      const stored = kept ?? attempt(() => store.getItem(name));
      return stored !== null && KEY.test(stored) ? stored : null;
    },
    begin() {
      const key = [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      kept = key;
      attempt(() => store.setItem(name, key));
      return key;
    },
    settle() {
      kept = null;
      attempt(() => store.removeItem(name));
    },
  };
}
