/*
 * Values that the page stores on the phone. In private windows, and where cookies are refused, access to the storage
 * throws. Then nothing is stored, and the page still works.
 */

/** The interface of the browser's `localStorage`; each method may throw. */
export interface Store {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** The result of `work`, or `null` if it throws. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export interface KeptSwitch {
  isOn(): boolean;
  turn(on: boolean): void;
}

/** A stored switch; on until it is turned off. */
export function keptSwitch(name: string, store: Store): KeptSwitch {
  const key = `cms-market:${name}`;
  return {
    isOn: () => attempt(() => store.getItem(key)) !== 'off',
    turn(on: boolean): void {
      attempt(() => (on ? store.removeItem(key) : store.setItem(key, 'off')));
    },
  };
}
