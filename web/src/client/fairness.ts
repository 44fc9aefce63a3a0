import { countOf, fieldsOf, listOf, momentOf, textOf } from './read.ts';

export interface SeedEntry {
  readonly no: number;
  readonly commitment: string;
  /** '' before it is revealed. */
  readonly seed: string;
  readonly revealedAt: number | null;
}

export interface RulesEntry {
  readonly no: number;
  readonly hash: string;
  readonly head: string;
  readonly at: number | null;
  /** The release that it came with; `null` where there is none. */
  readonly release: number | null;
  /** The text as it was hashed, to the character; '' before it is revealed. */
  readonly text: string;
}

/** What binds the draws of an activity. */
export interface Fairness {
  readonly algorithm: string;
  readonly seeds: readonly SeedEntry[];
  readonly rules: readonly RulesEntry[];
  /** '' before the first set of rules. */
  readonly rulesHead: string;
}

export function fairnessOf(data: unknown): Fairness {
  const { algorithm, seeds, rules, rules_head, ...latest } = fieldsOf(data);
  const listed = listOf(seeds)
    .map(seedOf)
    .filter(({ commitment }) => commitment !== '');
  // A server without the list sends the latest seed alone.
  const only = seedOf({ no: 1, ...latest });
  return {
    algorithm: textOf(algorithm),
    seeds: listed.length > 0 || only.commitment === '' ? listed : [only],
    rules: listOf(rules)
      .map(rulesOf)
      .filter(({ hash }) => hash !== ''),
    rulesHead: textOf(rules_head),
  };
}

function seedOf(value: unknown): SeedEntry {
  const { no, commitment, seed, revealed_at } = fieldsOf(value);
  return {
    no: countOf(no) ?? 0,
    commitment: textOf(commitment),
    seed: textOf(seed),
    revealedAt: momentOf(revealed_at),
  };
}

function rulesOf(value: unknown): RulesEntry {
  const { no, hash, head, at, release, text } = fieldsOf(value);
  return {
    no: countOf(no) ?? 0,
    hash: textOf(hash),
    head: textOf(head),
    at: momentOf(at),
    release: countOf(release),
    // Not trimmed: its hash is that of every character.
    text: typeof text === 'string' ? text : '',
  };
}

/** The beginning of a hash, for lists: enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
