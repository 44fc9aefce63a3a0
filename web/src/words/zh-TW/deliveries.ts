import type { Words } from '../words.ts';

export const deliveries: Words['deliveries'] = {};
