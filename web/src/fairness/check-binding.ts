import type { Fairness, RulesEntry, SeedEntry } from '../client/fairness.ts';
import { bytesOfHex, hexOf, sha256, textHash } from './sha256.ts';

/** Whether what was published is what had been committed to (docs/fairness.md, steps 2 and 6). */
export interface BindingCheck {
  readonly seeds: { readonly shown: number; readonly fits: boolean };
  readonly rules: { readonly shown: number; readonly missing: number; readonly fits: boolean };
  /** `part`: the earliest entries are not listed, or are from before heads existed. */
  readonly chain: 'whole' | 'part' | 'broken' | 'empty';
}

export function checkBinding({ seeds, rules, rulesHead }: Fairness): BindingCheck {
  const shownSeeds = seeds.filter(({ seed }) => seed !== '');
  const shownRules = rules.filter(({ text }) => text !== '');
  return {
    seeds: { shown: shownSeeds.length, fits: shownSeeds.every(seedFits) },
    rules: {
      shown: shownRules.length,
      // The texts of others can be asked for one by one; one without a head is not shown by the service at all.
      missing: rules.filter(({ text, head }) => text === '' && head === '').length,
      fits: shownRules.every(rulesFit),
    },
    chain: chainOf(rules, rulesHead),
  };
}

export function seedFits({ seed, commitment }: SeedEntry): boolean {
  const bytes = bytesOfHex(seed);
  return bytes !== null && hexOf(sha256(bytes)) === commitment.toLowerCase();
}

export function rulesFit({ text, hash }: RulesEntry): boolean {
  return textHash(text) === hash.toLowerCase();
}

function chainOf(rules: readonly RulesEntry[], rulesHead: string): BindingCheck['chain'] {
  const [first] = rules;
  const last = rules[rules.length - 1];
  if (!first || !last) return 'empty';
  const from = first.no === 1 && first.head !== '' ? 0 : 1;
  for (const [index, entry] of rules.entries()) {
    // Entries from before heads existed have none; after one that has, none may be missing.
    if (entry.head === '' && rules.slice(0, index).some(({ head }) => head !== '')) return 'broken';
    if (index < from || entry.head === '') continue;
    const before = rules[index - 1];
    if (before && entry.no !== before.no + 1) return 'broken';
    if (headAfter(before?.head ?? '', entry) !== entry.head) return 'broken';
  }
  if (last.head !== rulesHead) return 'broken';
  return from === 0 ? 'whole' : 'part';
}

function headAfter(before: string, { no, hash, at, release }: RulesEntry): string {
  return textHash(`${before}\n${JSON.stringify([no, hash, at, release])}`);
}
