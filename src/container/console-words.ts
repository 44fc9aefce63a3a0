import { messagesFor } from '../adapters/cli/i18n/check-messages.ts';
import { diffMessages } from '../adapters/cli/i18n/diff-messages.ts';
import type { Language } from '../adapters/cli/i18n/language.ts';
import { releaseNoteMessages } from '../adapters/cli/i18n/release-note-messages.ts';
import { simulateMessages } from '../adapters/cli/i18n/simulate-messages.ts';
import { sentenceOf, warningOf } from '../adapters/cli/render/render-diff.ts';
import type { Words } from '../adapters/koa/console/contract/words.ts';
import type { ReleaseWords } from '../adapters/koa/console/release-words.ts';
import type { Change } from '../application/authoring/diff/change.ts';
import { fieldAt, fieldsOf } from '../application/authoring/fields.ts';
import { kinds } from '../application/kinds/kinds.ts';

/* Of a value in a sentence; whole beside it. */
const SHOWN_CHARACTERS = 60;

const FIGURES: Readonly<Record<Parameters<ReleaseWords['figure']>[0], Words>> = {
  chance_to_win: { zh: diffMessages.zh.chance, en: diffMessages.en.chance },
  cost: { zh: diffMessages.zh.cost, en: diffMessages.en.cost },
  budget: { zh: '预算', en: 'Budget' },
  left: { zh: diffMessages.zh.left, en: diffMessages.en.left },
};

/** The sentences of the commands, for the console. */
export const releaseWords: ReleaseWords = {
  finding: (finding) => ({
    ...inBoth((language) => messagesFor(finding, language).problem),
    remedy: inBoth((language) => messagesFor(finding, language).remedy),
  }),
  change: (change) => {
    const field = fieldAt(fieldsOf(kinds), change.field);
    const label = field ? { zh: field.zh, en: field.en } : null;
    return { ...inBoth((language) => changeSentence(change, language)), label };
  },
  warnings: ({ prizes, warnings }) => [
    ...prizes.flatMap((prize) => {
      const { warning } = prize;
      if (warning === null) return [];
      return [{ code: warning, ...inBoth((language) => warningOf(prize, diffMessages[language]) ?? '') }];
    }),
    ...warnings.map((warning) => ({
      code: warning.code,
      ...inBoth((language) => sentenceOf(warning, diffMessages[language])),
    })),
  ],
  note: (note) => ({
    code: note.code,
    ...inBoth((language) => releaseNoteMessages[language].note(note)),
  }),
  folder: (outcome) => {
    if (outcome !== 'kept' && outcome !== 'failed') return null;
    return { code: `folder_${outcome}`, ...inBoth((language) => releaseNoteMessages[language][outcome]) };
  },
  figure: (key) => FIGURES[key],
  simulation: ({ warnings, timezone }) =>
    warnings.map((warning) => ({
      ...{ kind: warning.kind, prize_id: warning.prize_id },
      ...inBoth((language) => simulateMessages[language].warning(warning, timezone)),
    })),
};

function inBoth(of: (language: Language) => string): Words {
  return { zh: of('zh'), en: of('en') };
}

function changeSentence({ kind, field, before, after }: Change, language: Language): string {
  const { added, removed, changed } = releaseNoteMessages[language];
  const [old, now] = [shown(before), shown(after)];
  if (kind === 'added') return added(field, now);
  return kind === 'removed' ? removed(field, old) : changed(field, old, now);
}

function shown(json: string | null): string {
  const characters = [...(json ?? '')];
  if (characters.length <= SHOWN_CHARACTERS) return characters.join('');
  return `${characters.slice(0, SHOWN_CHARACTERS).join('')}…`;
}
