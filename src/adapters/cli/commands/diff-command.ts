import type { Finding } from '../../../application/authoring/check/finding.ts';
import type { ActivityDiff } from '../../../application/authoring/diff/diff-activities.ts';
import type { Language } from '../i18n/check-messages.ts';
import { type DiffMessages, diffMessages } from '../i18n/diff-messages.ts';
import { renderDiff } from '../render/render-diff.ts';
import { countErrors, countLine, findingLines, told } from './check-command.ts';

export interface DiffReport {
  /** `null` where one of the two files has errors. */
  readonly diff: ActivityDiff | null;
  /** Of the new file, or of the live one where that has errors. */
  readonly findings: readonly Finding[];
  /** Why it is not known what has been won: in the store's words, or that there is none; `null` where it is. */
  readonly unknownWins:
    | { readonly kind: 'no-store' }
    | { readonly kind: 'fault'; readonly why: string }
    | null;
}

/**
 * Prints what a new file would change.
 * @returns whether it has no errors and harms nothing that has been won
 */
export function printDiff(
  { diff, findings, unknownWins }: DiffReport,
  { json = false, lang }: { json?: boolean; lang: Language },
): boolean {
  const words = diffMessages[lang];
  const warned = diff?.prizes.filter(({ warning }) => warning !== null).length ?? 0;
  const sound = diff !== null && countErrors(findings) === 0 && warned === 0;
  if (unknownWins) process.stderr.write(`${words.wonUnknown(whyText(unknownWins, words))}\n`);
  if (json) {
    process.stdout.write(`${JSON.stringify({ findings: told(findings, lang), ...diff }, null, 2)}\n`);
    return sound;
  }
  const lines = [
    ...findingLines(findings, lang),
    ...(diff ? renderDiff(diff, lang) : []),
    countLine(findings, lang, warned),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return sound;
}

function whyText(unknown: NonNullable<DiffReport['unknownWins']>, words: DiffMessages): string {
  return unknown.kind === 'no-store' ? words.noStore : words.storeAway(unknown.why);
}
