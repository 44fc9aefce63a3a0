import type { LaunchSummary } from '../../../application/authoring/check/launch-summary.ts';
import type { Change } from '../../../application/authoring/diff/change.ts';
import type { ActivityDiff, DiffWarning } from '../../../application/authoring/diff/diff-activities.ts';
import type { StockOfPrize } from '../../../application/authoring/diff/stock-of-prizes.ts';
import { fieldAt, fieldsOf } from '../../../application/authoring/fields.ts';
import { kinds } from '../../../application/kinds/kinds.ts';
import { type DiffMessages, diffMessages } from '../i18n/diff-messages.ts';
import type { Language } from '../i18n/language.ts';
import { summaryMessages } from '../i18n/summary-messages.ts';
import type { Colors } from './colors.ts';
import { moved, prizeTable } from './prize-table.ts';
import { grouped } from './render-summary.ts';
import { cut, displayWidth, padEnd, plain, wrap } from './text-layout.ts';

const WIDTH = 80;
const INDENT = '  ';

function marksIn(colors: Colors) {
  return { added: colors.green('+'), removed: colors.red('-'), changed: colors.yellow('~') } as const;
}

/** What would change, for reading, in lines of at most 80 columns; each part has a blank line after it. */
export function renderDiff(diff: ActivityDiff, language: Language, colors: Colors): string[] {
  const words = diffMessages[language];
  const { activityId, changes, before, after, prizes } = diff;
  const heading = cut(`${activityId}  ${plain(before.title)}`, WIDTH);
  const about = (who: Change['about']) =>
    changes
      .filter((change) => change.about === who)
      .flatMap((change) => [...changeLines(change, colors), ...descriptionLines(change, language, colors)]);
  return [
    colors.bold(heading),
    '',
    ...(changes.length === 0 ? [words.nothing, ''] : []),
    ...part(words.visitors, about('visitors'), colors),
    ...part(words.draws, about('draws'), colors),
    ...part(null, prizeTable(diff, words, { width: WIDTH - INDENT.length, colors }), colors),
    ...part(null, totals(before, after, language, colors), colors),
    ...prizes.flatMap((prize) => warningLines(warningOf(prize, words), words, colors)),
    ...diff.warnings.flatMap((each) => warningLines(sentenceOf(each, words), words, colors)),
  ];
}

function part(heading: string | null, lines: readonly string[], colors: Colors): string[] {
  if (lines.length === 0) return [];
  return [
    ...(heading === null ? [] : [colors.bold(heading)]),
    ...lines.map((line) => (line === '' ? '' : INDENT + line)),
    '',
  ];
}

/* In one line where there is room, else the values below; whole in --json. */
function changeLines({ kind, field, before, after }: Change, colors: Colors): string[] {
  const marks = marksIn(colors);
  const name = `${marks[kind]} ${plain(field)}`;
  const [old, now] = [before, after].map((value) => (value === null ? null : plain(value)));
  const values = [old, now].filter((value) => typeof value === 'string').join(' → ');
  const line = `${name}  ${values}`;
  if (displayWidth(line) <= WIDTH - INDENT.length) return [line];
  const below = (mark: string, value: string | null | undefined) =>
    value ? [`    ${mark} ${cut(value, WIDTH - INDENT.length - 6)}`] : [];
  return [cutField(name), ...below(marks.removed, old), ...below(marks.added, now)];
}

/* What a rule means that the file did not have before. */
function descriptionLines({ about, kind, field }: Change, language: Language, colors: Colors): string[] {
  const known = about === 'draws' && kind === 'added' ? fieldAt(fieldsOf(kinds), field) : undefined;
  if (!known) return [];
  return wrap(known[language], WIDTH - INDENT.length - 4).map((line) => `    ${colors.dim(line)}`);
}

/* A path may be of any length; cut by hand, since a mark may carry a colour. */
function cutField(name: string): string {
  const [mark = '', ...rest] = name.split(' ');
  return `${mark} ${cut(rest.join(' '), WIDTH - INDENT.length - 2)}`;
}

function totals(before: LaunchSummary, after: LaunchSummary, language: Language, colors: Colors): string[] {
  const words = diffMessages[language];
  const { phases } = summaryMessages[language];
  const [old, now] = [before.draws, after.draws];
  const money = (amount: string | null | undefined) =>
    amount ? amount.replace(/\d+/, (whole) => grouped(whole)) : null;
  const lines: (readonly [string, string | null, string | null])[] = [
    ...(before.window.phase === after.window.phase
      ? []
      : [[words.phase, phases[before.window.phase], phases[after.window.phase]] as const]),
    ...(old || now
      ? [
          [words.chance, old && `${old.chanceToWin.percent}%`, now && `${now.chanceToWin.percent}%`] as const,
          [words.cost, money(old?.cost), money(now?.cost)] as const,
        ]
      : []),
    ...(old?.budget || now?.budget ? [[words.left, money(old?.left), money(now?.left)] as const] : []),
  ];
  const room = Math.max(0, ...lines.map(([label]) => displayWidth(label))) + 2;
  return lines.map(([label, was, is]) => colors.dim(padEnd(label, room)) + moved(was, is));
}

/** The warning about the stock of a prize; `null` where there is none. */
export function warningOf({ id, after, won, warning }: StockOfPrize, words: DiffMessages): string | null {
  if (warning === null) return null;
  return words.warnings[warning](plain(id), String(after?.stock ?? 0), String(won ?? 0));
}

/** The sentence of a warning about the whole. */
export function sentenceOf(warning: DiffWarning, words: DiffMessages): string {
  switch (warning.code) {
    case 'segments-fixed':
      return words.segmentsFixed(warning.before, warning.after);
    case 'budget-below-spent':
      return words.budgetBelowSpent(grouped(warning.budget), grouped(warning.spent));
    case 'per-user-lowered':
      return words.perUserLowered(plain(warning.prize), limitText(warning.before), limitText(warning.after));
    case 'chances-lowered':
      return words.chancesLowered(limitText(warning.before), limitText(warning.after));
    case 'ends-at-once':
      return words.endsAtOnce(warning.endsAt);
  }
}

function limitText(limit: number | null): string {
  return limit === null ? '∞' : grouped(String(limit));
}

function warningLines(text: string | null, words: DiffMessages, colors: Colors): string[] {
  if (text === null) return [];
  return [colors.yellow(words.warning), ...wrap(text, WIDTH - 2).map((line) => INDENT + line), ''];
}

/** How many warnings the comparison itself has. */
export function warningCount({ prizes, warnings }: Pick<ActivityDiff, 'prizes' | 'warnings'>): number {
  return prizes.filter(({ warning }) => warning !== null).length + warnings.length;
}
