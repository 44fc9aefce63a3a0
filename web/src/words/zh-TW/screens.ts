import type { Words } from '../words.ts';

export const screens: Words['screens'] = {};
