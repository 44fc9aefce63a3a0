import type { Store } from './kept.ts';

/* Read at every use: where storage is forbidden, access to it throws. */
export const phoneStore: Store = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, value),
  removeItem: (name) => localStorage.removeItem(name),
};

/** The same for this tab alone, until it is closed. */
export const tabStore: Store = {
  getItem: (name) => sessionStorage.getItem(name),
  setItem: (name, value) => sessionStorage.setItem(name, value),
  removeItem: (name) => sessionStorage.removeItem(name),
};
