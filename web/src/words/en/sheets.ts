import type { Words } from '../words.ts';

export const sheets: Words['sheets'] = {};
