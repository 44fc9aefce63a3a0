import { attempt, type Store } from '../phone/kept.ts';

/**
 * The key of a draw whose answer is not known yet. It survives a reload, because the server may have recorded the draw
 * although its answer was lost: a request with the same key returns that draw, and a new key would use another chance.
 */
export interface PendingDraw {
  /** The key without an answer, or `null`. */
  current(): string | null;
  /** Makes a new key and stores it until `settle` is called. */
  begin(): string;
  /** The answer is known: deletes the key. */
  settle(): void;
}

const KEY = /^[A-Za-z0-9_-]{8,64}$/;

/** One per user and activity: a key belongs to one user. */
export function pendingDraw(
  activityId: string,
  uid: string,
  store: Store,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): PendingDraw {
  const name = `cms-market:draw:${activityId}:${uid}`;
  // This value also works if the browser stores nothing.
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
      const mine = kept ?? attempt(() => store.getItem(name));
      kept = null;
      // Another tab may have begun a draw of its own since: its key stays.
      attempt(() => {
        if (store.getItem(name) === mine) store.removeItem(name);
      });
    },
  };
}
