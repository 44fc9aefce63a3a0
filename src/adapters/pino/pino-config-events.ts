import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { Log } from './log.ts';

/** Changes of activities as log lines, a line for each thing that is wrong. */
export class PinoConfigEvents implements ConfigEvents {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  loaded(activityId: string): void {
    this.#log.info({ activity_id: activityId }, 'activity loaded');
  }

  refused({ activityId, path, problems }: InvalidActivity): void {
    for (const { field, reason } of problems) {
      this.#log.error({ activity_id: activityId, path, field, reason }, 'activity is invalid');
    }
  }

  removed(activityId: string): void {
    this.#log.warn({ activity_id: activityId }, 'activity removed');
  }
}
