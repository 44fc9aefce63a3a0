import type { ExplainedStep, Reason, ResultKind } from '../../../application/analysis/explanation.ts';
import type { Unmarked } from '../../../application/deliveries/mark-delivered.ts';
import type { Words } from './contract/words.ts';

/** The sentences of the routes of people's questions, in both languages. */
export interface PeopleWords {
  check(check: ExplainedStep['check']): Words;
  reason(reason: Reason): Words;
  result(result: ResultKind): Words;
  /** Why a win cannot be marked as handed over. */
  unmarked(why: Unmarked): Words;
}
