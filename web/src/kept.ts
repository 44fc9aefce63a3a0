/*
 * What the page keeps on the phone. In private windows, and where cookies are refused, naming the storage or using
 * it throws: then nothing is kept, and the page goes on.
 */

/** As the browser's `localStorage`; each may throw. */
export interface Store {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** What `work` gives, or `null` if it throws. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** A switch that is remembered; on until it is turned off. */
export function keptSwitch(name: string, store: Store) {
  const key = `cms-market:${name}`;
  return {
    isOn: () => attempt(() => store.getItem(key)) !== 'off',
    turn(on: boolean): void {
      attempt(() => (on ? store.removeItem(key) : store.setItem(key, 'off')));
    },
  };
}
