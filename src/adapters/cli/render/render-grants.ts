import type { GrantCounts } from '../../../application/draws/grants.ts';
import { grantMessages, grantProblemSentence } from '../i18n/grant-messages.ts';
import type { Language } from '../i18n/language.ts';
import type { GrantProblem } from '../input/grant-lines.ts';
import { cut, plain } from './text-layout.ts';

export interface GrantReport extends GrantCounts {
  readonly activityId: string;
  /** Why nothing was granted: the first ones. */
  readonly problems: readonly GrantProblem[];
  readonly problemCount: number;
}

/* The most columns of what stands in a wrong line. */
const WIDTH = 80;

export function renderGrantReport(report: GrantReport, language: Language): string {
  const { activityId, granted, chances, known, problems, problemCount } = report;
  const messages = grantMessages[language];
  if (problemCount === 0) {
    const lines = [
      messages.granted(activityId, granted, chances),
      ...(known > 0 ? [messages.known(known)] : []),
    ];
    return `${lines.join('\n')}\n`;
  }
  const lines = problems.map((problem) =>
    messages.line(problem.line, grantProblemSentence(shown(problem), language)),
  );
  if (problemCount > problems.length) lines.push(messages.moreProblems(problemCount - problems.length));
  return `${[...lines, messages.refused(problemCount)].join('\n')}\n`;
}

/** The report for programs, with the sentences of `language`. */
export function grantReportAsJson(report: GrantReport, language: Language): object {
  const { activityId, granted, chances, known, problemCount, problems } = report;
  return {
    ...{ activityId, granted, chances, alreadyGranted: known, problemCount },
    problems: problems.map((problem) => ({
      ...problem,
      message: grantProblemSentence(shown(problem), language),
    })),
  };
}

function shown(problem: GrantProblem): GrantProblem {
  return { ...problem, found: cut(plain(problem.found), WIDTH) };
}
