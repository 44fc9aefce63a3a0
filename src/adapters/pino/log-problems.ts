import type { InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import type { Log } from './log.ts';

/** Logs an invalid file, with a line for each problem. */
export function logInvalid(
  log: Log,
  sentenceOf: (problem: Problem) => string,
  { activityId, path, problems }: InvalidActivity,
): void {
  for (const problem of problems) {
    const { code, path: field } = problem;
    log.error(
      { activity_id: activityId, path, field, code, reason: sentenceOf(problem) },
      'activity is invalid',
    );
  }
}
