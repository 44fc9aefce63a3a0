import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import type { Log } from './log.ts';

/** Logs changes of activities, with a line for each problem. */
export class PinoConfigEvents implements ConfigEvents {
  readonly #log: Log;

  readonly #sentenceOf: (problem: Problem) => string;

  /** @param sentenceOf returns the English sentence of a problem */
  constructor(log: Log, sentenceOf: (problem: Problem) => string) {
    this.#log = log;
    this.#sentenceOf = sentenceOf;
  }

  /** @param release `null` where none is known */
  loaded(activityId: string, release: number | null = null): void {
    this.#log.info({ activity_id: activityId, release }, 'activity loaded');
  }

  switched(activityId: string, isPaused: boolean): void {
    this.#log.warn({ activity_id: activityId }, isPaused ? 'activity paused' : 'activity resumed');
  }

  /** It is served although something that it needs is not there. */
  lacking(activityId: string, problems: readonly Problem[]): void {
    for (const problem of problems) {
      const { code, path: field } = problem;
      const reason = this.#sentenceOf(problem);
      this.#log.warn({ activity_id: activityId, field, code, reason }, 'activity lacks something');
    }
  }

  removed(activityId: string): void {
    this.#log.warn({ activity_id: activityId }, 'activity removed');
  }
}
