import { RELEASE_LEAD_MS, type ReleaseOrder } from '../../domain/releases/decide-change.ts';
import { everyoneHas, type ReleaseState } from '../../domain/releases/release-store.ts';
import type { ScheduledRelease, ScheduledReleases } from '../../domain/releases/scheduled-releases.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import type { ReleaseChanges } from './release-changes.ts';

/** Receives what becomes of scheduled releases. Its methods do not throw and do not wait. */
export interface DueReleaseEvents {
  published(activityId: string, no: number): void;
  /** @param reason a code */
  cancelled(scheduled: ScheduledRelease, reason: string): void;
}

export interface DueReleasesDependencies {
  readonly scheduled: ScheduledReleases;
  readonly changes: Pick<ReleaseChanges, 'apply'>;
  /** What is wrong with the text now: it was right when it was scheduled. */
  check(scheduled: ScheduledRelease): readonly Problem[];
  /** Makes the draft of this machine the text that was published. */
  writeDraft(scheduled: ScheduledRelease): Promise<void>;
  readonly clock: Clock;
  readonly events: DueReleaseEvents;
  readonly errorReporter: ErrorReporter;
}

/** Publishes scheduled releases when they are due, or cancels them. */
export class DueReleases {
  readonly #deps: DueReleasesDependencies;

  constructor(deps: DueReleasesDependencies) {
    this.#deps = deps;
  }

  /** Publishes those that are due, the earliest first; faults are reported, and the next time tries again. */
  async publish(): Promise<void> {
    const { scheduled, clock, errorReporter } = this.#deps;
    const report = (error: unknown) =>
      errorReporter.report('scheduled releases cannot be published now', error);
    try {
      // A release is recorded so long before it takes force, unless it is the first one.
      const soon = await scheduled.open({ by: clock.now() + RELEASE_LEAD_MS });
      const due = soon.filter(({ besideNo, dueAt }) => besideNo > 0 || dueAt <= clock.now());
      for (const each of due) await this.#publish(each).catch(report);
    } catch (error) {
      report(error);
    }
  }

  async #publish(due: ScheduledRelease): Promise<void> {
    const { changes, check, scheduled, clock, events, writeDraft, errorReporter } = this.#deps;
    const { id, activityId, author, note } = due;
    const [problem] = check(due);
    if (problem) return this.#cancel(due, `invalid (${problem.code} ${problem.path})`);
    // Others were published before it, and it may have been cancelled meanwhile.
    if (!(await scheduled.open({ activityId })).some((each) => each.id === id)) return;
    const order = (state: ReleaseState) => orderFor(due, state);
    const [result] = await changes.apply([{ activityId, author, note, order }]);
    if (result?.kind === 'refused') return this.#cancel(due, result.reason);
    if (result?.kind === 'changed') events.published(activityId, result.serving.no);
    await writeDraft(due).catch((error: unknown) =>
      errorReporter.report('the draft of a scheduled release cannot be written', error),
    );
    // Last: what a publisher that was killed has not done is done again.
    await scheduled.close(id, { kind: 'published', reason: '' }, clock.now());
  }

  async #cancel(due: ScheduledRelease, reason: string): Promise<void> {
    const { scheduled, clock, events } = this.#deps;
    if (await scheduled.close(due.id, { kind: 'cancelled', reason }, clock.now()))
      events.cancelled(due, reason);
  }
}

/* `null` where everyone has it: another publisher, or this one before it was killed, has published it and not noted that. */
function orderFor(due: ScheduledRelease, state: ReleaseState): ReleaseOrder | null {
  if (everyoneHas(state, due)) return null;
  const by = state.serving?.managedBy ?? 'files';
  return { kind: 'publish', content: due, by, expect: due.besideNo, isDraft: false };
}
