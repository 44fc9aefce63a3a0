import { randomUUID } from 'node:crypto';
import type { Identifiers } from '../../domain/shared/identifiers.ts';

/** Random UUIDs (RFC 9562, version 4). */
export const uuidIdentifiers: Identifiers = { next: () => randomUUID() };
