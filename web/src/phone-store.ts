import type { Store } from './kept.ts';

/* Looked up with every use: where storage is forbidden, naming it throws. */
export const phoneStore: Store = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, value),
  removeItem: (name) => localStorage.removeItem(name),
};
