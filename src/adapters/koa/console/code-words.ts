import type { CodeProblem } from '../../../application/deliveries/code-lines.ts';
import type { CodeStatus } from '../../../application/deliveries/code-status.ts';
import type { Words } from './contract/words.ts';

/** The sentences of the routes of redeem codes, in both languages. */
export interface CodeWords {
  /** What is to be said of how far the codes of a prize are. */
  notes(status: CodeStatus): readonly Words[];
  /** What is wrong with a line of a file. */
  problem(problem: CodeProblem): Words;
}
