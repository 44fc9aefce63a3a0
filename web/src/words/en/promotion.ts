import type { Words } from '../words.ts';

export const promotion: Words['promotion'] = {};
