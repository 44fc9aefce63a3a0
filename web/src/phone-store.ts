import type { Store } from './kept.ts';

/* Read at every use: where storage is forbidden, access to it throws. */
export const phoneStore: Store = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, value),
  removeItem: (name) => localStorage.removeItem(name),
};
