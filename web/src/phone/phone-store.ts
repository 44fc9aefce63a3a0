import type { Store } from './kept.ts';

const browser = globalThis as unknown as { readonly localStorage: Store; readonly sessionStorage: Store };

/* Read at every use: where storage is forbidden, access to it throws. */
export const phoneStore: Store = {
  getItem: (name) => browser.localStorage.getItem(name),
  setItem: (name, value) => browser.localStorage.setItem(name, value),
  removeItem: (name) => browser.localStorage.removeItem(name),
};

/** The same for this tab alone, until it is closed. */
export const tabStore: Store = {
  getItem: (name) => browser.sessionStorage.getItem(name),
  setItem: (name, value) => browser.sessionStorage.setItem(name, value),
  removeItem: (name) => browser.sessionStorage.removeItem(name),
};
