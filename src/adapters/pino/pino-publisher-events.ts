import type { PublisherEvents } from '../../application/releases/draft-publisher.ts';
import type { DueReleaseEvents } from '../../application/releases/due-releases.ts';
import type { InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { ScheduledRelease } from '../../domain/releases/scheduled-releases.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import type { Log } from './log.ts';
import { logInvalid } from './log-problems.ts';

/** Logs what a publisher does, with a line for each problem of a file. */
export class PinoPublisherEvents implements PublisherEvents, DueReleaseEvents {
  readonly #log: Log;
  readonly #sentenceOf: (problem: Problem) => string;

  /** @param sentenceOf returns the English sentence of a problem */
  constructor(log: Log, sentenceOf: (problem: Problem) => string) {
    this.#log = log;
    this.#sentenceOf = sentenceOf;
  }

  published(activityId: string, release: number): void {
    this.#log.info({ activity_id: activityId, release }, 'release published');
  }

  looked(published: number): void {
    this.#log.info({ published }, 'drafts looked at');
  }

  removed(activityId: string): void {
    this.#log.warn({ activity_id: activityId }, 'the folder of an activity is gone: it is no longer served');
  }

  refused(invalid: InvalidActivity): void {
    logInvalid(this.#log, this.#sentenceOf, invalid);
  }

  cancelled({ activityId, dueAt, author }: ScheduledRelease, reason: string): void {
    const due = new Date(dueAt).toISOString();
    this.#log.error({ activity_id: activityId, due, author, reason }, 'a scheduled release is cancelled');
  }
}
