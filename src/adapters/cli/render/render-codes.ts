import type { CodeProblem } from '../../../application/deliveries/code-lines.ts';
import type { CodeStatus } from '../../../application/deliveries/code-status.ts';
import type { CodePlace } from '../../../domain/deliveries/code-store.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import type { Language } from '../i18n/language.ts';
import type { Colors } from './colors.ts';
import { textTable } from './text-table.ts';

export interface ImportReport {
  readonly place: CodePlace;
  readonly added: number;
  readonly known: number;
  /** How many codes the prize has now; `null` where nothing was done. */
  readonly size: number | null;
  /** Whether draws know of all; `null` where nothing was done. */
  readonly announced: boolean | null;
  /** Why nothing was loaded: the first ones. */
  readonly problems: readonly CodeProblem[];
  readonly problemCount: number;
}

const WIDTH = 80;

export function renderImportReport(report: ImportReport, language: Language): string {
  const { place, added, known, size, problems, problemCount } = report;
  const messages = codesMessages[language];
  if (problemCount === 0) {
    const lines = [
      messages.added(placeText(place), added, size ?? 0),
      ...(known > 0 ? [messages.known(known)] : []),
    ];
    return `${lines.join('\n')}\n`;
  }
  const lines = problems.map((problem) => messages.line(problem.line, sentenceOf(problem, language)));
  if (problemCount > problems.length) lines.push(messages.moreProblems(problemCount - problems.length));
  return `${[...lines, messages.refused(problemCount)].join('\n')}\n`;
}

/** The report for programs, with the sentences of `language`. */
export function importReportAsJson(report: ImportReport, language: Language): object {
  const { place, added, known, size, announced, problemCount, problems } = report;
  return {
    ...{ ...place, added, alreadyLoaded: known, size, announced, problemCount },
    problems: problems.map((problem) => ({ ...problem, message: sentenceOf(problem, language) })),
  };
}

/** Of one activity after the other. */
export function renderCodeStatus(rows: readonly CodeStatus[], language: Language, colors: Colors): string {
  const messages = codesMessages[language];
  const ids = [...new Set(rows.map(({ activityId }) => activityId))];
  const blocks = ids.map((id) => {
    const prizes = rows.filter(({ activityId }) => activityId === id);
    const cells = prizes.map(({ prizeId, loaded, announced, awarded, given, left }) => [
      prizeId,
      ...[loaded, announced, awarded, given, left].map(String),
    ]);
    const [first = '', ...heads] = messages.heads;
    const table = textTable([`${id} ${first}`, ...heads], cells, { width: WIDTH, colors });
    const notes = prizes.flatMap((status) =>
      messages.notes(status).map((note) => messages.ofPrize(status.prizeId, note)),
    );
    return [...table, ...notes].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

export function sentenceOf({ code, before = 0 }: CodeProblem, language: Language): string {
  return codesMessages[language].problems[code](before);
}

export function placeText({ activityId, prizeId }: CodePlace): string {
  return `${activityId} ${prizeId}`;
}
