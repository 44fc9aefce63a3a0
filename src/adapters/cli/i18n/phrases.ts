import type { Finding } from '../../../application/authoring/check/finding.ts';

/** A problem and what would be right, in both languages. */
export type Phrases = readonly [enProblem: string, enRemedy: string, zhProblem: string, zhRemedy: string];

/** The words of one kind of finding. */
export type Phrase = (params: Finding['params'], finding: Finding) => Phrases;
