import { createHash } from 'node:crypto';
import type { RulesSet } from '../../domain/draws/binding-book.ts';

/** The head of the chain before the first set of rules. */
export const NO_HEAD = '';

/**
 * The head of the chain of rules with one more set: SHA-256 over the head before, a line feed, and
 * `JSON.stringify([no, hash, at, release])`, as hex. Who knows a head can tell whether any set before it was changed,
 * left out or put in later.
 */
export function headAfter(
  head: string,
  { no, hash, at, release }: Pick<RulesSet, 'no' | 'hash' | 'at' | 'release'>,
): string {
  return createHash('sha256')
    .update(`${head}\n${JSON.stringify([no, hash, at, release])}`)
    .digest('hex');
}
