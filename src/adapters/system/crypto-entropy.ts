import { randomBytes } from 'node:crypto';
import type { Entropy } from '../../domain/shared/entropy.ts';

/** The operating system's generator. */
export const cryptoEntropy: Entropy = { hex: (bytes) => randomBytes(bytes).toString('hex') };
