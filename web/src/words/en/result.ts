import type { Words } from '../words.ts';

export const result: Words['result'] = {};
