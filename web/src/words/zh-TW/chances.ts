import type { Words } from '../words.ts';

export const chances: Words['chances'] = {};
