import type { Finding } from '../../../application/authoring/check/finding.ts';
import type { Problem } from '../../../domain/shared/problem.ts';

/** A problem and what would be right, in both languages. */
export type Phrases = readonly [enProblem: string, enRemedy: string, zhProblem: string, zhRemedy: string];

/** Of one kind of warning. */
export type Phrase = (params: Finding['params'], finding: Finding) => Phrases;

/** Of one code of problem. @param field the path of the problem */
export type ProblemPhrase = (params: Problem['params'], field: string) => Phrases;
